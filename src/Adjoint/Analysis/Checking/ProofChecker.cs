using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Analysis.Checking;

/// <summary>
/// Replays proofs. It shares with the prover the tables of rules and identities, the facts that primitives declare, and exact arithmetic; whether a rule applies it finds out
/// by itself, from the claims of earlier steps alone.
/// </summary>
public sealed class ProofChecker
{
    private readonly Question _question;
    private readonly Proof _proof;
    private readonly Dictionary<Expr, int> _places = [];
    private readonly HashSet<Expr> _broken = [];

    private ProofChecker(Proof proof, Question question) => (_proof, _question) = (proof, question);

    /// <summary>The first step that does not hold; nothing if the proof is right and about what was asked.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="question">What was asked.</param>
    public static ProofDefect? Check(Proof proof, Question question)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(question);
        if (proof.Steps.Count == 0)
        {
            return new ProofDefect(0, "a proof needs a step");
        }

        ProofChecker checker = new(proof, question);
        for (int place = 0; place < proof.Steps.Count; place++)
        {
            (ProofStep step, Claim allowed) = (proof.Steps[place], default);
            string? why = step.Premises.Any(premise => premise < 0 || premise >= place) ? "a premise does not stand before it"
                : checker.Allowed(step, place, out allowed) ?? (Excess(step.Gives, allowed) is string excess ? $"{excess}, which does not follow by the rule '{step.Rule}'" : null);
            if (why is not null)
            {
                return new ProofDefect(place, why);
            }

            checker._places[step.Expression] = place;
        }

