using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>How a signal goes on beyond its ends when it is extended.</summary>
public enum Extension
{
    /// <summary>From the other end: <c>cd|abcd|ab</c>.</summary>
    Circular,

    /// <summary>Mirrored about the end entries: <c>cb|abcd|cb</c>. One entry alone repeats.</summary>
    Reflect,

    /// <summary>Mirrored about the ends, end entries twice: <c>ba|abcd|dc</c>.</summary>
    Symmetric,

    /// <summary>The end entries go on: <c>aa|abcd|dd</c>.</summary>
    Replicate,
}

/// <summary>
/// Continues a value beyond its border by copies of itself. The copying repeats where a margin is longer than the value.
/// Linear; its adjoint is <see cref="Fold"/>, which adds what lies beyond the border back to where it was copied from.
/// </summary>
/// <param name="Mode">Which entries are copied.</param>
/// <param name="Before">Entries in front, one count for each axis.</param>
/// <param name="After">Entries behind, one count for each axis.</param>
public sealed record Extend(Extension Mode, Shape Before, Shape After) : AxisMapPrimitive
{
    /// <inheritdoc/>
    public override string Name => "extend";

    /// <inheritdoc/>
    public override string Formula => "r[i] = a[κ(i − before)], κ taking a place outside to the place inside that it copies";

    /// <inheritdoc/>
    public override string Attributes => ExtensionRule.Text(Mode, Before, After);

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Margins.CheckRank("Extension", Before, After, arguments[0]);
        for (int axis = 0; axis < arguments[0].Rank; axis++)
        {
            if (arguments[0][axis] == 0 && Before[axis] + After[axis] > 0)
            {
                throw new ShapeException($"Axis {axis} of shape {arguments[0]} is empty; there is nothing to extend it with.");
            }
        }

        return Margins.Widen(arguments[0], Before, After);
    }

    private protected override int Map(int axis, int index, int length) => ExtensionRule.Source(Mode, index - Before[axis], length);

    private protected override bool IsIdentity(int axis) => Before[axis] == 0 && After[axis] == 0;

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => new Fold(Mode, Before, After).Apply(cotangent);

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return PrimitiveFacts.Selection(
            arguments[0],
            hasZeros: false,
            ExtensionRule.Norm(Mode, arguments[0].Shape, Before, After),
            "the columns are orthogonal; the norm is the root of the largest number of copies of one entry");
    }
}

/// <summary>
/// Adds the margins of a value back to the entries that <see cref="Extend"/> copied them from. Linear; the adjoint of <see cref="Extend"/>, which is its adjoint in turn.
/// </summary>
/// <param name="Mode">Which entries were copied.</param>
/// <param name="Before">Entries in front, one count for each axis.</param>
/// <param name="After">Entries behind, one count for each axis.</param>
public sealed record Fold(Extension Mode, Shape Before, Shape After) : AxisMapPrimitive
{
    /// <inheritdoc/>
    public override string Name => "fold";

    /// <inheritdoc/>
    public override string Formula => "r[k] = Σ a[i] over all i with κ(i − before) = k, κ as in extend";

    /// <inheritdoc/>
    public override string Attributes => ExtensionRule.Text(Mode, Before, After);

    private protected override bool IsScatter => true;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape inner = new Crop(Before, After).ResultShape(arguments);
        for (int axis = 0; axis < inner.Rank; axis++)
        {
            if (inner[axis] == 0 && arguments[0][axis] > 0)
            {
                throw new ShapeException($"Folding {Before} and {After} of shape {arguments[0]} leaves axis {axis} empty.");
            }
        }

        return inner;
    }

    private protected override int Map(int axis, int index, int length) => ExtensionRule.Source(Mode, index - Before[axis], length);

    private protected override bool IsIdentity(int axis) => Before[axis] == 0 && After[axis] == 0;

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => new Extend(Mode, Before, After).Apply(cotangent);

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape inner = ResultShape([arguments[0].Shape]);
        long copies = ExtensionRule.LargestMultiplicity(Mode, inner, Before, After);
        return new(
            arguments[0].Range.Sum(1, copies),
            arguments[0].Degree,
            Curvature.Affine,
            [InArgument.LinearWith(Interval.Unit, ExtensionRule.Norm(Mode, inner, Before, After))],
            "the transpose of the extension, which has orthogonal columns");
    }
}
