using Adjoint.Metrics;
using Adjoint.Models;
using CsCheck;

namespace Adjoint.Tests.Models;

/// <summary>The fitted temperature against closed forms, and against its neighbours.</summary>
public sealed class TemperatureScalingTests
{
    [Theory]
    [InlineData(2, 3, 4)]
    [InlineData(0.5, 9, 10)]
    [InlineData(-3, 1, 5)]
    public void Two_classes_get_the_odds_that_they_have(float logit, int right, int samples)
    {
        // All samples say (z, 0), and the first class is right in a part q: the likelihood is greatest where sigmoid(βz) = q, so T = z / log(q/(1−q)).
        float[] scores = [.. Enumerable.Range(0, samples).SelectMany(_ => (float[])[logit, 0])];
        int[] labels = [.. Enumerable.Range(0, samples).Select(i => i < right ? 0 : 1)];
        double odds = (double)right / (samples - right);
        double expected = logit / Math.Log(odds);
        Assert.Equal(expected, TemperatureScaling.Fit(scores, labels, 2), 1e-9 * expected);
    }

    [Fact]
    public void No_other_temperature_is_better_and_it_goes_with_the_logits() =>
        Gen.Select(Gen.Float[-4, 4].Array[60], Gen.Int[0, 2].Array[20]).Sample((scores, labels) =>
        {
            double fitted = TemperatureScaling.Fit(scores, labels, 3);
            double best = Likelihood(scores, labels, fitted);
            foreach (double factor in (double[])[0.5, 0.9, 0.999, 1.001, 1.1, 2])
            {
                double other = Math.Clamp(fitted * factor, TemperatureScaling.Least, TemperatureScaling.Greatest);
                Assert.True(Likelihood(scores, labels, other) >= best - 1e-6, $"T = {other} is better than {fitted}");
            }

            float[] doubled = [.. scores.Select(score => 2 * score)];
            if (fitted is > 2 * TemperatureScaling.Least and < TemperatureScaling.Greatest / 2)
            {
                Assert.Equal(2 * fitted, TemperatureScaling.Fit(doubled, labels, 3), 1e-6 * fitted);
            }
        });

    [Fact]
    public void Where_there_is_no_minimum_the_ends_are_taken()
    {
        // Always right: the surer the better. Always wrong: the less sure the better. Equal scores: every temperature is as good.
        Assert.Equal(TemperatureScaling.Least, TemperatureScaling.Fit([1, 0, 0, 2], [0, 1], 2));
        Assert.Equal(TemperatureScaling.Greatest, TemperatureScaling.Fit([1, 0, 0, 2], [1, 0], 2));
        Assert.Equal(1, TemperatureScaling.Fit([3, 3, 3, 3], [1, 0], 2));
        Assert.Equal(1, TemperatureScaling.Fit([5], [0], 1));
    }

    [Fact]
    public void Logits_of_any_size_and_probabilities_of_zero_are_fitted()
    {
        Assert.Equal(1e4 / Math.Log(3), TemperatureScaling.Fit([1e4f, 0, 1e4f, 0, 1e4f, 0, 1e4f, 0], [0, 0, 0, 1], 2), 1e-5);
        Assert.Equal(
            TemperatureScaling.Fit([2, 0, 2, 0, 2, 0, 2, 0], [0, 0, 0, 1], 2),
            TemperatureScaling.Fit([2, 0, float.NegativeInfinity, 2, 0, float.NegativeInfinity, 2, 0, float.NegativeInfinity, 2, 0, float.NegativeInfinity], [0, 0, 0, 1], 3),
            1e-9);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([], [], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([1, 2, 3], [0], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit([1, 2], [2], 2));
        Assert.Throws<InvalidDataException>(() => TemperatureScaling.Fit([float.NaN, 2], [0], 2));
    }

    private static double Likelihood(float[] scores, int[] labels, double temperature)
    {
        NegativeLogLikelihood likelihood = new(3);
        likelihood.Add([.. scores.Select(score => (float)(score / temperature))], labels);
        return likelihood.Value;
    }
}
