using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>A rectangle of pixels.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Rectangle(int Top, int Left, int Height, int Width);

/// <summary>Reads a rectangle of the input, interleaved, into a buffer of exactly its size.</summary>
/// <param name="region">Which pixels.</param>
/// <param name="destination">Where they go.</param>
public delegate void ReadRegion(Rectangle region, Span<float> destination);

/// <summary>Takes a finished rectangle of the output, interleaved. May be called from several threads, for different rectangles.</summary>
/// <param name="region">Which pixels.</param>
/// <param name="values">Their values.</param>
public delegate void WriteRegion(Rectangle region, ReadOnlySpan<float> values);

/// <summary>
/// Runs a model over a picture of any size tile by tile. What is between the layers stays in a core's cache, memory does not
/// grow with the picture, and the tiles are shared among threads. Every tile is read with the margin that its outputs
/// depend on, so the result is that of the whole picture at once.
/// </summary>
/// <remarks>Models whose layers are not sliding windows of stride 1, or whose boundary is circular, are run in one tile.</remarks>
public sealed class TiledInference
{
    /// <summary>Working memory of a tile in numbers: what fits a second-level cache of 1 MiB beside input and output.</summary>
    private const long WorkingSet = 160 * 1024;

    private readonly Model _model;
    private readonly Shape _input;
    private readonly ReceptiveField? _rows, _columns;

    /// <summary>The output as a picture: what is no picture is one pixel.</summary>
    private readonly Shape _output;
    private readonly SessionStack _sessions;

