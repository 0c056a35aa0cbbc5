using System.Numerics;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// A function of the rows along one axis, or of all entries as one row, each row on its own. It gives one number a row, or a row of
/// the same length.
/// </summary>
public abstract record RowPrimitive : Primitive
{
    /// <summary>Entries handed to one worker at a time, at least; a row is never cut.</summary>
    private const int Part = 1 << 13;

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <summary>The axis in a shape; nothing where all entries are one row.</summary>
    private protected abstract int? AxisIn(Shape shape);

    /// <summary>Whether the result is a row again and not a number.</summary>
    private protected abstract bool GivesRows { get; }

    /// <summary>Whether a row without entries has a result.</summary>
    private protected virtual bool AllowsEmptyRows => GivesRows;

    /// <summary>The reference rule of one row, in float64.</summary>
    private protected abstract void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result);

    /// <summary>The fast path of one row: reads the row, and writes its number or its entries.</summary>
    private protected abstract void RunRow<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Row row, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc/>
    public sealed override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape shape = arguments[0];
        for (int i = 1; i < arguments.Count; i++)
        {
            if (arguments[i] != shape)
            {
                throw new ShapeException($"'{Name}' takes arguments of one shape, not {shape} and {arguments[i]}.");
            }
        }

        if (AxisIn(shape) is int axis && (axis < 0 || axis >= shape.Rank))
        {
            throw new ShapeException(shape.Rank == 0
                ? $"'{Name}' works along an axis, and the shape is {shape}."
                : $"'{Name}' works along axis {axis}, and shape {shape} has the axes 0 to {shape.Rank - 1}.");
        }

        if (!AllowsEmptyRows && RowLength(shape) == 0 && Rows(shape) > 0)
        {
            throw new ShapeException($"'{Name}' of nothing is not defined; the shape is {shape}.");
        }

        return GivesRows ? shape : WithoutAxis(shape);
    }

    /// <inheritdoc/>
    public sealed override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        Shape shape = arguments[0].Shape;
        double[] first = new double[RowLength(shape)], second = new double[first.Length], results = new double[GivesRows ? first.Length : 1];
        for (int r = 0; r < Rows(shape); r++)
        {
            Row row = RowAt(shape, r);
            for (int i = 0; i < first.Length; i++)
            {
                (first[i], second[i]) = (arguments[0].Span[row[i]], arguments[^1].Span[row[i]]);
            }

            RowReference(first, second, results);
            for (int i = 0; i < results.Length; i++)
            {
                result.Span[GivesRows ? row[i] : r] = results[i];
            }
        }
    }

    /// <inheritdoc/>
    public sealed override void Execute<T>(in KernelCall<T> call)
    {
        Shape shape = call.Arguments[0].Shape;
        int rows = Rows(shape), together = Math.Max(1, Part / Math.Max(1, RowLength(shape)));
        Body<T> body = new(this, RowAt(shape, 0), rows, together, call.Arguments[0].Memory, call.Arguments[^1].Memory, call.Result.Memory);
        call.Workers.For((rows + together - 1) / together, ref body);
    }

    /// <summary>The entries of each row.</summary>
    private protected int RowLength(Shape shape) => AxisIn(shape) is int axis ? shape[axis] : shape.Size;

    /// <summary>The sum of each row, of the shape without the axis.</summary>
    private protected Expr SumOfRows(Expr value) => AxisIn(value.Shape) is int axis ? Expressions.Sum(value, [axis]) : Expressions.Sum(value);

    /// <summary>One number a row, repeated along the rows of a shape.</summary>
    private protected Expr AlongRows(Expr numbers, Shape shape) =>
        Expressions.BroadcastTo(AxisIn(shape) is int axis ? Expressions.Reshape(numbers, shape.With(axis, 1)) : numbers, shape);

    /// <summary>The kink of a greatest or least entry: the rows in which the result is found more than once.</summary>
    /// <param name="value">The argument's value.</param>
    /// <param name="greatest">Whether the greatest entry is meant; the least otherwise.</param>
    private protected Kink? Ties(Tensor<double> value, bool greatest)
    {
        int ties = 0;
        for (int r = 0; r < Rows(value.Shape); r++)
        {
            Row row = RowAt(value.Shape, r);
            double[] entries = [.. Enumerable.Range(0, row.Length).Select(i => value.Span[row[i]])];
            double extreme = entries.Length == 0 ? double.NaN : greatest ? entries.Max() : entries.Min();
            ties += entries.Count(entry => entry == extreme) > 1 ? 1 : 0;
        }

        return ties == 0 ? null : new Kink(ties, $"where several entries are {(greatest ? "greatest" : "least")} the derivative of the first is taken");
    }

    private int Rows(Shape shape) => WithoutAxis(shape).Size;

    private Shape WithoutAxis(Shape shape) => AxisIn(shape) is int axis ? [.. shape[..axis], .. shape[(axis + 1)..]] : Shape.Scalar;

    private Row RowAt(Shape shape, int index)
    {
        int length = RowLength(shape), stride = AxisIn(shape) is int axis ? shape[(axis + 1)..].Size : 1;
        return At(index, length, stride);
    }

    private static Row At(int index, int length, int stride) =>
        stride == 0 ? new(index, 0, 0, length) : new(index, (index / stride * stride * length) + (index % stride), stride, length);

    private readonly struct Body<T>(RowPrimitive primitive, Row first, int rows, int together, Memory<T> left, Memory<T> right, Memory<T> result) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            for (int r = part * together; r < Math.Min(rows, (part + 1) * together); r++)
            {
                primitive.RunRow(left.Span, right.Span, At(r, first.Length, first.Stride), result.Span);
            }
        }
    }
}
