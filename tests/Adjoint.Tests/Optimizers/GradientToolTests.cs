using Adjoint.Optimizers;

namespace Adjoint.Tests.Optimizers;

/// <summary>Clipping, averaged parameters and penalties, on cases computed by hand.</summary>
public sealed class GradientToolTests
{
    [Fact]
    public void Clipping_by_norm_keeps_the_direction()
    {
        float[] gradient = [3, -4, 0];
        Assert.Equal(5, GradientClipping.ByNorm(2.5).Apply(gradient));
        Assert.Equal([1.5f, -2, 0], gradient);
        Assert.Equal(2.5, GradientClipping.ByNorm(2.5).Apply(gradient));
        Assert.Equal([1.5f, -2, 0], gradient);
    }

    [Fact]
    public void A_norm_beyond_float_is_clipped_too()
    {
        float[] gradient = [3e38f, -4e37f, 3e38f];
        double norm = GradientClipping.ByNorm(1).Apply(gradient);
        Assert.True(norm is > 4e38 and < 4.4e38);
        Assert.Equal(1, Math.Sqrt(gradient.Sum(entry => (double)entry * entry)), 1e-6);
    }

    [Fact]
    public void Clipping_by_value_cuts_each_entry()
    {
        float[] gradient = [3, -4, 0.5f, float.PositiveInfinity, -1];
        Assert.Equal(double.PositiveInfinity, GradientClipping.ByValue(1).Apply(gradient));
        Assert.Equal([1, -1, 0.5f, 1, -1], gradient);
    }

    [Fact]
    public void What_is_no_number_stays_to_be_seen()
    {
        float[] gradient = [1, float.NaN, 5];
        Assert.True(double.IsNaN(GradientClipping.ByValue(2).Apply(gradient)));
        Assert.Equal([1, float.NaN, 2], gradient);
        GradientClipping.ByNorm(1).Apply(gradient);
        Assert.Equal([1, float.NaN, 2], gradient);
        float[] infinite = [1, float.NegativeInfinity];
        GradientClipping.ByNorm(1).Apply(infinite);
        Assert.Equal([1, float.NegativeInfinity], infinite);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_limit_that_is_none_is_refused(double limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm(limit));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByValue(limit));
    }

    [Fact]
    public void Clippings_are_compared_by_kind_and_limit()
    {
        Assert.Equal(GradientClipping.ByNorm(1), GradientClipping.ByNorm(1));
        Assert.NotEqual(GradientClipping.ByNorm(1), GradientClipping.ByNorm(2));
        Assert.NotEqual(GradientClipping.ByNorm(1), GradientClipping.ByValue(1));
    }

    [Fact]
    public void The_average_follows_its_recursion()
    {
        // Decays (1 + t)/(10 + t): 0.1, 2/11, 0.25, then at most 0.25.
        ExponentialMovingAverage average = new(0.25);
        float[] a = [8];
        double expected = 8;
        float[] steps = [1, 5, -3, 2];
        double[] decays = [0.1, 2.0 / 11, 0.25, 0.25];
        for (int t = 0; t < 4; t++)
        {
            Assert.Equal(decays[t], average.DecayAt(t), 1e-15);
            average.Update([steps[t]], a, t);
            expected = (decays[t] * expected) + ((1 - decays[t]) * steps[t]);
            Assert.Equal(expected, a[0], 1e-6);
        }

        Assert.Equal(0.999, new ExponentialMovingAverage(0.999).DecayAt(1_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage(1));
        Assert.Throws<ArgumentException>(() => average.Update([1, 2], a, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => average.Update([1], a, -1));
    }

    [Fact]
    public void Penalties_have_their_values_and_gradients()
    {
        float[] weights = [2, -3, 0], gradient = [1, 1, 1];
        WeightRegularizer both = new(0.5, 0.25);
        Assert.Equal((0.5 * 5) + (0.25 * 13), both.Penalty(weights));
        both.AddGradient(weights, gradient);
        Assert.Equal([1 + 0.5f + 1, 1 - 0.5f - 1.5f, 1], gradient);
        Assert.Equal(0.25 * 13, new WeightRegularizer(l2: 0.25).Penalty(weights));
        Assert.Equal(0.5 * 5, new WeightRegularizer(l1: 0.5).Penalty(weights));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightRegularizer(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightRegularizer(0, double.NaN));
        Assert.Throws<ArgumentException>(() => both.AddGradient(weights, new float[2]));
    }
}
