using System.Globalization;

namespace Adjoint.Operators;

/// <summary>
/// What a dot test found: whether ⟨A u, v⟩ = ⟨u, Aᵀ v⟩ for random u and v, and if not, which factor between the two sides would mend it, so that
/// a wrong adjoint explains itself.
/// </summary>
/// <remarks>The dot test is that of Claerbout 1992, <i>Earth Soundings Analysis</i>, section 5.1.1. It can refute an adjoint and never proves one.</remarks>
/// <param name="Left">⟨A u, v⟩ of the pair with the largest error.</param>
/// <param name="Right">⟨u, Aᵀ v⟩ of that pair.</param>
/// <param name="RelativeError">The largest difference of the two sides over all pairs, relative to <see cref="DotTestSample.Scale"/>; +∞ where a side is no finite number.</param>
/// <param name="Tolerance">What the relative error may be.</param>
/// <param name="BestScale">The factor s for which <c>left = s · right</c> holds best: it minimises Σ (left − s · right)² over the pairs, each relative to its scale. 1 for a right adjoint.</param>
/// <param name="ScaledError">The relative error that remains when the adjoint is multiplied by <paramref name="BestScale"/>.</param>
/// <param name="Passed">Whether the relative error is at most the tolerance.</param>
/// <param name="Explanation">A sentence: that the sides agree, or what is wrong with the adjoint as far as the factor tells.</param>
public sealed record DotTestReport(
    double Left, double Right, double RelativeError, double Tolerance, double BestScale, double ScaledError, bool Passed, string Explanation)
{
    /// <summary>A factor explains a failure if it leaves at most this many tolerances: it is itself found from rounded numbers.</summary>
    private const double Leeway = 4;

    /// <summary>The tolerance that is fit for an element type: 1e-12 in float64, 1e-5 in float32.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static double ToleranceFor<T>()
        where T : unmanaged => typeof(T) == typeof(double) ? 1e-12 : 1e-5;

    /// <summary>Compares the two sides of several random pairs.</summary>
    /// <param name="samples">The pairs. Of one pair any factor fits, so that two or more are needed to explain a failure; of none nothing is refuted.</param>
    /// <param name="tolerance">What the relative error may be, as <see cref="ToleranceFor{T}"/> says.</param>
    public static DotTestReport Of(IReadOnlyList<DotTestSample> samples, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(samples);
        foreach (DotTestSample sample in samples)
        {
            if (!double.IsFinite(sample.Left) || !double.IsFinite(sample.Right) || !double.IsFinite(sample.Scale))
            {
                return Broken(sample.Left, sample.Right, tolerance, $"A side is no finite number: {Number(sample.Left)} against {Number(sample.Right)}.");
            }
        }

        DotTestSample worst = samples.Count == 0 ? default : samples.MaxBy(sample => ErrorOf(sample, 1));
        double error = ErrorOf(worst, 1), factor = FactorOf(samples), remaining = samples.Count == 0 ? 0 : samples.Max(sample => ErrorOf(sample, factor));
        bool passed = error <= tolerance;
        string explanation = passed
            ? $"The two sides agree to {Number(error)} relative."
            : $"{Number(worst.Left)} against {Number(worst.Right)}, {Number(error)} relative: {Explain(samples, tolerance, factor, remaining)}";
        return new DotTestReport(worst.Left, worst.Right, error, tolerance, factor, remaining, passed, explanation);
    }

    /// <summary>A test that could not be carried out, which is a failure.</summary>
    /// <param name="reason">A sentence that says why, such as what a rule threw.</param>
    /// <param name="tolerance">What the relative error might have been.</param>
    public static DotTestReport Broken(string reason, double tolerance) => Broken(double.NaN, double.NaN, tolerance, reason);

    private static DotTestReport Broken(double left, double right, double tolerance, string reason) =>
        new(left, right, double.PositiveInfinity, tolerance, double.NaN, double.PositiveInfinity, false, reason);

    private static string Explain(IReadOnlyList<DotTestSample> samples, double tolerance, double factor, double remaining)
    {
        if (samples.All(sample => sample.Right == 0))
        {
            return "the adjoint gives zero.";
        }

        if (samples.Count > 1 && samples.All(sample => sample.Left == 0))
        {
            return "the map gives zero and its adjoint does not.";
        }

        if (samples.Count < 2 || !(remaining <= Leeway * tolerance) || factor == 0)
        {
            return samples.Count < 2 ? "one pair does not tell why; test with more." : "no factor explains it, the adjoint is that of another map.";
        }

        // left = s · right: an adjoint to be multiplied by a half is twice too large.
        double size = Math.Abs(factor);
        string sized = Math.Abs(size - 1) <= Leeway * tolerance ? ""
            : Math.Abs(size - 1) < 1e-4 ? $"too {(size < 1 ? "large" : "small")} by {Math.Abs(size - 1).ToString("G3", CultureInfo.InvariantCulture)} of itself"
            : $"{Number(Math.Max(size, 1 / size))} times too {(size < 1 ? "large" : "small")}";
        return (factor < 0, sized.Length > 0) switch
        {
            (true, false) => "the adjoint has the wrong sign.",
            (true, true) => $"the adjoint has the wrong sign and is {sized}.",
            _ => $"the adjoint is {sized}.",
        };
    }

    private static double FactorOf(IReadOnlyList<DotTestSample> samples)
    {
        double products = 0, squares = 0;
        foreach (DotTestSample sample in samples)
        {
            if (sample.Scale > 0)
            {
                products += sample.Left / sample.Scale * (sample.Right / sample.Scale);
                squares += sample.Right / sample.Scale * (sample.Right / sample.Scale);
            }
        }

        return squares > 0 ? products / squares : products == 0 && samples.All(sample => sample.Left == 0) ? 1 : 0;
    }

    private static double ErrorOf(DotTestSample sample, double factor) =>
        sample.Scale > 0 ? Math.Abs((sample.Left / sample.Scale) - (factor * (sample.Right / sample.Scale))) : sample.Left == sample.Right ? 0 : double.PositiveInfinity;

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
