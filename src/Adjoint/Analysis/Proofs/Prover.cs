using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Analysis.Proofs;

/// <summary>
/// Proves what the rules of composition give, from the leaves to the root: range, degree, curvature and linearity of every sub-expression. What it
/// says holds for every admitted value of the variables. Linear in the size of the graph.
/// </summary>
internal sealed class Prover
{
    private readonly Question _question;
    private readonly List<ProofStep> _steps = [];
    private readonly Dictionary<Expr, int> _places = [];
    private readonly HashSet<int> _brokenDomains = [];
    private readonly Expansion _expansion;
    private Expr? _root;

    // What is known of the expression at hand before any rule is tried.
    private Claim _pending;

    private Prover(Question question) => (_question, _expansion) = (question, new Expansion(question, ClaimOf));

    /// <summary>Every step that leads to the expression of a question; the last one is about it.</summary>
    public static Proof Run(Question question)
    {
        (Expr normal, IReadOnlyList<Replacement> replacements) = Normalization.Of(question.Expression);
        Prover prover = new(question) { _root = normal };
        foreach (Expr node in GraphTraversal.TopologicalOrder(normal))
        {
            prover._places[node] = prover._steps.Count;
            prover._steps.Add(prover.Step(node));
        }

        if (normal != question.Expression)
        {
            string because = replacements.Count == 0 ? "equal parts are one" : string.Join(", ", replacements.Select(replacement => replacement.Identity).Distinct());
            prover._steps.Add(new ProofStep(question.Expression, Rules.Identity.Name, [prover._steps.Count - 1], because, prover._steps[^1].Gives));
        }

        return new Proof(prover._steps) { Replacements = replacements };
    }

    private ProofStep Step(Expr node) => node switch
    {
        Variable variable when _question.Moving.Contains(variable) =>
            Leaf(node, Rules.Variable, "it is the variable", new Claim(_question.RangeOf(variable), 1, Curvature.Affine, IsLinear: true)),
        Variable variable => Leaf(node, Rules.Given, _question.Values.ContainsKey(variable) ? "it has a value" : "it stays fixed", Fixed(_question.RangeOf(variable))),
        Constant constant => Leaf(node, Rules.Given, "it is a number", Fixed(Claim.RangeOf(constant.Value))),
        _ => Apply((Application)node),
    };

    private ProofStep Apply(Application node)
    {
        int[] premises = [.. node.Arguments.Select(argument => _places[argument])];
        Claim[] claims = [.. premises.Select(place => _steps[place].Gives)];
        PrimitiveFacts facts = node.Primitive.Facts([.. node.Arguments.Zip(claims, (argument, claim) => new ArgumentFacts(argument.Shape, claim.Range, claim.Degree))]);
        _pending = Bent(facts, Curvature.Unknown);
        ProofStep nothing = new(node, Rules.Range.Name, premises, facts.Source, _pending);
        if (premises.Any(_brokenDomains.Contains))
        {
            _brokenDomains.Add(_steps.Count);
            return nothing with { Gives = new Claim(facts.Range, null, Curvature.Unknown, IsLinear: false) };
        }

        ProofStep step = Applied(node, premises, claims, facts) ?? nothing;
        if (step.Form is null && !DomainConvexity.Of(node, facts, ClaimOf))
        {
            // No rule holds of what has no value between two points at which it has one.
            _brokenDomains.Add(_steps.Count);
            return nothing with { Gives = new Claim(facts.Range, null, Curvature.Unknown, IsLinear: false) };
        }

        return step;
    }

