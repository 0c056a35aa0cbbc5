using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// Whether gradient descent with a fixed step brings a loss to its infimum, from every start. Convex, differentiable with a Lipschitz gradient and bounded below: yes (Nesterov 2018, section 2.1.5). Otherwise
/// a failure is looked for.
/// </summary>
public static class Converge
{
    /// <summary>The verdict on a scalar.</summary>
    /// <param name="question">What is asked. Where every variable that does not move has a value, the constants of descent are given too.</param>
    /// <param name="options">How hard to look for a failure.</param>
    public static ConvergenceVerdict Of(Question question, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        options = (options ?? AnalysisOptions.Default).Started();
        if (question.Expression.Shape.Size != 1)
        {
            return Unknown(null, [$"descent needs a scalar, and the expression has shape {question.Expression.Shape}: take the sum of its entries, or their squares"]);
        }

        if (question.Values.FirstOrDefault(pair => pair.Value.Span.ToArray().Any(entry => !double.IsFinite(entry))).Key is Variable broken)
        {
            return Unknown(null, [$"the value of '{broken.Name}' has an entry that is not finite: give numbers"]);
        }

        (Proof proof, string? rejection) = CheckedProof.Of(question);
        if (rejection is not null)
        {
            return Unknown(null, [rejection]);
        }

        SmoothDecomposition loss = new(proof);
        bool restricted = question.Moving.Any(variable => question.RangeOf(variable) != Interval.Reals)
            || GraphTraversal.Variables([.. question.Nonnegative]).Any(question.Moving.Contains);
        List<string> missing = [];
        if (restricted)
        {
            missing.Add("a step of plain gradient descent may leave the values to which what moves is restricted, so nothing is promised of it: ask without the restriction");
        }

        if (!proof.Conclusion.IsConvex)
        {
            missing.Add("convexity was not proven");
        }

        if (DescentDomain.Restriction(proof, loss) is string outside)
        {
            missing.Add(outside);
        }

        if (loss.Rough.Count > 0)
        {
            missing.Add($"no bound of the second derivative is known of {string.Join(", ", loss.Rough.Take(3).Select(part => part.Node.ToString()))}");
        }

        bool known = question.Quantified.Count == 0, ridge = proof.Conclusion.IsConvex && LowerBounds.HasRidge(loss.Root, loss.ClaimOf, question.Moving), bounded = ridge || LowerBounds.IsBounded(loss.Root, loss.ClaimOf);
        Recession? recession = proof.Conclusion.IsConvex && !restricted && !ridge ? Recession.Of(question, loss) : null;
        bounded |= recession is { IsBounded: true };
        Constants? constants = missing.Count == 0 && known ? Constants.Of(question, loss) : null;
        bounded |= constants is { IsStronglyConvex: true };
        if (missing.Count == 0 && bounded)
        {
            return Positive(question, proof, loss, ridge, constants, recession);
        }

        if (!bounded)
        {
            missing.Add("it is not proven to be bounded below");
        }

        ProximalVerdict? proximal = !restricted && proof.Conclusion.IsConvex ? ProximalMaps.Of(question, loss, bounded) : null;
        if (EvaluationSize.Refusal(question) is string tooLarge)
        {
            return Unknown(proximal, [.. missing, tooLarge]);
        }

        AnalysisClock clock = options.Clock!;
        Objective objective = new(question, loss.Root);
        DescentFailure? failure = Refuted(question, objective, proof, loss, bounded, recession, restricted, options, () => clock.IsOver || objective.Evaluations > options.Evaluations);
        if (failure is not null && IsAdmitted(question, failure))
        {
            return new ConvergenceVerdict(DescentGuarantee.NoGuarantee, null, null, [], null, failure, proximal, []);
        }

        missing.Add($"stationary points, rays and runaway starts: {objective.Evaluations} evaluations from seed {options.Seed}");
        if (clock.HasCut)
        {
            missing.Add(options.Cut);
        }

        return Unknown(proximal, missing);
    }

    /// <summary>Whether all that must be at least 0 is, wherever the failure goes.</summary>
    private static bool IsAdmitted(Question question, DescentFailure failure) =>
        Refutation.Admission.Of(question, failure.Fixed, [failure.Start, .. failure.Lower is null ? [] : (IReadOnlyDictionary<Variable, Tensors.Tensor<double>>[])[failure.Lower]]);

    private static ConvergenceVerdict Unknown(ProximalVerdict? proximal, IReadOnlyList<string> tried) => new(DescentGuarantee.Unknown, null, null, [], null, null, proximal, tried);

