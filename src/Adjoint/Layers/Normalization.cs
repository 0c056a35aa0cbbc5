using System.Globalization;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>What the normalising layers share: <c>y = γ (x − μ) / √(σ² + ε) + β</c>.</summary>
internal static class Normalization
{
    /// <summary>The usual ε.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>γ and β, which begin as 1 and 0.</summary>
    public static IReadOnlyList<ParameterSpecification> ScaleAndShift(Shape shape) =>
        [new("scale", shape, Initializer.Constant(1)), new("shift", shape, Initializer.Zeros)];

    /// <summary>Mean and variance over all entries that the shape broadcasts to; the variance divides by their number.</summary>
    public static (Expr Mean, Expr Variance) Statistics(Expr input, Shape shape)
    {
        // The squares are those of deviations: a difference of squares would cancel.
        Expr mean = MeanTo(input, shape);
        return (mean, MeanTo(Expressions.Square(input - mean), shape));
    }

    /// <summary>(x − μ) / √(σ² + ε).</summary>
    public static Expr Standardize(Expr input, Expr mean, Expr variance, double epsilon) => (input - mean) / Expressions.Sqrt(variance + epsilon);

    /// <summary>y; γ and β are the first two parameters.</summary>
    public static Expr Apply(Expr input, Expr mean, Expr variance, double epsilon, IReadOnlyList<Expr> parameters) =>
        (Standardize(input, mean, variance, epsilon) * parameters[0]) + parameters[1];

    public static Shape RequireChannels(IReadOnlyList<Shape> inputs, string kind)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Rank > 0 && inputs[0].Size > 0 ? inputs[0] : throw new ShapeException($"A {kind} layer takes samples with channels, not {inputs[0]}.");
    }

    public static double RequireAboveZero(double epsilon, string kind) => epsilon > 0 && double.IsFinite(epsilon)
        ? epsilon
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The epsilon of a {kind} is above 0, not {epsilon}."), nameof(epsilon));

    public static double ReadEpsilon(SettingsReader settings) => settings.Number("epsilon", "Added to the variance, to keep its root away from zero; above 0.", Epsilon, minimum: 0);

    private static Expr MeanTo(Expr input, Shape shape) => new SumTo(shape).Apply(input) * ((double)shape.Size / input.Shape.Size);
}
