using Adjoint.Analysis.Proofs;
using Adjoint.Analysis.Refutation;

namespace Adjoint.Analysis;

/// <summary>From a question to a verdict: what the rules prove, else what a search refutes, else unknown.</summary>
public static class Analyzer
{
    private const int Lines = 200, MostEntries = 16;
    private const double LinearityShare = 0.25, ConvexityShare = 0.6, BelowShare = 0.1;

    /// <summary>Whether the expression is linear, affine or neither in what moves.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="options">How hard to look for a counterexample.</param>
    public static LinearityVerdict Linearity(Question question, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        options = (options ?? AnalysisOptions.Default).Started();
        return LinearityOf(question, options, CheckedProof.Of(question), null);
    }

    /// <summary>Whether every entry of the expression is convex in what moves.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="options">How hard to look for a counterexample.</param>
    public static ConvexityVerdict Convexity(Question question, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        options = (options ?? AnalysisOptions.Default).Started();
        return ConvexityOf(question, options, CheckedProof.Of(question)).Verdict;
    }

    /// <summary>Both verdicts: a chord that refutes convexity also tells that the expression is not affine.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="options">How hard to look for counterexamples.</param>
    public static (LinearityVerdict Linearity, ConvexityVerdict Convexity) LinearityAndConvexity(Question question, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        return Both(question, (options ?? AnalysisOptions.Default).Started(), CheckedProof.Of(question));
    }

    /// <summary>Both verdicts from a proof that is given, as one that was kept: it is replayed by the checker, and a wrong one gives unknown.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="proof">The proof.</param>
    /// <param name="options">How hard to look for counterexamples.</param>
    public static (LinearityVerdict Linearity, ConvexityVerdict Convexity) LinearityAndConvexity(Question question, Proof proof, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(proof);
        return Both(question, (options ?? AnalysisOptions.Default).Started(), CheckedProof.Of(question, proof));
    }

    private static (LinearityVerdict Linearity, ConvexityVerdict Convexity) Both(Question question, AnalysisOptions options, CheckedProof proof)
    {
        (ConvexityVerdict convexity, LinearityCounterexample? line) = ConvexityOf(question, options, proof);
        return (LinearityOf(question, options, proof, convexity.Verdict == Analysis.Convexity.Nonconvex ? () => line : null), convexity);
    }

    /// <param name="question">What is asked.</param>
    /// <param name="options">How hard to look for a counterexample.</param>
    /// <param name="proven">What the rules prove.</param>
    /// <param name="known">What a search for chords has told of linearity; nothing if there was none that told.</param>
    private static LinearityVerdict LinearityOf(Question question, AnalysisOptions options, CheckedProof proven, Func<LinearityCounterexample?>? known)
    {
        Proof proof = proven.Proof;
        if (proven.Rejection is string rejection)
        {
            return new LinearityVerdict(Analysis.Linearity.Unknown, null, null, null, [rejection]);
        }

        if (proof.Conclusion.IsLinear)
        {
            return new LinearityVerdict(Analysis.Linearity.Linear, proof, null, null, []);
        }

        bool affine = proof.Conclusion.IsAffine;
        Obstacle? obstacle = affine ? null : Obstacles.ToAffinity(proof);
        if (EvaluationSize.Refusal(question) is string tooLarge)
        {
            return new LinearityVerdict(Analysis.Linearity.Unknown, affine ? proof : null, null, obstacle, [affine ? "it is affine" : "rules of composition", tooLarge]);
        }

        AnalysisClock clock = options.Clock!.Part(LinearityShare);
        LinearityCounterexample? found = null;
        bool large = EvaluationSize.Of(question.Expression) >= EvaluationSize.Large;
        try
        {
            // Where an evaluation takes long, what is known already comes first; else a line of few digits is looked for.
            found = large ? known?.Invoke() : null;
            LinearitySearch search = new(question, options.Seed, clock);
            found ??= affine ? search.SearchOffset(Lines) : search.Search(Lines);
            found = found is not null && Admission.Of(question, found.Fixed, found.U, found.V) ? found : null;
        }
        catch (OperationCanceledException) when (clock.IsOver)
        {
        }

        if (affine)
        {
            return found is not null
                ? new LinearityVerdict(Analysis.Linearity.Affine, proof, found, null, [])
                : new LinearityVerdict(Analysis.Linearity.Unknown, proof, null, null, Tried(["it is affine; no value of the others was found at which it is not zero at zero, in " + Lines + " tries"], clock, options));
        }

        found ??= known is null ? Bent(question, options, proof, clock) : known();
        return found is not null
            ? new LinearityVerdict(Analysis.Linearity.Nonlinear, null, found, obstacle, [])
            : new LinearityVerdict(Analysis.Linearity.Unknown, null, null, obstacle, Tried(["rules of composition", $"{Lines} lines, each with other values", "chords"], clock, options));
    }

