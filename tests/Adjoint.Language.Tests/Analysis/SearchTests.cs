using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Analysis.Refutation;
using Adjoint.Graph;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>What searches for counterexamples promise beside being right: they end in time, hold little memory, say so, and come out the same.</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("(1 - w^2)^2", "w", "w")]
    [InlineData("sumsq(x - conv(v, relu(conv(w, y))))", "w,v", "x:194x194 w:5x5 v:3x3 y:200x200")]
    public void A_clock_that_is_over_cuts_every_search_and_says_so(string text, string moving, string declared)
    {
        Question question = Asked(text, moving, declared);
        AnalysisOptions options = new AnalysisOptions { Cap = TimeSpan.Zero }.Started();
        (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(question, options);
        ConvergenceVerdict descent = Converge.Of(question, options);
        Assert.Equal((Linearity.Unknown, Convexity.Unknown, DescentGuarantee.Unknown), (linearity.Verdict, convexity.Verdict, descent.Verdict));
        Assert.All([linearity.Tried, convexity.Tried, descent.Tried], tried => Assert.Contains(tried, each => each.Contains("cut by the clock", StringComparison.Ordinal)));
    }

    [Fact]
    public void Options_that_are_started_keep_their_clock()
    {
        AnalysisOptions started = new AnalysisOptions().Started();
        Assert.Same(started, started.Started());
    }

    [Fact]
    public void A_shape_too_large_for_a_search_is_refused_in_words()
    {
        Question question = Asked("sumsq(relu(y) - 1)", "y", "y:4000x4000");
        (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(question);
        Assert.Equal((Linearity.Unknown, Convexity.Unknown), (linearity.Verdict, convexity.Verdict));
        Assert.All([linearity.Tried, convexity.Tried, Converge.Of(question).Tried], tried => Assert.Contains(tried, each => each.Contains("ask about smaller shapes", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_shape_too_large_for_a_search_is_still_proven() =>
        Assert.Equal(Convexity.Convex, Analyzer.Convexity(Asked("sumsq(y - 1)", "y", "y:4000x4000")).Verdict);

    [Fact]
    public void What_moves_is_not_one_hot()
    {
        Variable target = new("t", [3]);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new Question(Square(target), target) { OneHot = new HashSet<Variable> { target } });
        Assert.Contains("'t' moves", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sumsq(x - conv(w, conv(w, y)))", "w", "x:4 w:3 y:8")]
    [InlineData("relu(0.001 - norm2(w - 12))", "w", "w:3")]
    [InlineData("exp(w)*x*y", "w,x", "w x y")]
    public void A_seed_tells_the_counterexample(string text, string moving, string declared)
    {
        ConvexityCounterexample one = Found(), other = Found();
        Assert.Equal((one.AtA, one.AtB, one.AtMix), (other.AtA, other.AtB, other.AtMix));
        Assert.Equal(one.A.Values.SelectMany(value => value.Span.ToArray()), other.A.Values.SelectMany(value => value.Span.ToArray()));

        ConvexityCounterexample Found() => Assert.IsType<ConvexityCounterexample>(Analyzer.Convexity(Asked(text, moving, declared), new AnalysisOptions { Seed = 5 }).Counterexample);
    }

    /// <summary>A line drawn at random sees such a bump hardly ever; the search for chords goes where it is.</summary>
    [Theory]
    [InlineData("exp(-1e6*(w - 0.37)^2)", "w", "w")]
    [InlineData("relu(0.001 - norm2(w - 12))", "w", "w:3")]
    public void Narrow_bumps_are_not_affine(string text, string moving, string declared)
    {
        ExpressionCase asked = new(text, moving, declared, Linearity.Nonlinear, Bend.None, "", true);
        LinearityCounterexample found = Assert.IsType<LinearityCounterexample>(Analyzer.Linearity(asked.Question()).Counterexample);
        Assert.Null(Replaying.Fault(asked, found));
    }

    private static Question Asked(string text, string moving, string declared) => new ExpressionCase(text, moving, declared, Linearity.Unknown, Bend.Unknown, "", true).Question();
}
