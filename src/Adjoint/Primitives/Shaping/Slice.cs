using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>
/// Takes evenly spaced entries, <c>r[i] = a[start + i · step]</c> along each axis: <c>[a b c d e] → [b d]</c>. Linear; its adjoint is <see cref="Embed"/>,
/// which puts them back among zeros.
/// </summary>
/// <param name="Start">The first entry taken, for each axis.</param>
/// <param name="Length">The number of entries taken, for each axis.</param>
/// <param name="Step">The distance between entries taken, for each axis; 1 or more.</param>
public sealed record Slice(Shape Start, Shape Length, Shape Step) : AxisMapPrimitive
{
    /// <inheritdoc/>
    public override string Name => "slice";

    /// <inheritdoc/>
    public override string Formula => "r[i] = a[start + i·step]";

    /// <inheritdoc/>
    public override string Attributes => $"{Length} from {Start}{Slices.Told(Step)}".Replace('×', 'x');

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Slices.Check("A slice", Start, Length, Step, arguments[0]);
        return Length;
    }

    private protected override int Map(int axis, int index, int length) => Start[axis] + (index * Step[axis]);

    private protected override bool IsIdentity(int axis) => Start[axis] == 0 && Step[axis] == 1;

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new Embed(Start, Step, at.Arguments[0].Shape).Apply(cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return PrimitiveFacts.Selection(arguments[0], hasZeros: false, 1, "an orthogonal projection");
    }
}

/// <summary>Puts entries among zeros, evenly spaced: <c>[a b] → [0 a 0 b 0]</c>. Linear; the adjoint of <see cref="Slice"/>, which is its adjoint in turn.</summary>
/// <param name="Start">Where the first entry goes, for each axis.</param>
/// <param name="Step">The distance between the entries' places, for each axis; 1 or more.</param>
/// <param name="Target">The shape to reach.</param>
public sealed record Embed(Shape Start, Shape Step, Shape Target) : AxisMapPrimitive
{
    /// <inheritdoc/>
    public override string Name => "embed";

    /// <inheritdoc/>
    public override string Formula => "r[start + i·step] = a[i], and 0 elsewhere";

    /// <inheritdoc/>
    public override string Attributes => $"in {Target} from {Start}{Slices.Told(Step)}".Replace('×', 'x');

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Slices.Check("What is embedded", Start, arguments[0], Step, Target);
        return Target;
    }

    private protected override int Map(int axis, int index, int length)
    {
        (int place, int rest) = Math.DivRem(index - Start[axis], Step[axis]);
        return index >= Start[axis] && rest == 0 && place < length ? place : Nowhere;
    }

    private protected override bool IsIdentity(int axis) => Start[axis] == 0 && Step[axis] == 1;

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new Slice(Start, at.Arguments[0].Shape, Step).Apply(cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return PrimitiveFacts.Selection(arguments[0], hasZeros: arguments[0].Shape != Target, 1, "an isometry into a larger space");
    }
}

/// <summary>What <see cref="Slice"/> and <see cref="Embed"/> share.</summary>
internal static class Slices
{
    public static string Told(Shape step) => step.Any(distance => distance > 1) ? $" step {step}" : "";

    /// <summary>Checks that entries start, start + step, … lie within a shape.</summary>
    public static void Check(string what, Shape start, Shape length, Shape step, Shape large)
    {
        if (start.Rank != large.Rank || length.Rank != large.Rank || step.Rank != large.Rank)
        {
            throw new ShapeException($"{what} of {length} from {start} by steps of {step} needs one number of each for each axis of {large}.");
        }

        for (int axis = 0; axis < large.Rank; axis++)
        {
            if (step[axis] < 1)
            {
                throw new ShapeException($"{what} of {length} in {large} needs steps of at least 1, not {step}; to go backwards, flip.");
            }

            long end = length[axis] == 0 ? start[axis] : start[axis] + ((length[axis] - 1L) * step[axis]) + 1;
            if (end > large[axis])
            {
                throw new ShapeException(
                    $"{what} of {length} from {start}{(step[axis] == 1 ? "" : $" by steps of {step}")} reaches entry {end - 1} of axis {axis}, which in {large} has {large[axis]}.");
            }
        }
    }
}
