using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Layout;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>
/// Puts the axes in another order: axis k of the result is axis <c>Axes[k]</c> of the argument, <c>[[a b c] [d e f]] → [[a d] [b e] [c f]]</c>.
/// An isometry; its adjoint is the inverse permutation.
/// </summary>
/// <param name="Axes">For each axis of the result, the argument's axis that it is; each axis once.</param>
public sealed record Transpose(ValueList<int> Axes) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "transpose";

    /// <inheritdoc/>
    public override string Formula => "r[i] = a[j], with j[axes[k]] = i[k] for each axis k of r";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override LayoutRule Layouts => LayoutRule.Strided;

    /// <inheritdoc/>
    public override string Attributes => IsReversal ? "" : $"axes {Axes}";

    private bool IsReversal
    {
        get
        {
            for (int i = 0; i < Axes.Count; i++)
            {
                if (Axes[i] != Axes.Count - 1 - i)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The permutation that undoes this one.</summary>
    public Transpose Inverse()
    {
        int[] axes = new int[Axes.Count];
        for (int i = 0; i < axes.Length; i++)
        {
            axes[Axes[i]] = i;
        }

        return new Transpose(ValueList.Create<int>(axes));
    }

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape shape = arguments[0];
        if (!Axes.Order().SequenceEqual(Enumerable.Range(0, shape.Rank)))
        {
            throw new ShapeException($"Transposing shape {shape} takes each of its {shape.Rank} axes, counted from 0, exactly once; '{Axes}' does not.");
        }

        return [.. Axes.Select(axis => shape[axis])];
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        int[] source = new int[Axes.Count];
        foreach (int[] index in MultiIndex.Of(result.Shape))
        {
            for (int i = 0; i < source.Length; i++)
            {
                source[Axes[i]] = index[i];
            }

            result[index] = arguments[0][source];
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call)
    {
        Operand<T> argument = call.Arguments[0], result = call.Result;
        int rank = Axes.Count;
        Span<int> order = stackalloc int[rank], lengths = stackalloc int[rank], strides = stackalloc int[rank], own = stackalloc int[rank];

        // The argument's strides by its logical axes.
        AxisMapPrimitive.MemoryOrder(argument.Layout, order);
        for (int i = rank - 1, stride = 1; i >= 0; i--)
        {
            own[order[i]] = stride;
            stride *= argument.Shape[order[i]];
        }

        // The result's axes in its memory order.
        AxisMapPrimitive.MemoryOrder(result.Layout, order);
        for (int i = 0; i < rank; i++)
        {
            lengths[i] = result.Shape[order[i]];
            strides[i] = own[Axes[order[i]]];
        }

        AxisPermutation.Copy<T>(lengths, strides, argument.Span, result.Span, call.Workers);
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => Inverse().Apply(cotangent);

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return PrimitiveFacts.Selection(arguments[0], hasZeros: false, 1, "a permutation of coordinates");
    }
}
