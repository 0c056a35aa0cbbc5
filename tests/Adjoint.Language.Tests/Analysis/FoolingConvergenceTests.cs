using System.Globalization;
using Adjoint.Analysis.Convergence;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>Losses that fooled an earlier version, and relatives of theirs: what is said of them may be less than the truth, but nothing else.</summary>
public sealed class FoolingConvergenceTests
{
    /// <summary>A loss and what is true of its gradient: L, the smallest curvature that is not zero, and whether there is only one minimiser.</summary>
    /// <param name="Loss">The loss.</param>
    /// <param name="Lipschitz">The least L.</param>
    /// <param name="Slowest">The smallest eigenvalue that is not zero; nothing where the Hessian is not constant.</param>
    /// <param name="Unique">Whether there is only one minimiser.</param>
    /// <param name="Because">Why.</param>
    public sealed record Curvatures(ConvergenceCase Loss, double Lipschitz, double? Slowest, bool Unique, string Because);

    private static readonly Curvatures[] Constant =
    [
        // The derivative at the kink of a rectifier that never cuts.
        new(new("relu(sumsq(w))", "w:2", "", "global"), 2, 2, true, "it is sumsq(w)"),
        new(new("maximum(sumsq(w), 0)", "w:2", "", "global"), 2, 2, true, "it is sumsq(w)"),
        new(new("relu(sumsq(w)) + sumsq(w)", "w:2", "", "global"), 4, 4, true, "it is 2 sumsq(w)"),
        new(new("relu(sumsq(w)) + sum(logistic(w))", "w:2", "", "global"), 2.25, null, true, "2 + 1/4"),
        new(new("abs(sumsq(w - 1))", "w:2", "", "global"), 2, 2, true, "it is sumsq(w − 1)"),
        new(new("3*maximum(-1, sumsq(w))", "w:2", "", "global unknown"), 6, 6, true, "it is 3 sumsq(w)"),
        new(new("abs(-sumsq(w)) + relu(sumsq(w))", "w:2", "", "global"), 4, 4, true, "it is 2 sumsq(w)"),
        new(new("-minimum(-sumsq(w), 0)", "w:2", "", "global"), 2, 2, true, "it is sumsq(w)"),

        // Ranks and eigenvalues of numbers that float64 rounds.
        new(new("sumsq(a @ w)", "w:2", "a=[[1000000007,998244353]]", "global"), 2 * (1000000007.0 * 1000000007 + 998244353.0 * 998244353), null, false, "one row has rank 1"),
        new(new("sumsq(a @ w - y)", "w:2", "a=[[134217729,134217731]] y=[1]", "global"), 2 * (134217729.0 * 134217729 + 134217731.0 * 134217731), null, false, "one row has rank 1"),
        new(new("sumsq(x @ w - y)", "w:2", "x=[[1,94906267],[1,94906265]] y=[1,2]", "global"), 2 * (2 + 94906267.0 * 94906267 + 94906265.0 * 94906265), 4.4408920e-16, true, "the determinant of XᵀX is 2² and its trace 1.8e16, so that μ = 2·4/1.8e16"),
        new(new("sumsq(x @ w - y)", "w:2", "x=[[1,100000000],[1,100000001]] y=[1,2]", "global"), 2 * (2 + 1e16 + 100000001.0 * 100000001), 1e-16, true, "the determinant of XᵀX is 1 and its trace 2e16"),
        new(new("sumsq(a @ w - y)", "w:2", "a=[[1,3e-7],[1,-3e-7]] y=[1,2]", "global"), 4, 3.6e-13, true, "the columns are orthogonal: 2·2 and 2·2·9e-14"),
        new(new("sumsq(a @ w - y)", "w:2", "a=[[1e-7,0],[0,1]] y=[1,2]", "global"), 2, 2e-14, true, "a diagonal"),
        new(new("sumsq(a @ w)", "w:3", "a=[[1,1e-8,0],[0,1e-8,1]]", "global"), 2, null, false, "two rows have rank 2"),
        new(new("sumsq(a*w - 1)", "w:3", "a=[1e-5,1,1000]", "global"), 2e6, 2e-10, true, "a diagonal"),

        // Numbers that cancel before they multiply.
        new(new("sumsq((a + b)*w - a*w)", "w:1", "a=[1e10] b=[1e-7]", "global unknown"), 2e-14, 2e-14, true, "a cancels: b² w²"),
        new(new("sumsq((a + b)*w - a*w)", "w:1", "a=[1e16] b=[1]", "global unknown"), 2, 2, true, "a cancels: b² w²"),
        new(new("sum(((a + b) - a)*logistic(w))", "w:1", "a=[1e16] b=[1]", "global unknown"), 0.25, null, false, "a cancels: b/4, and logistic has no minimiser"),
        new(new("sumsq(a*w)", "w:1", "a=[1e-170]", "global"), 2e-340, null, true, "2e-340, below float64"),
    ];