    private static DescentFailure? Refuted(
        Question question, Objective objective, Proof proof, SmoothDecomposition loss, bool bounded, Recession? recession, bool restricted, AnalysisOptions options, Func<bool> stop)
    {
        SearchPoints points = new(question, options.Seed);
        if (!bounded && !restricted && new RaySearch(question, objective, points, stop).Search(recession?.Falling ?? [], recession is { IsUnbounded: true }) is DescentFailure ray)
        {
            return ray;
        }

        // A stationary point of a convex function is a minimum.
        if (!proof.Conclusion.IsConvex && new StationarySearch(objective, points, stop).Search() is DescentFailure stationary)
        {
            return stationary;
        }

        if (restricted || loss.Rough.Count == 0)
        {
            return null;
        }

        if (!bounded && new LogarithmicFall(question, loss, objective, points, stop).Search() is DescentFailure logarithmic)
        {
            return logarithmic;
        }

        if (DescentDomain.Restriction(proof, loss) is not null && new DomainSearch(objective, points, stop).Search() is DescentFailure departure)
        {
            return departure;
        }

        if (!proof.Conclusion.IsConvex && new StationarySearch(objective, points, stop).SearchKinks() is DescentFailure kink)
        {
            return kink;
        }

        if (new DivergenceSearch(question, objective, points, stop).Search() is DescentFailure divergence)
        {
            return divergence;
        }

        return proof.Conclusion.IsConvex && Kinks.Of(loss) is Expr kinks ? new OscillationSearch(objective, new Objective(question with { Expression = kinks }), points, stop).Search() : null;
    }

    private static ConvergenceVerdict Positive(Question question, Proof proof, SmoothDecomposition loss, bool ridge, Constants? constants, Recession? recession)
    {
        List<ConvergenceStep> steps = [new(question.Expression, "convexity", proof.Steps[^1].Because, "every stationary point is a global minimum")];
        foreach (SmoothPart part in loss.Parts.DistinctBy(part => part.Node))
        {
            steps.Add(part.Form is SmoothFunction form
                ? new(part.Node, "bounded curvature", $"{form.Name}: {form.Bound} ({form.Source})", "its second derivative is bounded, so its gradient is Lipschitz")
                : new(part.Node, "constant hessian", "it has degree two", "its gradient is affine, so Lipschitz"));
        }

        bool strong = ridge || constants is { IsStronglyConvex: true };
        steps.Add(new(loss.Root, "sum", loss.Parts.Count == 0 ? "it is affine and bounded below, so it does not move" : "a linear map of parts with Lipschitz gradients, with coefficients that do not move", "the gradient is Lipschitz: a finite L exists"));
        steps.Add(new(loss.Root, "bounded below", strong ? "it is strongly convex" : recession is { IsBounded: true } ? "0 is one of the slopes that its parts add up to, far out included (Rockafellar 1970, theorem 27.1; decided in fractions)" : $"its parts are: it lies in {loss.ClaimOf(loss.Root).Range} or is a sum of such", "the infimum is above −∞"));
        (bool? attained, string because) = Attained(question, loss, strong, recession);
        if (because.Length > 0)
        {
            steps.Add(new(loss.Root, "minimiser", because, attained == true ? "the infimum is attained" : "the infimum is not attained"));
        }

        steps.Add(new(
            question.Expression, "descent", "convex, L-smooth and bounded below: with a fixed step below 2/L the loss falls at every step, and to its infimum (Nesterov 2018, section 2.1.5)",
            "gradient descent from every start, with every fixed step below 2/L, brings the loss to its infimum"));
        return new ConvergenceVerdict(DescentGuarantee.GlobalMinimum, attained, constants?.Numbers is ConvergenceNumbers numbers ? strong && numbers.Unique is null ? numbers with { Unique = true } : numbers : null, steps, proof, null, null, []);
    }

    /// <summary>Whether there is a minimiser, and why.</summary>
    private static (bool? Attained, string Because) Attained(Question question, SmoothDecomposition loss, bool strong, Recession? recession)
    {
        if (strong)
        {
            return (true, "a strongly convex function has exactly one minimiser (Nesterov 2018, theorem 2.1.8)");
        }

        if (loss.Parts.All(part => part.Form?.IsPiecewiseQuadratic ?? true))
        {
            return (true, "a convex function of pieces of degree at most two attains an infimum that is finite (Frank and Wolfe 1956; Rockafellar and Wets 1998, corollary 11.16)");
        }

        if (loss.Parts is [{ Node: { Primitive: Sqrt, Shape.Size: 1 } }] && !GraphTraversal.Variables(loss.Outer).Any(question.Moving.Contains))
        {
            return (true, "the root of a convex function of degree two is least where that is, and that attains an infimum that is finite (Frank and Wolfe 1956)");
        }

        return recession is { IsBounded: true, IsAttained: bool decided } ? (decided, recession.Because) : question.Quantified.Count == 0 ? Attainment.Of(question, loss) : (null, "");
    }
}
