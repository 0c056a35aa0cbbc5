using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>Reverses axes: <c>[a b c] → [c b a]</c>. A permutation, and self-adjoint. It is what tells convolution from correlation.</summary>
/// <param name="Axes">The axes to reverse, ascending; outermost is 0.</param>
public sealed record Flip(ValueList<int> Axes) : AxisMapPrimitive
{
    /// <inheritdoc/>
    public override string Name => "flip";

    /// <inheritdoc/>
    public override string Formula => "r[i] = a[n − 1 − i] along the chosen axes of length n";

    /// <inheritdoc/>
    public override string Attributes => $"axes {Axes}";

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        foreach (int axis in Axes)
        {
            if (axis < 0 || axis >= arguments[0].Rank)
            {
                throw new ShapeException($"There is no axis {axis} to flip in shape {arguments[0]}.");
            }
        }

        return arguments[0];
    }

    private protected override int Map(int axis, int index, int length) => Contains(axis) ? length - 1 - index : index;

    private protected override bool IsIdentity(int axis) => !Contains(axis);

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => Apply(cotangent);

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return PrimitiveFacts.Selection(arguments[0], hasZeros: false, 1, "a permutation of coordinates");
    }

    private bool Contains(int axis)
    {
        for (int i = 0; i < Axes.Count; i++)
        {
            if (Axes[i] == axis)
            {
                return true;
            }
        }

        return false;
    }
}