    /// <summary>Losses of which only one verdict, or none, is true.</summary>
    private static readonly (ConvergenceCase Loss, string Because)[] Verdicts =
    [
        (new("sum(1e5*huber(abs(w), 1e-5))", "w:1", "", "global unknown"), "it is 1e5 huber(w, 1e-5): L = 2e5"),
        (new("sum(1e6*huber(abs(w), 1e-6))", "w:1", "", "global unknown"), "it is 1e6 huber(w, 1e-6)"),
        (new("sum(1e7*huber(abs(w), 1e-7))", "w:2", "", "global unknown"), "it is 1e7 huber(w, 1e-7)"),
        (new("sum(1e7*huber(relu(w), 1e-7))", "w:1", "", "global unknown"), "differentiable, with a slope that is 1e7-Lipschitz"),
        (new("1e5*norm2(a*w + b)", "w:", "a=[1,0] b=[0,1e-5]", "global unknown"), "√(w² + 1e-10) has no kink"),
        (new("sum(huber(w^2, 1e12))", "w:1", "", "global unknown"), "convex, f″ ≤ 12e12"),
        (new("sum(huber(w^4, 1e16))", "w:1", "", "no unknown"), "it grows like w⁴ far out"),
        (new("sum(1e115*huber(1e-115*w, 1) - w)", "w:1", "", "global unknown"), "its minimum is at 5e114 or there is a plateau"),
        (new("w^6 - 1e200*w^4", "w:", "", "no unknown"), "bounded below, and stationary at 0"),
        (new("1e-100*w^4 - w^3", "w:", "", "no unknown"), "bounded below, and stationary at 0"),
        (new("sqrt(1e20 - w)", "w:", "", "unknown"), "its domain ends"),
        (new("w^2 + 0*(1/w)", "w:", "", "unknown no"), "not defined at 0"),
        (new("sumsq(w) + 0*sum(w/abs(w))", "w:1", "", "unknown no"), "not defined at 0"),
        (new("relu(v) + sum(1e7*huber(w, 1e-7))", "v: w:1", "", "global unknown"), "every step below 2e-7 ends at the minimum"),
    ];

    /// <summary>Losses whose infimum is attained or not.</summary>
    private static readonly (ConvergenceCase Loss, string Because)[] Attained =
    [
        (new("sum(logistic(-(x @ w)))", "w:3", "x=[[1,0,1e-7],[-1,0,1e-7],[0,1,0],[0,-1,0]]", "global", "false"), "(0, 0, 1) separates"),
        (new("sum(logistic(-(x @ w)))", "w:2", "x=[[1,1e-10],[-1,1e-10]]", "global", "false"), "(0, 1) separates"),
        (new("sum(logistic(-(x @ w)))", "w:2", "x=[[1,1e-10],[-1,-1e-10]]", "global", "true"), "opposite rows add up to zero"),
        (new("sum(logistic(-(x @ w)))", "w:3", "x=[[1,0,1e-9],[-1,0,1e-9],[0,1,-2e-9],[0,-1,0]]", "global", "true"), "the rows with factors 1, 1, 1, 1 add up to zero"),
        (new("crossentropy(x @ w, y)", "w:2x2", "x=[[1,1e-9],[-1,1e-9]] y=[[1,0],[1,0]]", "global", "false"), "the first class always wins along the second feature"),
        (new("crossentropy(x @ w, y)", "w:1x2", "x=[[1],[1]] y=[[1,0],[0,1]]", "global", "true"), "the same sample in both classes"),
    ];

