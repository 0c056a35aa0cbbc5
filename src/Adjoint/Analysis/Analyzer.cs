using System.Diagnostics;
using Adjoint.Analysis.Proofs;
using Adjoint.Analysis.Refutation;

namespace Adjoint.Analysis;

/// <summary>From a question to a verdict: what the rules prove, else what a search refutes, else unknown.</summary>
public static class Analyzer
{
    private const int Lines = 200;

    /// <summary>Whether the expression is linear, affine or neither in what moves.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="options">How hard to look for a counterexample.</param>
    public static LinearityVerdict Linearity(Question question, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        options ??= AnalysisOptions.Default;
        Proof proof = Prover.Run(question);
        if (proof.Conclusion.IsLinear)
        {
            return new LinearityVerdict(Analysis.Linearity.Linear, proof, null, null, []);
        }

        LinearitySearch search = new(question, options.Seed);
        if (proof.Conclusion.IsAffine)
        {
            LinearityCounterexample? offset = search.SearchOffset(Lines);
            return offset is not null && Admission.Of(question, offset.Fixed, offset.U)
                ? new LinearityVerdict(Analysis.Linearity.Affine, proof, offset, null, [])
                : new LinearityVerdict(Analysis.Linearity.Unknown, proof, null, null, [$"it is affine; no value of the others was found at which it is not zero at zero, in {Lines} tries"]);
        }

        LinearityCounterexample? found = search.Search(Lines);
        return found is not null && Admission.Of(question, found.Fixed, found.U, found.V)
            ? new LinearityVerdict(Analysis.Linearity.Nonlinear, null, found, Obstacles.ToAffinity(proof), [])
            : new LinearityVerdict(Analysis.Linearity.Unknown, null, null, Obstacles.ToAffinity(proof), [$"rules of composition", $"{Lines} lines, each with other values"]);
    }

    /// <summary>Whether every entry of the expression is convex in what moves.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="options">How hard to look for a counterexample.</param>
    public static ConvexityVerdict Convexity(Question question, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        options ??= AnalysisOptions.Default;
        Proof proof = Prover.Run(question);
        string domain = Domains.Of(question, proof);
        Claim claim = proof.Conclusion;
        if (claim.IsConvex)
        {
            Bend bend = claim.IsConstant ? Bend.Constant : claim.IsAffine ? Bend.Affine : Bend.Convex;
            return new ConvexityVerdict(Analysis.Convexity.Convex, bend, domain, proof, null, null, []);
        }

        Stopwatch clock = Stopwatch.StartNew();
        ConvexitySearch search = new(question, options.Seed);
        ConvexityCounterexample? above = AnyEntry(question, search, above: true, options, clock);
        if (above is not null)
        {
            bool concave = claim.IsConcave;
            bool neither = !concave && AnyEntry(question, search, above: false, options with { Evaluations = options.Evaluations / 10 }, clock) is not null;
            return new ConvexityVerdict(
                Analysis.Convexity.Nonconvex, concave ? Bend.Concave : neither ? Bend.None : Bend.Unknown, domain, concave ? proof : null, above, Obstacles.ToConvexity(proof), []);
        }

        List<string> tried = ["rules of composition", $"chords: {search.Evaluations} evaluations from seed {options.Seed}"];
        if (clock.Elapsed > options.Cap)
        {
            tried.Add($"the search was cut after {options.Cap.TotalSeconds:0.#} seconds");
        }

        return new ConvexityVerdict(Analysis.Convexity.Unknown, claim.IsConcave ? Bend.Concave : Bend.Unknown, domain, claim.IsConcave ? proof : null, null, Obstacles.ToConvexity(proof), tried);
    }

    private static ConvexityCounterexample? AnyEntry(Question question, ConvexitySearch search, bool above, AnalysisOptions options, Stopwatch clock)
    {
        const int most = 16;
        int size = question.Expression.Shape.Size, looked = Math.Min(size, most);
        for (int i = 0; i < looked; i++)
        {
            int entry = (int)((long)i * (size - 1) / Math.Max(1, looked - 1));
            if (search.Search(entry, above, options.Evaluations / looked, () => clock.Elapsed > options.Cap) is ConvexityCounterexample found
                && Admission.Of(question, found.Fixed, found.A, found.B))
            {
                return found;
            }
        }

        return null;
    }
}