    /// <summary>Prepares a model for pictures of one size.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The picture's height × width × channels.</param>
    /// <exception cref="ShapeException">The model cannot take such a picture.</exception>
    public TiledInference(Model model, Shape input)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _input = input;
        (_rows, _columns) = (model.ReceptiveFieldAlong(0), model.ReceptiveFieldAlong(1));
        OutputShape = OutputOf(model, input, _rows is not null && _columns is not null);
        _output = AsPicture(OutputShape);
        _sessions = new SessionStack(model);
    }

    /// <summary>The output's height × width × channels; of a model that gives no picture, such as a classifier, its own shape. Regions then are of one pixel.</summary>
    public Shape OutputShape { get; }

    /// <summary>Runs the model on a picture in memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="picture">Height × width × channels.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <returns>The output, height × width × channels, in new memory.</returns>
    public static Tensor<float> Run(Model model, Tensor<float> picture, WorkerPool? workers = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(picture);
        TiledInference inference = new(model, picture.Shape);
        Tensor<float> result = new(inference.OutputShape);
        inference.Run(picture.Memory, result.Memory, workers);
        return result;
    }

    /// <summary>Runs the model on a picture in memory, into memory that is there already. Repeated runs reuse the tiles' memory.</summary>
    /// <param name="picture">Height × width × channels, as the model was prepared for.</param>
    /// <param name="result">Where the output goes; as long as <see cref="OutputShape"/> says.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <param name="progress">Told the finished part, from 0 to 1; or nothing.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    /// <exception cref="ArgumentException">The picture or the result has another length.</exception>
    public void Run(
        ReadOnlyMemory<float> picture,
        Memory<float> result,
        WorkerPool? workers = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        if (picture.Length != _input.Size || result.Length != _output.Size)
        {
            throw new ArgumentException(
                $"This inference turns {_input} into {OutputShape}: {_input.Size} numbers into {_output.Size}, not {picture.Length} into {result.Length}.", nameof(picture));
        }

        Run(
            (region, destination) => CopyRows(picture, _input, region, destination),
            (region, values) => PasteRows(values, region, result, _output),
            workers ?? WorkerPool.Shared,
            progress,
            cancellation);
    }

    /// <summary>Runs the model, reading and writing by regions.</summary>
    /// <param name="read">Reads the input; called from several threads.</param>
    /// <param name="write">Takes the output; called from several threads for rectangles that do not overlap with one being written.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="progress">Told the finished part, from 0 to 1; or nothing.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    public void Run(ReadRegion read, WriteRegion write, WorkerPool workers, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(workers);
        if (_output.Size == 0)
        {
            return;
        }

        (int height, int width) = TileSize();
        List<Tile> tiles = [];
        for (int top = 0; top < _output[0]; top += height)
        {
            for (int left = 0; left < _output[1]; left += width)
            {
                tiles.Add(TileAt(new Rectangle(top, left, Math.Min(height, _output[0] - top), Math.Min(width, _output[1] - left))));
            }
        }

        TileLoop loop = new(this, [.. tiles], read, write, progress, cancellation);
        workers.For(tiles.Count, ref loop);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Copies a rectangle out of an interleaved picture.</summary>
    internal static void CopyRows(ReadOnlyMemory<float> picture, Shape shape, Rectangle region, Span<float> destination)
    {
        int row = region.Width * shape[2];
        for (int y = 0; y < region.Height; y++)
        {
            int start = (((region.Top + y) * shape[1]) + region.Left) * shape[2];
            picture.Span.Slice(start, row).CopyTo(destination[(y * row)..]);
        }
    }

    /// <summary>Copies a rectangle into an interleaved picture.</summary>
    internal static void PasteRows(ReadOnlySpan<float> values, Rectangle region, Memory<float> picture, Shape shape)
    {
        int row = region.Width * shape[2];
        for (int y = 0; y < region.Height; y++)
        {
            int start = (((region.Top + y) * shape[1]) + region.Left) * shape[2];
            values.Slice(y * row, row).CopyTo(picture.Span[start..]);
        }
    }

    /// <summary>
    /// The output for a picture. Where the model slides a window, the output differs from the input by the same number of pixels for every size, and
    /// is worked out without the values between the layers, which would be too large to have a shape for a very large picture.
    /// </summary>
    private static Shape OutputOf(Model model, Shape input, bool slides)
    {
        if (input.Rank != 3 || input[2] != model.InputShape[^1])
        {
            throw new ShapeException($"The model takes pictures of height × width × {model.InputShape[^1]} channels, not {input}.");
        }

        if (!slides)
        {
            return model.OutputShape(input);
        }

        Shape usual = model.InputShape, output = AsPicture(model.OutputShape(usual));
        int height = input[0] - usual[0] + output[0], width = input[1] - usual[1] + output[1];
        return height > 0 && width > 0 ? [height, width, output[2]] : model.OutputShape(input);
    }

    private static Shape AsPicture(Shape output) => output.Rank == 3 ? output : [1, 1, output.Size];

    /// <summary>
    /// Output rows and columns of a tile: wide, for long runs in memory, and as tall as the working set allows. It follows from the
    /// model alone, not from the clock or the number of threads.
    /// </summary>
    private (int Height, int Width) TileSize()
    {
        if (_rows is not ReceptiveField rows || _columns is not ReceptiveField columns)
        {
            return (_output[0], _output[1]);
        }

        int margin = Math.Max(rows.Last - rows.First, columns.Last - columns.First);
        int width = Math.Min(_output[1], Math.Max(512, 16 * margin));
        int widest = _model.Describe(_model.InputShape).Max(layer => layer.Inputs.Sum(input => input[^1]) + layer.Output[^1]);
        long height = Math.Max(WorkingSet / ((long)width * widest), Math.Max(16, 4 * margin));
        return ((int)Math.Min(height, _output[0]), width);
    }

    private Tile TileAt(Rectangle output)
    {
        (int top, int height, int skipRows) = Span(_rows, output.Top, output.Height, _input[0], _output[0]);
        (int left, int width, int skipColumns) = Span(_columns, output.Left, output.Width, _input[1], _output[1]);
        return new Tile(output, new Rectangle(top, left, height, width), skipRows, skipColumns);
    }

    /// <summary>
    /// The inputs that a stretch of outputs reads, within the picture, and how many outputs of the tile come before the stretch. At the
    /// picture's own border the tile ends there and the layers' boundary applies; elsewhere the margin is read.
    /// </summary>
    private static (int Start, int Length, int Skip) Span(ReceptiveField? field, int start, int length, int input, int output)
    {
        if (field is not ReceptiveField window || length == output)
        {
            return (0, input, 0);
        }

        int first = Math.Max(0, start + window.First), last = Math.Min(input - 1, start + length - 1 + window.Last);

        // Output t of the tile is output first + t of the picture, whatever the boundary.
        return (first, last - first + 1, start - first);
    }

    private readonly record struct Tile(Rectangle Output, Rectangle Input, int SkipRows, int SkipColumns);

    private readonly struct TileLoop(
        TiledInference inference, Tile[] tiles, ReadRegion read, WriteRegion write, IProgress<double>? progress, CancellationToken cancellation) : IParallelBody
    {
        private readonly int[] _finished = new int[1];

        public void Run(int part)
        {
            if (cancellation.IsCancellationRequested)
            {
                return;
            }

            Tile tile = tiles[part];
            Shape shape = [1, tile.Input.Height, tile.Input.Width, inference._input[2]];
            TileSession session = inference._sessions.Take(shape);
            read(tile.Input, session.Input.Span);
            session.Plan.Run(WorkerPool.Serial);
            Shape produced = AsPicture(inference._model.OutputShape(shape[1..]));
            ReadOnlySpan<float> values = session.Plan.Output(0);
            if (produced[0] == tile.Output.Height && produced[1] == tile.Output.Width)
            {
                write(tile.Output, values);
            }
            else
            {
                Rectangle inner = new(tile.SkipRows, tile.SkipColumns, tile.Output.Height, tile.Output.Width);
                session.CopyOutput(values, produced, inner);
                write(tile.Output, session.Cropped.Span);
            }

            inference._sessions.Return(session);
            progress?.Report((double)Interlocked.Increment(ref _finished[0]) / tiles.Length);
        }
    }

    /// <summary>A plan session with its input buffer.</summary>
    private sealed class TileSession(Model model, Shape shape)
    {
        public Shape Shape { get; } = shape;

        public Memory<float> Input { get; } = new float[shape.Size];

        public PlanSession<float> Plan { get; } = model.OpenSession(shape);

        public Memory<float> Cropped { get; private set; }

        public void Bind() => Plan.Bind(0, Input);

        public void CopyOutput(ReadOnlySpan<float> values, Shape produced, Rectangle inner)
        {
            int channels = produced[2], length = inner.Height * inner.Width * channels;
            if (Cropped.Length != length)
            {
                Cropped = new float[length];
            }

            int row = inner.Width * channels;
            for (int y = 0; y < inner.Height; y++)
            {
                int start = (((inner.Top + y) * produced[1]) + inner.Left) * channels;
                values.Slice(start, row).CopyTo(Cropped.Span[(y * row)..]);
            }
        }
    }

    /// <summary>Sessions that are not in use; most tiles have one shape, so a thread finds the one it returned.</summary>
    private sealed class SessionStack(Model model)
    {
        private readonly Lock _lock = new();
        private readonly List<TileSession> _free = [];

        public TileSession Take(Shape shape)
        {
            lock (_lock)
            {
                int found = _free.FindLastIndex(session => session.Shape == shape);
                if (found >= 0)
                {
                    TileSession session = _free[found];
                    _free.RemoveAt(found);
                    return session;
                }
            }

            TileSession made = new(model, shape);
            made.Bind();
            return made;
        }

        public void Return(TileSession session)
        {
            lock (_lock)
            {
                _free.Add(session);
            }
        }
    }
}