        return proof.Expression == question.Expression ? null : new ProofDefect(proof.Steps.Count - 1, "it is about another expression than was asked about");
    }

    /// <summary>What a claim says beyond another one.</summary>
    private static string? Excess(Claim claim, Claim allowed) =>
        !(claim.Range.Lower <= allowed.Range.Lower && claim.Range.Upper >= allowed.Range.Upper) ? $"it claims the range {claim.Range}, and {allowed.Range} follows"
        : claim.Degree is int degree && !(allowed.Degree <= degree) ? $"it claims the degree {degree}"
        : claim.IsLinear && !allowed.IsLinear ? "it claims that it is linear"
        : (claim.IsConvex && !allowed.IsConvex) || (claim.IsConcave && !allowed.IsConcave) ? $"it claims that it is {claim.Curvature}"
        : null;

    private Claim ClaimOf(Expr expression) => _places.TryGetValue(expression, out int place) ? _proof.Steps[place].Gives : new Claim(Interval.Reals, null, Curvature.Unknown, IsLinear: false);

    private string? Allowed(ProofStep step, int place, out Claim allowed)
    {
        allowed = default;
        switch (step.Expression)
        {
            case Variable variable when step.Rule is var rule && (rule == Rules.Variable.Name || rule == Rules.Given.Name):
                bool moves = _question.Moving.Contains(variable);
                allowed = moves ? new Claim(_question.RangeOf(variable), 1, Curvature.Affine, IsLinear: true) : Fixed(_question.RangeOf(variable));
                return moves == (rule == Rules.Variable.Name) ? null : "it confuses what moves and what does not";
            case Constant constant when step.Rule == Rules.Given.Name:
                allowed = Fixed(Claim.RangeOf(constant.ToTensor()));
                return null;
            case var other when step.Rule == Rules.Identity.Name:
                allowed = step.Premises is [int premise] ? _proof.Steps[premise].Gives : default;
                return step.Premises is not [int only] || place != _proof.Steps.Count - 1 ? "an identity is used once, at the end"
                    : new EqualityClosure(_proof.Replacements).Difference(other, _proof.Steps[only].Expression);
            case Application node:
                return Allowed(node, step, out allowed);
            default:
                return $"there is no rule '{step.Rule}' for it";
        }
    }

    private string? Allowed(Application node, ProofStep step, out Claim allowed)
    {
        allowed = default;
        if (step.Premises.Count != node.Arguments.Count || step.Premises.Where((premise, i) => _proof.Steps[premise].Expression != node.Arguments[i]).Any())
        {
            return "its premises are not about its arguments";
        }

        Claim[] claims = [.. step.Premises.Select(premise => _proof.Steps[premise].Gives)];
        PrimitiveFacts facts = node.Primitive.Facts([.. node.Arguments.Zip(claims, (argument, claim) => new ArgumentFacts(argument.Shape, claim.Range, claim.Degree))]);
        FormRules forms = new(ClaimOf);
        bool isRoot = step.Rule == Rules.Form.Name && node is { Primitive: Sqrt, Arguments: [Application] } && step.Form == RecognisedForms.RootOfQuadratic.Name && step.Polynomial is not null;
        (bool, bool) formed = step.Rule == Rules.Form.Name && step.Form is string name ? forms.Bend(name, node) : (false, false);
        bool broken = node.Arguments.Any(_broken.Contains) || (!isRoot && formed == (false, false) && !forms.DomainIsConvex(node, facts));
        if (broken)
        {
            _broken.Add(node);
        }

        int[] moving = [.. Enumerable.Range(0, claims.Length).Where(i => !claims[i].IsConstant)];
        Claim plain = new(facts.Range, broken ? null : facts.Degree, Curvature.Unknown, IsLinear: false);
        (allowed, string? why) = step.Rule switch
        {
            var rule when rule == Rules.Range.Name => (plain, null),
            _ when broken => (plain, "the points at which it has a value need not form a convex set"),
            var rule when rule == Rules.Constant.Name => (Fixed(facts.Range), moving.Length == 0 ? null : "an argument moves"),
            var rule when rule == Rules.Linear.Name => (plain with { Degree = 1, Curvature = Curvature.Affine, IsLinear = true }, IsLinearMap(node.Primitive, claims, moving) ? null : "it is no linear map of what is linear"),
            var rule when rule == Rules.Degree.Name => (plain with { Curvature = Curvature.Affine }, facts.Degree <= 1 ? null : "its degree is not known to be at most 1"),
            var rule when rule == Rules.Composition.Name => (Composed(plain, facts, claims, moving), null),
            var rule when rule == Rules.Curve.Name && step.Curve is EntrywiseCurve curve => (Bent(plain, (forms.Bends(curve, node, 1), forms.Bends(curve, node, -1))), null),
            _ when isRoot => Rooted(node, step.Polynomial!, plain),
            var rule when rule == Rules.Form.Name => (Bent(plain, formed), null),
            var rule when rule == Rules.Polynomial.Name && step.Polynomial is PolynomialForm form => Written(node, form, plain),
            _ => (plain, $"there is no rule '{step.Rule}' for it"),
        };
        return why;
    }

    private (Claim, string?) Written(Application node, PolynomialForm form, Claim plain)
    {
        if (form.Atoms.FirstOrDefault(atom => !_places.ContainsKey(atom.Expression)) is Atom unknown)
        {
            return (plain, $"nothing is proven of the atom {unknown.Expression}");
        }

        PolynomialRules rules = new(form, ClaimOf);
        Claim follows = form.Entries.All(entry => entry.Count == 0) ? Fixed(Interval.Point(0))
            : Bent(plain with { Degree = rules.Degree() }, (rules.Bends(1), rules.Bends(-1))) with { IsLinear = rules.IsLinear() };
        return (follows, new ExactEvaluation(_question, ClaimOf).Difference(node, form));
    }

    private (Claim, string?) Rooted(Application node, PolynomialForm square, Claim plain) => !new PolynomialRules(square, ClaimOf).IsNowhereNegative() ? (plain, "the polynomial may be negative")
        : (Bent(plain, (true, false)), new ExactEvaluation(_question, ClaimOf).Difference((Application)node.Arguments[0], square));

    private static bool IsLinearMap(Primitive primitive, Claim[] claims, int[] moving) => moving.All(i => claims[i].IsLinear && primitive.DependenceOn(i) == Dependence.Linear)
        && (primitive.IsJointlyLinear ? claims.All(claim => claim.IsLinear) : moving.Length == 1);

    private static Claim Composed(Claim plain, PrimitiveFacts facts, Claim[] claims, int[] moving)
    {
        Curvature own = moving is [int one] ? facts.Arguments[one].Curvature : facts.Joint;
        return Bent(plain, (
            own is Curvature.Convex or Curvature.Affine && moving.All(i => Composes(facts.Arguments[i].Monotonicity, claims[i].IsConvex, claims[i].IsConcave)),
            own is Curvature.Concave or Curvature.Affine && moving.All(i => Composes(facts.Arguments[i].Monotonicity, claims[i].IsConcave, claims[i].IsConvex))));
    }

    /// <summary>Whether an argument's bend passes through: affine does; else it bends with a function that rises, or against one that falls.</summary>
    private static bool Composes(Monotonicity slope, bool bendsWith, bool bendsAgainst) =>
        (bendsWith && bendsAgainst) || (bendsWith && slope == Monotonicity.Nondecreasing) || (bendsAgainst && slope == Monotonicity.Nonincreasing);

    private static Claim Bent(Claim claim, (bool Convex, bool Concave) bends) => bends is (true, true)
        ? claim with { Curvature = Curvature.Affine, Degree = Math.Min(claim.Degree ?? 1, 1) }
        : claim with { Curvature = bends.Convex ? Curvature.Convex : bends.Concave ? Curvature.Concave : Curvature.Unknown };

    private static Claim Fixed(Interval range) => new(range, 0, Curvature.Affine, IsLinear: range == Interval.Point(0));
}
