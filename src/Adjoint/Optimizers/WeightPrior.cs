using System.Globalization;

namespace Adjoint.Optimizers;

/// <summary>
/// What is believed of the kernel weights before any sample is seen: each drawn by itself from a normal distribution of mean 0, a Laplace distribution, or from a density proportional to the product of both. The most
/// probable weights given K samples (maximum a posteriori, MAP) are those that minimise the mean negative log likelihood with the penalty of <see cref="PenaltyFor"/>, because
/// <c>−log p(w|x) = K · NLL(w) + ‖w‖₂²/(2σ²) + ‖w‖₁/b + constant</c> (Bishop 2006, section 1.2.5; Tibshirani 1996, section 5). More samples outweigh the prior.
/// </summary>
public sealed record WeightPrior
{
    /// <summary>Makes a prior.</summary>
    /// <param name="variance">σ² of the normal distribution; above 0, infinite for none.</param>
    /// <param name="scale">b of the Laplace distribution <c>e^(−|w|/b)/(2b)</c>; above 0, infinite for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0.</exception>
    public WeightPrior(double variance = double.PositiveInfinity, double scale = double.PositiveInfinity)
    {
        if (!(variance > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(variance), variance, "The variance of a prior is above 0.");
        }

        if (!(scale > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale of a prior is above 0.");
        }

        (Variance, Scale) = (variance, scale);
    }

    /// <summary>σ²; infinite where there is no such factor.</summary>
    public double Variance { get; }

    /// <summary>b; infinite where there is no such factor.</summary>
    public double Scale { get; }

    /// <summary>The prior that a penalty is: <c>σ² = 1/(2Kλ₂)</c> and <c>b = 1/(Kλ₁)</c>.</summary>
    /// <param name="penalty">The penalty, added to a mean over samples.</param>
    /// <param name="samples">K, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is below 1.</exception>
    public static WeightPrior Of(WeightRegularizer penalty, long samples)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        return new WeightPrior(1 / (2 * samples * penalty.L2), 1 / (samples * penalty.L1));
    }

    /// <summary>The penalty, added to the mean loss of K samples, that makes its minimiser the most probable weights.</summary>
    /// <param name="samples">K, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is below 1.</exception>
    public WeightRegularizer PenaltyFor(long samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        return new WeightRegularizer(1 / (samples * Scale), 1 / (2 * samples * Variance));
    }

    /// <inheritdoc/>
    public override string ToString() => (double.IsFinite(Variance), double.IsFinite(Scale)) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $"density ∝ exp(−w²/(2·{Variance:G4}) − |w|/{Scale:G4})"),
        (true, _) => string.Create(CultureInfo.InvariantCulture, $"normal with mean 0 and variance σ² = {Variance:G4} (standard deviation {Math.Sqrt(Variance):G3})"),
        (_, true) => string.Create(CultureInfo.InvariantCulture, $"Laplace with mean 0 and scale b = {Scale:G4}"),
        _ => "none",
    };
}
