using System.Globalization;

namespace Adjoint.Optimizers;

/// <summary>
/// A penalty on large weights, which is added to the loss: L2 is <c>λ‖w‖₂²</c> with gradient <c>2λw</c> (not half of it), L1 is <c>λ‖w‖₁</c> with gradient <c>λ sign(w)</c>, the sign of 0
/// being 0. Both together are the elastic net (Zou and Hastie 2005).
/// </summary>
public sealed record WeightRegularizer
{
    /// <summary>Makes a penalty.</summary>
    /// <param name="l1">λ of the sum of absolute values; 0 or more.</param>
    /// <param name="l2">λ of the sum of squares; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public WeightRegularizer(double l1 = 0, double l2 = 0)
    {
        Settings.RequireNotNegative(l1, "The factor of the L1 penalty", nameof(l1));
        Settings.RequireNotNegative(l2, "The factor of the L2 penalty", nameof(l2));
        (L1, L2) = (l1, l2);
    }

    /// <summary>λ of the sum of absolute values.</summary>
    public double L1 { get; }

    /// <summary>λ of the sum of squares.</summary>
    public double L2 { get; }

    /// <summary>The settings, which a checkpoint compares.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"L1 {L1:R}, L2 {L2:R}");

    /// <summary>The penalty of some weights, summed in float64 in their order.</summary>
    /// <param name="weights">The weights.</param>
    public double Penalty(ReadOnlySpan<float> weights)
    {
        double absolute = 0, squares = 0;
        foreach (float weight in weights)
        {
            absolute += Math.Abs((double)weight);
            squares += (double)weight * weight;
        }

        return (L1 * absolute) + (L2 * squares);
    }

    /// <summary>Adds the penalty's gradient.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="gradient">Where it is added; as many numbers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void AddGradient(ReadOnlySpan<float> weights, Span<float> gradient)
    {
        if (weights.Length != gradient.Length)
        {
            throw new ArgumentException($"A gradient of {gradient.Length} numbers is not that of {weights.Length} weights.", nameof(gradient));
        }

        for (int i = 0; i < weights.Length; i++)
        {
            double weight = weights[i];
            double sign = weight > 0 ? 1 : weight < 0 ? -1 : weight;
            gradient[i] = (float)(gradient[i] + (L1 * sign) + (2 * L2 * weight));
        }
    }
}