    /// <summary>A chord that the expression does not follow, wherever the search for chords looks.</summary>
    private static LinearityCounterexample? Bent(Question question, AnalysisOptions options, Proof proof, AnalysisClock clock)
    {
        ConvexitySearch search = new(question, options.Seed, clock);
        LinearityCounterexample? above = proof.Conclusion.IsConvex ? null : AnyEntry(question, search, above: true, options.Evaluations)?.Line;
        return above ?? (proof.Conclusion.IsConcave ? null : AnyEntry(question, search, above: false, options.Evaluations)?.Line);
    }

    private static (ConvexityVerdict Verdict, LinearityCounterexample? Line) ConvexityOf(Question question, AnalysisOptions options, CheckedProof proven)
    {
        Proof proof = proven.Proof;
        if (proven.Rejection is string rejection)
        {
            return (new ConvexityVerdict(Analysis.Convexity.Unknown, Bend.Unknown, "unknown", null, null, null, [rejection]), null);
        }

        string domain = Domains.Of(question, proof);
        Claim claim = proof.Conclusion;
        if (claim.IsConvex)
        {
            Bend bend = claim.IsConstant ? Bend.Constant : claim.IsAffine ? Bend.Affine : Bend.Convex;
            return (new ConvexityVerdict(Analysis.Convexity.Convex, bend, domain, proof, null, null, []), null);
        }

        Obstacle? obstacle = Obstacles.ToConvexity(proof);
        List<string> tried = ["rules of composition"];
        if (EvaluationSize.Refusal(question) is string tooLarge)
        {
            tried.Add(tooLarge);
        }
        else
        {
            AnalysisClock clock = options.Clock!.Part(ConvexityShare);
            ConvexitySearch search = new(question, options.Seed, clock);
            if (AnyEntry(question, search, above: true, options.Evaluations) is FoundChord above)
            {
                bool neither = !claim.IsConcave && AnyEntry(question, search, above: false, (int)(options.Evaluations * BelowShare)) is not null;
                Bend bend = claim.IsConcave ? Bend.Concave : neither ? Bend.None : Bend.Unknown;
                return (new ConvexityVerdict(Analysis.Convexity.Nonconvex, bend, domain, claim.IsConcave ? proof : null, above.Chord, obstacle, []), above.Line);
            }

            tried = Tried([.. tried, $"chords: {search.Evaluations} evaluations from seed {options.Seed}"], clock, options);
        }

        return (new ConvexityVerdict(Analysis.Convexity.Unknown, claim.IsConcave ? Bend.Concave : Bend.Unknown, domain, claim.IsConcave ? proof : null, null, obstacle, tried), null);
    }

    private static List<string> Tried(List<string> tried, AnalysisClock clock, AnalysisOptions options)
    {
        if (clock.HasCut)
        {
            tried.Add(options.Cut);
        }

        return tried;
    }

    private static FoundChord? AnyEntry(Question question, ConvexitySearch search, bool above, int evaluations)
    {
        int size = question.Expression.Shape.Size, looked = Math.Min(size, MostEntries);
        for (int i = 0; i < looked; i++)
        {
            int entry = (int)((long)i * (size - 1) / Math.Max(1, looked - 1));
            if (search.Search(entry, above, evaluations / looked) is FoundChord found)
            {
                return found;
            }
        }

        return null;
    }
}
