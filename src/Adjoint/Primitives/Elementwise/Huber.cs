using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Huber's function entry by entry, as training frameworks have it: <c>r = ½ a² where |a| ≤ δ, δ (|a| − δ/2) beyond</c> (Huber 1964). Linearisation: a cut to [−δ, δ], times t.
/// The function <c>huber</c> of the command's expression language is twice this one, so that it continues a².
/// </summary>
/// <param name="Delta">δ, above 0: where the square goes over into straight lines.</param>
public sealed record Huber(double Delta) : ElementwisePrimitive
{
    /// <summary>δ, above 0: where the square goes over into straight lines.</summary>
    public double Delta { get; } = Delta > 0 && double.IsFinite(Delta)
        ? Delta
        : throw new ArgumentOutOfRangeException(nameof(Delta), Delta, "The δ of Huber's function must be a finite number above 0.");

    /// <inheritdoc/>
    public override string Name => "huber";

    /// <inheritdoc/>
    public override string Formula => "r = ½ a² where |a| ≤ δ, else δ (|a| − ½ δ)";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override string Attributes => $"δ {Delta.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Math.Abs(arguments[0]) <= Delta ? 0.5 * arguments[0] * arguments[0] : Delta * (Math.Abs(arguments[0]) - (0.5 * Delta));

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, HuberOperator<T>>(first, T.CreateTruncating(Delta), result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Expressions.Minimum(Expressions.Maximum(at.Arguments[0], new Constant(-Delta)), new Constant(Delta)) * tangent;
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        Monotonicity slope = range.IsNonnegative ? Monotonicity.Nondecreasing : range.IsNonpositive ? Monotonicity.Nonincreasing : Monotonicity.Unknown;
        Interval sizes = range.IsNonnegative || range.IsNonpositive ? new(Math.Min(Math.Abs(range.Lower), Math.Abs(range.Upper)), range.Magnitude) : new(0, range.Magnitude);
        bool isSquare = range.Magnitude <= Delta;
        double delta = Delta;
        return new(
            sizes.Mapped(size => size <= delta ? 0.5 * size * size : delta * (size - (0.5 * delta))),
            isSquare ? arguments[0].Degree * 2 : arguments[0].Degree == 0 ? 0 : null,
            Curvature.Convex,
            [new InArgument(Curvature.Convex, slope, Math.Min(Delta, range.Magnitude))],
            "Huber 1964; Boyd & Vandenberghe 2004, section 6.1.2: the slope, a cut to [−δ, δ], never falls");
    }
}
