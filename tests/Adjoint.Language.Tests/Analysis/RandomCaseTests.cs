using Adjoint.Analysis;
using Adjoint.Analysis.Checking;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>Verdicts about the table and about random expressions against numbers: chords, definitions and counterexamples, by an interpreter that shares nothing with the analysis.</summary>
public sealed class RandomCaseTests
{
    private const int Cases = 300, Chords = 100;
    private static readonly AnalysisOptions Little = new() { Evaluations = 400 };

    [Fact]
    public void Random_expressions_bear_out_their_verdicts()
    {
        int chords = 0, refuted = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            ExpressionCase asked = new RandomCases(seed).Next();
            Question question = asked.Question();
            (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(question, Little);
            Hold(asked, question, linearity, convexity);
            chords += convexity.Verdict == Convexity.Convex ? Chords : 0;
            refuted += convexity.Counterexample is null ? 0 : 1;
        }

        Assert.True(chords >= 10_000, $"only {chords} chords were sampled");
        Assert.True(refuted >= 50, $"only {refuted} were refuted");
    }

    [Fact]
    public void The_table_bears_out_its_verdicts()
    {
        // The interpreter convolves along one axis.
        foreach (ExpressionCase known in ExpressionTable.All.Where(known => !(known.Text.Contains("conv", StringComparison.Ordinal) && known.Declared.Contains("3x3", StringComparison.Ordinal))))
        {
            (Question question, LinearityVerdict linearity, ConvexityVerdict convexity) = KnownVerdicts.Of(known);
            Hold(known, question, linearity, convexity);
        }
    }

    private static void Hold(ExpressionCase asked, Question question, LinearityVerdict linearity, ConvexityVerdict convexity)
    {
        if (convexity.Proof is not null)
        {
            Assert.True(ProofChecker.Check(convexity.Proof, question) is null, $"{asked}: {ProofChecker.Check(convexity.Proof, question)}");
        }

        if (linearity.Proof is not null)
        {
            Assert.True(ProofChecker.Check(linearity.Proof, question) is null, $"{asked}: {ProofChecker.Check(linearity.Proof, question)}");
            Assert.Equal(Convexity.Convex, convexity.Verdict);
            Assert.True(Replaying.ChordAbove(asked, question, Chords, 2, linear: true) is null, $"{asked} is not affine: {Replaying.ChordAbove(asked, question, Chords, 2, linear: true)}");
        }

        if (convexity.Verdict == Convexity.Convex)
        {
            Assert.True(Replaying.ChordAbove(asked, question, Chords, 1, linear: false) is null, $"{asked} is not convex: {Replaying.ChordAbove(asked, question, Chords, 1, linear: false)}");
        }

        if (convexity.Counterexample is not null)
        {
            Assert.Equal(Linearity.Nonlinear, linearity.Verdict);
            Assert.True(Replaying.Fault(asked, convexity.Counterexample) is null, $"{asked}: {Replaying.Fault(asked, convexity.Counterexample)}");
        }

        if (linearity.Counterexample is not null)
        {
            Assert.True(Replaying.Fault(asked, linearity.Counterexample) is null, $"{asked}: {Replaying.Fault(asked, linearity.Counterexample)}");
        }
    }
}
