using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>Puts zeros around a value: <c>[a b] → [0 a b 0 0]</c>. Linear; its adjoint is <see cref="Crop"/>, which drops what the zeros met.</summary>
/// <param name="Before">Zeros in front, one count for each axis.</param>
/// <param name="After">Zeros behind, one count for each axis.</param>
public sealed record Pad(Shape Before, Shape After) : AxisMapPrimitive
{
    /// <inheritdoc/>
    public override string Name => "pad";

    /// <inheritdoc/>
    public override string Formula => "r[i] = a[i − before], and 0 outside of a";

    /// <inheritdoc/>
    public override string Attributes => $"{Before}, {After}".Replace('×', 'x');

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Margins.CheckRank("Padding", Before, After, arguments[0]);
        return Margins.Widen(arguments[0], Before, After);
    }

    private protected override int Map(int axis, int index, int length)
    {
        int place = index - Before[axis];
        return place >= 0 && place < length ? place : Nowhere;
    }

    private protected override bool IsIdentity(int axis) => Before[axis] == 0 && After[axis] == 0;

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => new Crop(Before, After).Apply(cotangent);

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        bool hasZeros = Before.Any(length => length > 0) || After.Any(length => length > 0);
        return PrimitiveFacts.Selection(arguments[0], hasZeros, 1, "an isometry into a larger space");
    }
}

/// <summary>Drops a margin: <c>[a b c d e] → [b c]</c>. Linear; the adjoint of <see cref="Pad"/>, which is its adjoint in turn.</summary>
/// <param name="Before">Entries dropped in front, one count for each axis.</param>
/// <param name="After">Entries dropped behind, one count for each axis.</param>
public sealed record Crop(Shape Before, Shape After) : AxisMapPrimitive
{
    /// <inheritdoc/>
    public override string Name => "crop";

    /// <inheritdoc/>
    public override string Formula => "r[i] = a[i + before]";

    /// <inheritdoc/>
    public override string Attributes => $"{Before}, {After}".Replace('×', 'x');

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Margins.CheckRank("Cropping", Before, After, arguments[0]);
        int[] lengths = new int[arguments[0].Rank];
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            lengths[axis] = arguments[0][axis] - Before[axis] - After[axis];
            if (lengths[axis] < 0)
            {
                throw new ShapeException(
                    $"Cropping {Before[axis]} + {After[axis]} entries from axis {axis} of shape {arguments[0]} would leave less than nothing.");
            }
        }

        return Shape.Create(lengths);
    }

    private protected override int Map(int axis, int index, int length) => index + Before[axis];

    private protected override bool IsIdentity(int axis) => Before[axis] == 0 && After[axis] == 0;

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => new Pad(Before, After).Apply(cotangent);

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return PrimitiveFacts.Selection(arguments[0], hasZeros: false, 1, "an orthogonal projection");
    }
}
