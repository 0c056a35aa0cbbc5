using Adjoint.Operators;

namespace Adjoint.Tests.Operators;

public class DotTestReportTests
{
    [Theory]
    [InlineData(1, true, "The two sides agree")]
    [InlineData(0.5, false, "the adjoint is 2 times too large.")]
    [InlineData(3, false, "the adjoint is 3 times too small.")]
    [InlineData(-1, false, "the adjoint has the wrong sign.")]
    [InlineData(-0.25, false, "the adjoint has the wrong sign and is 4 times too large.")]
    [InlineData(1.00001, false, "the adjoint is too small by 1E-05 of itself.")]
    public void A_factor_is_found_and_put_into_words(double factor, bool passes, string words)
    {
        // Left is the factor times right by construction.
        DotTestSample[] samples = [.. new[] { 0.3, -0.7, 0.2 }.Select(right => new DotTestSample(factor * right, right, Math.Max(1, Math.Abs(factor))))];
        DotTestReport report = DotTestReport.Of(samples, DotTestReport.ToleranceFor<double>());
        Assert.Equal(passes, report.Passed);
        Assert.Equal(factor, report.BestScale, 1e-12);
        Assert.InRange(report.ScaledError, 0, 1e-15);
        Assert.Contains(words, report.Explanation, StringComparison.Ordinal);
        Assert.Equal(Math.Abs(factor - 1) * 0.7 / Math.Max(1, Math.Abs(factor)), report.RelativeError, 1e-14);
    }

    [Fact]
    public void The_best_factor_minimises_the_squares()
    {
        // (1 − s)² + (2 − s)² + (6 − s)² is least at the mean, 3.
        DotTestReport report = DotTestReport.Of([new(1, 1, 1), new(2, 1, 1), new(6, 1, 1)], 1e-12);
        Assert.Equal(3, report.BestScale, 1e-14);
        Assert.Equal(3, report.ScaledError, 1e-14);
        Assert.Equal((6.0, 1.0, 5.0), (report.Left, report.Right, report.RelativeError));
        Assert.Contains("no factor explains it", report.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_compared_is_told()
    {
        Assert.True(DotTestReport.Of([], 1e-12).Passed);
        Assert.True(DotTestReport.Of([default, default], 1e-12).Passed);
        Assert.Contains("gives zero", DotTestReport.Of([new(1, 0, 1), new(2, 0, 2)], 1e-12).Explanation, StringComparison.Ordinal);
        Assert.Contains("its adjoint does not", DotTestReport.Of([new(0, 1, 1), new(0, -1, 2)], 1e-12).Explanation, StringComparison.Ordinal);
        Assert.Contains("one pair", DotTestReport.Of([new(2, 1, 1)], 1e-12).Explanation, StringComparison.Ordinal);
        foreach (double odd in new[] { double.NaN, double.PositiveInfinity })
        {
            DotTestReport report = DotTestReport.Of([new(1, 1, 1), new(odd, 1, 1)], 1e-12);
            Assert.Equal((false, double.PositiveInfinity), (report.Passed, report.RelativeError));
            Assert.Contains("no finite number", report.Explanation, StringComparison.Ordinal);
        }
    }
}
