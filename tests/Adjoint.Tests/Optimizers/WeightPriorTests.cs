using Adjoint.Optimizers;

namespace Adjoint.Tests.Optimizers;

/// <summary>A penalty is a prior: checked against logarithms of the densities themselves.</summary>
public sealed class WeightPriorTests
{
    [Theory]
    [InlineData(0.25, double.PositiveInfinity, 1)]
    [InlineData(2, double.PositiveInfinity, 1000)]
    [InlineData(double.PositiveInfinity, 0.5, 7)]
    [InlineData(0.1, 3, 60000)]
    public void The_penalty_of_K_samples_is_minus_the_log_density_over_K(double variance, double scale, int samples)
    {
        WeightPrior prior = new(variance, scale);
        WeightRegularizer penalty = prior.PenaltyFor(samples);
        float[] weights = [0.3f, -1.25f, 2, 0, -0.0625f];

        // Differences of log densities, in which the constants of normalisation drop out.
        double expected = weights.Sum(w => LogDensity(0, variance, scale) - LogDensity(w, variance, scale)) / samples;
        Assert.Equal(expected, penalty.Penalty(weights), 1e-12 * expected);
        WeightPrior back = WeightPrior.Of(penalty, samples);
        Assert.Equal(variance, back.Variance, 1e-12 * Math.Min(variance, 1e6));
        Assert.Equal(scale, back.Scale, 1e-12 * Math.Min(scale, 1e6));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    public void What_is_no_prior_is_refused(double variance, double scale) => Assert.Throws<ArgumentOutOfRangeException>(() => new WeightPrior(variance, scale));

    [Fact]
    public void A_prior_without_samples_has_no_penalty() => Assert.Throws<ArgumentOutOfRangeException>(() => new WeightPrior(1).PenaltyFor(0));

    private static double LogDensity(double w, double variance, double scale)
    {
        double normal = double.IsFinite(variance) ? Math.Log(Math.Exp(-w * w / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance)) : 0;
        double laplace = double.IsFinite(scale) ? Math.Log(Math.Exp(-Math.Abs(w) / scale) / (2 * scale)) : 0;
        return normal + laplace;
    }
}
