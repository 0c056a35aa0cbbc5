using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Indexing;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>
/// Reads entries along an axis at indices that are given, <c>r[…, k, …] = a[…, i[k], …]</c>: the axis is replaced by the axes of i, as numpy's
/// take does. Linear in a, locally constant in i. The adjoint in a is <see cref="ScatterAdd"/>.
/// </summary>
/// <remarks>Indices are whole numbers held in the element type; what is not whole is rounded to the nearest, halves up. An index outside the axis is an error.</remarks>
/// <param name="Axis">The axis of a, from 0.</param>
public sealed record Gather(int Axis) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "gather";

    /// <inheritdoc/>
    public override string Formula => "r[…, k, …] = a[…, b[k], …], k taking the place of the axis";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Linear : Dependence.LocallyConstant;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape values = arguments[0], indices = arguments[1];
        if (Axis < 0 || Axis >= values.Rank)
        {
            throw new ShapeException($"There is no axis {Axis} in shape {values} for indices of shape {indices}.");
        }

        return values[Axis] > 0 || indices.Size == 0
            ? [.. values[..Axis], .. indices, .. values[(Axis + 1)..]]
            : throw new ShapeException($"Axis {Axis} of {values} is empty, so that there is nothing for indices of shape {indices} to read.");
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        Tensor<double> values = arguments[0], indices = arguments[1];
        foreach (int[] index in MultiIndex.Of(result.Shape))
        {
            int chosen = Indices.Read(indices[index.AsSpan(Axis, indices.Shape.Rank)], values.Shape[Axis]);
            result[index] = values[[.. index[..Axis], chosen, .. index[(Axis + indices.Shape.Rank)..]]];
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call)
    {
        Operand<T> values = call.Arguments[0];
        (int outer, int length, int inner) = Indices.Sizes<T>(values.Shape, Axis);
        IndexedRows.Gather<T>(outer, length, inner, values.Span, call.Arguments[1].Span, call.Result.Span, call.Workers);
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 0
            ? new ScatterAdd(Axis, at.Arguments[0].Shape[Axis]).Apply(cotangent, at.Arguments[1])
            : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Indices.Facts(arguments, arguments[0].Range, arguments[0].Shape[Axis]);
    }
}

/// <summary>
/// Adds entries up along an axis at indices that are given, into zeros: <c>r[…, i[k], …] += a[…, k, …]</c>. Linear in a, locally constant in i.
/// The adjoint of <see cref="Gather"/>, which is its adjoint in turn.
/// </summary>
/// <remarks>Entries that meet are added in the order of k. For the indices see <see cref="Gather"/>.</remarks>
/// <param name="Axis">The first axis of a that the indices stand for, from 0.</param>
/// <param name="Length">The length of the axis that takes their place.</param>
public sealed record ScatterAdd(int Axis, int Length) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "scatteradd";

    /// <inheritdoc/>
    public override string Formula => "r[…, i, …] = Σ a[…, k, …] over all k with b[k] = i, i taking the place of k";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis} to {Length}";

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Linear : Dependence.LocallyConstant;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape values = arguments[0], indices = arguments[1];
        if (Axis < 0 || Length < 0 || values.Rank < Axis + indices.Rank || values[Axis..(Axis + indices.Rank)] != indices)
        {
            throw new ShapeException($"Indices of shape {indices} do not stand for the axes of {values} from axis {Axis} on; those must be equal, and the length {Length} not negative.");
        }

        return Length > 0 || indices.Size == 0
            ? [.. values[..Axis], Length, .. values[(Axis + indices.Rank)..]]
            : throw new ShapeException($"An axis of length 0 has no place for values of shape {values} at indices of shape {indices}.");
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        Tensor<double> values = arguments[0], indices = arguments[1];
        foreach (int[] index in MultiIndex.Of(values.Shape))
        {
            int chosen = Indices.Read(indices[index.AsSpan(Axis, indices.Shape.Rank)], Length);
            result[[.. index[..Axis], chosen, .. index[(Axis + indices.Shape.Rank)..]]] += values[index];
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call)
    {
        (int outer, int length, int inner) = Indices.Sizes<T>(call.Result.Shape, Axis);
        IndexedRows.ScatterAdd<T>(outer, length, inner, call.Arguments[0].Span, call.Arguments[1].Span, call.Result.Span, call.Workers);
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 0 ? new Gather(Axis).Apply(cotangent, at.Arguments[1]) : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Indices.Facts(arguments, arguments[0].Range.Sum(0, arguments[1].Shape.Size), Length);
    }
}
