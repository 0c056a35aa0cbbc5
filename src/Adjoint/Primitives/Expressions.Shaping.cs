using Adjoint.Graph;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Primitives;

/// <content>Functions that move entries.</content>
public static partial class Expressions
{
    /// <summary>Reverses the order of all axes: a matrix's transpose.</summary>
    /// <param name="argument">The value; a vector or a scalar stays as it is.</param>
    public static Expr Transpose(Expr argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return Transpose(argument, [.. Enumerable.Range(0, argument.Shape.Rank).Reverse()]);
    }

    /// <summary>Puts the axes in another order: axis k of the result is axis <c>axes[k]</c> of the argument.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="axes">Each axis of the argument once, from 0; negative ones count from the last.</param>
    /// <exception cref="ShapeException">An axis is missing, named twice or does not exist.</exception>
    public static Expr Transpose(Expr argument, IReadOnlyList<int> axes)
    {
        ArgumentNullException.ThrowIfNull(argument);
        ArgumentNullException.ThrowIfNull(axes);
        int rank = argument.Shape.Rank;
        return new Transpose([.. axes.Select(axis => axis < 0 ? axis + rank : axis)]).Apply(argument);
    }
}