    public static TheoryData<int> Constants => [.. Enumerable.Range(0, Constant.Length)];

    public static TheoryData<int> OfVerdicts => [.. Enumerable.Range(0, Verdicts.Length)];

    public static TheoryData<int> OfAttained => [.. Enumerable.Range(0, Attained.Length)];

    [Theory]
    [MemberData(nameof(Constants))]
    public void Constants_are_bounds_or_nothing(int number)
    {
        (ConvergenceCase loss, double lipschitz, double? slowest, bool unique, string because) = Constant[number];
        ConvergenceVerdict verdict = Converge.Of(loss.Question());
        Assert.True(loss.Allows(verdict.Verdict), $"{loss}: {verdict.Verdict}. {string.Join("; ", verdict.Tried)}");
        if (verdict.Numbers is not ConvergenceNumbers numbers)
        {
            // A curvature below float64 has no step; else only a verdict that is open comes without numbers.
            Assert.True(lipschitz == 0 || verdict.Verdict == DescentGuarantee.Unknown, $"{loss}: no numbers; {because}");
            return;
        }

        string told = string.Create(CultureInfo.InvariantCulture, $"{loss}: {numbers}; {because}");
        Assert.True(numbers.Lipschitz >= lipschitz * (1 - 1e-14), told);
        Assert.True(numbers.Lipschitz <= lipschitz * 6, told);
        Assert.True(numbers.Unique is null || numbers.Unique == unique, told);
        Assert.True(numbers.StrongConvexity is null or 0 || (unique && slowest is null) || (unique && numbers.StrongConvexity <= slowest * (1 + 1e-6)), told);
        if (slowest is double least)
        {
            // The rate is that of the slowest curvature, and no faster.
            double rate = (lipschitz - least) / (lipschitz + least);
            Assert.True(numbers.Rate is null || numbers.Rate >= rate - 1e-9, told);
            Assert.True(numbers.Rate is null || 1 - numbers.Rate <= (1 - rate) * (1 + 1e-3) + 1e-15, told);
            Assert.True(numbers.StrongConvexity is null || numbers.StrongConvexity > 0.999 * least, told);
        }
    }

    [Theory]
    [MemberData(nameof(OfVerdicts))]
    public void Verdicts_are_true_or_unknown(int number)
    {
        (ConvergenceCase loss, string because) = Verdicts[number];
        ConvergenceVerdict verdict = Converge.Of(loss.Question());
        Assert.True(loss.Allows(verdict.Verdict), $"{loss}: {verdict.Verdict}, though {because}. {verdict.Failure}");
        if (verdict.Failure is DescentFailure failure)
        {
            ConvergenceTests.Replays(loss.Question(), failure);
        }
    }

    [Theory]
    [MemberData(nameof(OfAttained))]
    public void Minimisers_are_told_apart_from_none(int number)
    {
        (ConvergenceCase loss, string because) = Attained[number];
        ConvergenceVerdict verdict = Converge.Of(loss.Question());
        Assert.Equal(DescentGuarantee.GlobalMinimum, verdict.Verdict);
        Assert.True(verdict.Attained is null || (verdict.Attained == true) == (loss.Attained == "true"), $"{loss}: {verdict.Attained}, though {because}");
    }

    [Fact]
    public void A_rectifier_that_never_cuts_leaves_the_constant_of_the_rest()
    {
        // The smooth part is sumsq(w), with L = 2.
        ConvergenceVerdict verdict = Converge.Of(new ConvergenceCase("abs(sumsq(w)) + norm1(w)", "w:2", "", "no unknown").Question());
        Assert.True(verdict.Proximal?.Lipschitz is null or >= 2);
    }
}
