using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Primitives.Pooling;
using Adjoint.Tensors;

namespace Adjoint.Checking.Cases;

/// <summary>Windows over one to three axes, and constant matrices along an axis, which averages and interpolation are made of.</summary>
public static class PoolingCases
{
    /// <summary>Windows along an axis, and the places that they meet.</summary>
    private sealed record Line(string Name, int Window, int Stride, int Dilation, int Before, int Output, int Places)
    {
        public PoolingAxis Axis => new(Window, Stride, Dilation, Before, Output);
    }

    private static readonly Line[] Lines =
    [
        new("side by side", 2, 2, 1, 0, 2, 4),
        new("overlapping", 3, 1, 1, 0, 3, 5),
        new("padded on both sides", 3, 2, 1, 1, 3, 5),
        new("a last window that reaches beyond", 2, 2, 1, 0, 3, 5),
        new("dilation 2", 2, 1, 2, 0, 3, 5),
        new("places left out", 1, 3, 1, 0, 2, 5),
        new("one place", 1, 1, 1, 0, 1, 1),
        new("the whole axis", 4, 1, 1, 0, 1, 4),
        new("padded dilation", 2, 2, 3, 2, 3, 5),
        new("no window", 2, 1, 1, 0, 0, 3),
    ];

    internal static IEnumerable<PrimitiveCase> All() => Windowed().Concat(Matrices());

    /// <summary>Whole numbers from 0 to <paramref name="count"/> − 1.</summary>
    internal static Tensor<double> Indices(Random random, Shape shape, int count)
    {
        Tensor<double> indices = new(shape);
        foreach (ref double entry in indices.Span)
        {
            entry = random.Next(count);
        }

        return indices;
    }

    /// <summary>Whether indices below <paramref name="count"/> may have a range. Halfway between two of them rounding errors decide, so that is no index.</summary>
    internal static bool IsIndex(Interval range, int count) => range.Lower >= 0 && range.Upper <= count - 1 && (range.Lower != range.Upper || range.Lower % 1 != 0.5);

    /// <summary>Numbers no two of which are nearer than a tenth, so that small moves change no order.</summary>
    internal static Tensor<double> Distinct(Random random, Shape shape)
    {
        double[] entries = [.. Enumerable.Range(0, shape.Size).Select(i => 0.1 * (i - (shape.Size / 2)))];
        random.Shuffle(entries);
        return new(shape, entries);
    }

    /// <summary>Reading from windows, or adding to them, at offsets that are drawn.</summary>
    /// <param name="name">What is particular about it.</param>
    /// <param name="axes">The windows along each spatial axis.</param>
    /// <param name="pictures">Batch × space × channels.</param>
    /// <param name="windows">Batch × windows × channels.</param>
    /// <param name="adds">Whether the windows are added to the pictures rather than read from them.</param>
    public static PrimitiveCase Selection(string name, PoolingAxis[] axes, Shape pictures, Shape windows, bool adds)
    {
        ValueList<PoolingAxis> list = ValueList.Create<PoolingAxis>(axes);
        int taps = axes.Aggregate(1, (product, axis) => product * axis.Window);
        Primitive primitive = adds ? new WindowScatterAdd(list, pictures) : new WindowGather(list);
        return new($"{primitive.Name} {pictures}: {name}", primitive, [adds ? windows : pictures, windows], adds ? pictures : windows)
        {
            Special = (random, argument) => argument == 1 ? Indices(random, windows, taps) : null,
            Admits = (argument, range) => argument == 0 || IsIndex(range, taps),
        };
    }

    /// <summary>The place of the largest entry of each window, of pictures whose entries lie apart.</summary>
    /// <param name="name">What is particular about it.</param>
    /// <param name="axes">The windows along each spatial axis.</param>
    /// <param name="pictures">Batch × space × channels.</param>
    /// <param name="windows">Batch × windows × channels.</param>
    public static PrimitiveCase ArgMax(string name, PoolingAxis[] axes, Shape pictures, Shape windows) =>
        new($"windowargmax {pictures}: {name}", new WindowArgMax(ValueList.Create<PoolingAxis>(axes)), [pictures], windows) { Special = (random, _) => Distinct(random, pictures) };

