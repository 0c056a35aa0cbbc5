using Adjoint.Analysis;
using Adjoint.Analysis.Checking;
using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>The checker takes every proof of the table's verdicts, and none that was corrupted.</summary>
public sealed class ProofCheckerTests
{
    [Fact]
    public void Every_proof_of_the_table_passes()
    {
        (Question Question, Proof Proof)[] proofs = [.. KnownVerdicts.Proofs()];
        Assert.True(proofs.Length > 100);
        Assert.All(proofs, each => Assert.Null(ProofChecker.Check(each.Proof, each.Question)));
    }

    [Fact]
    public void No_corrupted_proof_passes()
    {
        int rejected = 0;
        foreach ((Question question, Proof proof) in KnownVerdicts.Proofs())
        {
            foreach ((string what, Proof wrong) in CorruptedProofs.Of(proof))
            {
                Assert.True(ProofChecker.Check(wrong, question) is not null, $"{question.Expression}: {what} was not noticed");
                rejected++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{rejected} corrupted proofs were rejected");
        Assert.True(rejected > 5000, $"only {rejected} proofs were corrupted");
    }

    [Fact]
    public void A_proof_belongs_to_its_question()
    {
        Variable w = new("w", []), y = new("y", []);
        Expr expression = Expressions.Abs(w) * y;
        Question narrow = new(expression, w) { Ranges = new Dictionary<Variable, Interval> { [w] = Interval.Nonnegative } };
        Proof proof = Analyzer.Convexity(narrow).Proof!;
        Assert.Null(ProofChecker.Check(proof, narrow));
        Assert.NotNull(ProofChecker.Check(proof, new Question(expression, w)));
        Assert.NotNull(ProofChecker.Check(proof, narrow with { Expression = Expressions.Abs(w) }));
        Assert.NotNull(ProofChecker.Check(proof, new Question(expression, w, y) { Ranges = narrow.Ranges }));
        Assert.NotNull(ProofChecker.Check(new Proof([]), narrow));
    }
}
