using System.Collections.Concurrent;
using Adjoint.Analysis;
using Adjoint.Analysis.Proofs;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>The verdicts about the table's expressions, asked for once.</summary>
internal static class KnownVerdicts
{
    private static readonly ConcurrentDictionary<ExpressionCase, (Question, LinearityVerdict, ConvexityVerdict)> Verdicts = [];

    /// <summary>The question and both verdicts.</summary>
    public static (Question Question, LinearityVerdict Linearity, ConvexityVerdict Convexity) Of(ExpressionCase known) => Verdicts.GetOrAdd(known, each =>
    {
        Question question = each.Question();
        (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(question);
        return (question, linearity, convexity);
    });

    /// <summary>All proofs that verdicts stand on.</summary>
    public static IEnumerable<(Question Question, Proof Proof)> Proofs() => ExpressionTable.All.SelectMany(known =>
    {
        (Question question, LinearityVerdict linearity, ConvexityVerdict convexity) = Of(known);
        return new[] { linearity.Proof, convexity.Proof }.OfType<Proof>().Take(1).Select(proof => (question, proof));
    });
}