    internal static PrimitiveCase RandomWindows(Random random, bool adds)
    {
        PoolingAxis[] axes = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new PoolingAxis(random.Next(1, 4), random.Next(1, 4), random.Next(1, 3), random.Next(3), random.Next(1, 4)))];
        int batch = random.Next(1, 3), channels = random.Next(1, 4);
        Shape pictures = [batch, .. axes.Select(_ => random.Next(1, 6)), channels];
        return Selection(string.Join(" by ", axes), axes, pictures, [batch, .. axes.Select(axis => axis.Output), channels], adds);
    }

    /// <summary>Windows each of which meets a place.</summary>
    internal static PrimitiveCase RandomArgMax(Random random)
    {
        PoolingAxis[] axes = new PoolingAxis[random.Next(1, 4)];
        int[] places = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            places[i] = random.Next(1, 6);
            (int window, int stride) = (random.Next(1, 4), random.Next(1, 4));
            int before = random.Next(window), dilation = before == 0 ? random.Next(1, 4) : 1;
            axes[i] = new PoolingAxis(window, stride, dilation, before, random.Next(((places[i] - 1 + before) / stride) + 1) + 1);
        }

        (int batch, int channels) = (random.Next(1, 3), random.Next(1, 4));
        return ArgMax(string.Join(" by ", axes), axes, [batch, .. places, channels], [batch, .. axes.Select(axis => axis.Output), channels]);
    }

    internal static PrimitiveCase RandomModeProduct(Random random)
    {
        int[] lengths = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 5))];
        int axis = random.Next(lengths.Length), rows = random.Next(1, 5);
        SparseMatrix matrix = new(lengths[axis], [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, random.Next(4)).Select(_ => (random.Next(lengths[axis]), random.NextDouble() - 0.3)).ToArray())]);
        return Product("random", axis, matrix, [.. lengths], Shape.Create(lengths).With(axis, rows));
    }

    private static IEnumerable<PrimitiveCase> Windowed()
    {
        foreach (Line line in Lines)
        {
            foreach (PrimitiveCase @case in Of(2, 3, line))
            {
                yield return @case;
            }
        }

        (int First, int Second)[] planes = [(0, 0), (1, 2), (3, 4), (5, 8), (7, 6), (2, 3)];
        foreach ((int first, int second) in planes)
        {
            foreach (PrimitiveCase @case in Of(1, 2, Lines[first], Lines[second]))
            {
                yield return @case;
            }
        }

        foreach (PrimitiveCase @case in Of(2, 1, Lines[0], Lines[3]).Concat(Of(0, 2, Lines[1])).Concat(Of(2, 0, Lines[0], Lines[0])).Concat(Of(1, 2, Lines[0], Lines[5], Lines[3])))
        {
            yield return @case;
        }
    }

    private static IEnumerable<PrimitiveCase> Of(int batch, int channels, params Line[] lines)
    {
        Shape pictures = [batch, .. lines.Select(line => line.Places), channels], windows = [batch, .. lines.Select(line => line.Output), channels];
        PoolingAxis[] axes = [.. lines.Select(line => line.Axis)];
        string name = string.Join(" by ", lines.Select(line => line.Name));
        return [ArgMax(name, axes, pictures, windows), Selection(name, axes, pictures, windows, adds: false), Selection(name, axes, pictures, windows, adds: true)];
    }

    private static IEnumerable<PrimitiveCase> Matrices()
    {
        SparseMatrix pairs = new(4, [[(0, 0.5), (1, 0.5)], [(2, 0.5), (3, 0.5)]]), signed = new(3, [[(0, 2), (2, -1)], [], [(1, -3)], [(0, 1), (1, 1), (2, 1)]]);
        yield return Product("averages of pairs", 0, pairs, [4], [2]);
        yield return Product("averages of pairs", 1, pairs, [2, 4, 3], [2, 2, 3]);
        yield return Product("averages of pairs", 2, pairs, [1, 2, 4, 2], [1, 2, 2, 2]);
        yield return Product("averages of pairs", 2, pairs, [1, 2, 4, 1], [1, 2, 2, 1]);
        yield return Product("averages of pairs", 3, pairs, [2, 2, 1, 4], [2, 2, 1, 2]);
        yield return Product("both signs and an empty row", 1, signed, [2, 3, 2], [2, 4, 2]);
        yield return Product("both signs and an empty row", 0, signed, [3, 2], [4, 2]);
        yield return Product("negative", 0, new SparseMatrix(2, [[(0, -1), (1, -2)]]), [2, 3], [1, 3]);
        yield return Product("no row", 0, new SparseMatrix(2, []), [2, 3], [0, 3]);
        yield return Product("no column", 0, new SparseMatrix(0, [[], []]), [0, 3], [2, 3]);
    }

    private static PrimitiveCase Product(string name, int axis, SparseMatrix matrix, Shape shape, Shape result) =>
        new($"modeproduct {shape} along {axis}: {name}", new ModeProduct(axis, matrix), [shape], result);
}
