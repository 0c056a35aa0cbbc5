using System.Collections.Concurrent;
using Adjoint.Analysis;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>The analysis against expressions of known truth: right or unknown, and seldom unknown.</summary>
public sealed class ExpressionTableTests
{
    private static readonly ConcurrentDictionary<ExpressionCase, (LinearityVerdict Linearity, ConvexityVerdict Convexity)> Verdicts = [];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, ExpressionTable.All.Count)];

    [Theory]
    [MemberData(nameof(Places))]
    public void No_verdict_is_wrong(int place)
    {
        ExpressionCase known = ExpressionTable.All[place];
        (LinearityVerdict linearity, ConvexityVerdict convexity) = Of(known);
        Assert.True(linearity.Verdict == known.Linearity || linearity.Verdict == Linearity.Unknown, $"{known}: {linearity.Verdict}, and it is {known.Linearity}: {known.Why}");
        Assert.True(convexity.Verdict == known.Convexity || convexity.Verdict == Convexity.Unknown, $"{known}: {convexity.Verdict}, and it is {known.Convexity}: {known.Why}");
        Assert.True(Agrees(convexity.Bend, known.Bend), $"{known}: {convexity.Bend}, and it is {known.Bend}: {known.Why}");
    }

    [Fact]
    public void At_most_one_in_ten_is_unknown()
    {
        ExpressionCase[] unknown = [.. ExpressionTable.All.Where(known => Of(known) is var (linearity, convexity) && (linearity.Verdict == Linearity.Unknown || convexity.Verdict == Convexity.Unknown))];
        Assert.True(unknown.Length <= ExpressionTable.All.Count / 10, $"{unknown.Length} of {ExpressionTable.All.Count} are unknown:\n{string.Join("\n", unknown.Select(known => known.ToString()))}");
    }

    [Fact]
    public void The_table_is_large_and_has_no_case_twice()
    {
        Assert.True(ExpressionTable.All.Count >= 110);
        Assert.True(ExpressionTable.All.Count(known => known.Beyond) >= 40);
        Assert.Equal(ExpressionTable.All.Count, ExpressionTable.All.Select(known => known.ToString()).Distinct().Count());
    }

    /// <summary>What does not move is also affine.</summary>
    private static bool Agrees(Bend answer, Bend truth) => answer == truth || answer == Bend.Unknown || (answer == Bend.Affine && truth == Bend.Constant);

    private static (LinearityVerdict Linearity, ConvexityVerdict Convexity) Of(ExpressionCase known) => Verdicts.GetOrAdd(known, each =>
    {
        Question question = each.Question();
        return (Analyzer.Linearity(question), Analyzer.Convexity(question));
    });
}