    private ProofStep? Applied(Application node, int[] premises, Claim[] claims, PrimitiveFacts facts)
    {
        if (claims.All(claim => claim.IsConstant))
        {
            bool mayBeZero = node == _root && GraphTraversal.Variables(node).Any(_question.Moving.Contains);
            return (mayBeZero ? Expanded(node, premises, facts) : null) ?? new ProofStep(node, Rules.Constant.Name, premises, "no argument moves", Fixed(facts.Range));
        }

        if (IsLinearMap(node.Primitive, claims))
        {
            return new ProofStep(node, Rules.Linear.Name, premises, Composing.LinearReason(node, claims), new Claim(facts.Range, 1, Curvature.Affine, IsLinear: true));
        }

        if (node.Primitive is Multiply && claims.Any(claim => claim.Range == Interval.Point(0)) && Expanded(node, premises, facts) is { Gives.IsConstant: true } nothing)
        {
            // What remains of a term that cancelled: it says where there is a value, and no more.
            return nothing;
        }

        ProofStep? affine = null;
        if (facts.Degree <= 1)
        {
            affine = new ProofStep(node, Rules.Degree.Name, premises, $"its degree is {(facts.Degree == 0 ? "0: it does not move on this range" : "1")}", new Claim(facts.Range, facts.Degree, Curvature.Affine, IsLinear: false));
        }
        else if (Composing.Curvature(facts, claims) is var curvature && curvature != Curvature.Unknown)
        {
            ProofStep composed = new(node, Rules.Composition.Name, premises, Composing.Reason(node, facts, claims, curvature), Bent(facts, curvature));
            if (curvature != Curvature.Affine)
            {
                return composed;
            }

            affine = composed;
        }

        // Of the whole, more is asked than that it is affine: whether it is linear.
        if (affine is not null)
        {
            return node == _root && Expanded(node, premises, facts) is { Gives: { IsConstant: true } or { IsLinear: true } } more ? more : affine;
        }

        foreach (RecognisedForm form in RecognisedForms.All)
        {
            if (form.Bend(node, ClaimOf) is Curvature bend and not Curvature.Unknown)
            {
                return new ProofStep(node, Rules.Form.Name, premises, $"{form.Name} ({form.Source})", Bent(facts, bend)) { Form = form.Name };
            }
        }

        return Expanded(node, premises, facts) ?? Curved(node, premises, facts) ?? Rooted(node, premises, facts);
    }

    private ProofStep? Curved(Application node, int[] premises, PrimitiveFacts facts) => CurveBend.Of(node, ClaimOf) is var (curvature, curve, because)
        ? new ProofStep(node, Rules.Curve.Name, premises, because, Bent(facts, curvature)) { Curve = curve }
        : null;

    /// <summary>The root of a polynomial of degree two that is nowhere negative, whatever its form.</summary>
    private ProofStep? Rooted(Application node, int[] premises, PrimitiveFacts facts) => node.Primitive is Sqrt && _expansion.Of(node.Arguments[0]) is PolynomialForm form && PolynomialBend.IsNowhereNegative(form, ClaimOf)
        ? new ProofStep(node, Rules.Form.Name, premises, $"{RecognisedForms.RootOfQuadratic.Name} ({RecognisedForms.RootOfQuadratic.Source})", Bent(facts, Curvature.Convex))
        {
            Form = RecognisedForms.RootOfQuadratic.Name,
            Polynomial = form,
        }
        : null;

    private ProofStep? Expanded(Application node, int[] premises, PrimitiveFacts facts)
    {
        if (_expansion.Of(node) is not PolynomialForm form || form.Atoms.Any(atom => atom.Expression == node) || PolynomialBend.Of(form, ClaimOf) is not var (degree, curvature, isLinear, because))
        {
            return null;
        }

        Interval range = form.Entries.All(entry => entry.Count == 0) ? Interval.Point(0) : facts.Range;
        return new ProofStep(node, Rules.Polynomial.Name, premises, because, new Claim(range, degree, curvature, isLinear)) { Polynomial = form };
    }

    private Claim ClaimOf(Expr expression) => _places[expression] is var place && place < _steps.Count ? _steps[place].Gives : _pending;

    private static Claim Bent(PrimitiveFacts facts, Curvature curvature) =>
        new(facts.Range, curvature == Curvature.Affine ? Math.Min(facts.Degree ?? 1, 1) : facts.Degree, curvature, IsLinear: false);

    /// <summary>Linear in all that moves together: a jointly linear primitive of what is linear, or one that is linear in the only argument that moves.</summary>
    private static bool IsLinearMap(Primitive primitive, Claim[] claims)
    {
        int[] moving = [.. Enumerable.Range(0, claims.Length).Where(i => !claims[i].IsConstant)];
        bool linear = moving.All(i => claims[i].IsLinear && primitive.DependenceOn(i) == Dependence.Linear);
        return linear && (primitive.IsJointlyLinear ? claims.All(claim => claim.IsLinear) : moving.Length == 1);
    }

    /// <summary>A constant; zero is the zero map, which is linear.</summary>
    private static Claim Fixed(Interval range) => new(range, 0, Curvature.Affine, IsLinear: range == Interval.Point(0));

    private static ProofStep Leaf(Expr node, Rule rule, string because, Claim gives) => new(node, rule.Name, [], because, gives);
}
