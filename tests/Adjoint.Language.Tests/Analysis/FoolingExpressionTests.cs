using Adjoint.Analysis;
using Adjoint.Analysis.Checking;
using Adjoint.Analysis.Convergence;
using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>What fooled an earlier version of the analysis fools it no more.</summary>
public sealed class FoolingExpressionTests
{
    public static TheoryData<int> Places => [.. Enumerable.Range(0, FoolingExpressions.All.Count)];

    [Theory]
    [MemberData(nameof(Places))]
    public void No_verdict_is_wrong_and_all_evidence_is_finite(int place)
    {
        ExpressionCase known = FoolingExpressions.All[place];
        (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(known.Question());
        Assert.True(linearity.Verdict == known.Linearity || linearity.Verdict == Linearity.Unknown, $"{known}: {linearity.Verdict}, and it is {known.Linearity}: {known.Why}");
        Assert.True(convexity.Verdict == known.Convexity || convexity.Verdict == Convexity.Unknown, $"{known}: {convexity.Verdict}, and it is {known.Convexity}: {known.Why}");
        Assert.True(convexity.Bend == known.Bend || convexity.Bend == Bend.Unknown, $"{known}: {convexity.Bend}, and it is {known.Bend}: {known.Why}");
        Assert.All(convexity.Counterexample is { } chord ? [chord.AtA, chord.AtB, chord.AtMix, chord.Violation] : (double[])[], number => Assert.True(double.IsFinite(number), $"{known}: {number}"));
        Assert.All(linearity.Counterexample is { } line ? [.. line.Left.Span, .. line.Right.Span] : (double[])[], number => Assert.True(double.IsFinite(number), $"{known}: {number}"));
    }

    [Theory]
    [InlineData("sum(w^2)+0*sum(w/abs(w))")]
    [InlineData("sum(w^2+0*(1/abs(w)))")]
    [InlineData("sum(w^2)+0*sum(1/w^2)")]
    public void Descent_promises_nothing_where_a_point_is_left_out(string text) =>
        Assert.NotEqual(DescentGuarantee.GlobalMinimum, Converge.Of(Asked(text, "w", "w:1")).Verdict);

    /// <summary>A square is curved wherever its vertex is.</summary>
    [Theory]
    [InlineData("(w-1e9)^2")]
    [InlineData("(w+3e7)^2")]
    public void A_square_is_not_affine_however_far_its_vertex(string text) => Assert.Equal(Linearity.Nonlinear, Analyzer.Linearity(Asked(text, "w", "w")).Verdict);

    [Fact]
    public void Both_sides_of_an_affine_verdict_are_the_value_at_0()
    {
        LinearityVerdict verdict = Analyzer.Linearity(Asked("3*w + 2", "w", "w:2"));
        Assert.Equal(Linearity.Affine, verdict.Verdict);
        Assert.Equal([2, 2], verdict.Counterexample!.Left.Span.ToArray());
        Assert.Equal([2, 2], verdict.Counterexample.Right.Span.ToArray());
    }

    /// <summary>Every result of a function that is positive is, however small: no range may end at 0.</summary>
    [Fact]
    public void A_range_whose_end_underflows_does_not_end_at_0()
    {
        Assert.True(Interval.Point(-800).Mapped(Math.Exp).Upper > 0);
        Assert.Equal(0, Interval.Point(-800).Mapped(Math.Exp).Lower);
        Assert.True(Interval.Point(-1e-200).Mapped(a => Math.Pow(a, 3)).Lower < 0);
        Assert.Equal(0, Interval.Unit.Mapped(Math.Log).Upper);
        Assert.Equal(Interval.Point(0), Interval.Point(0).Mapped(Math.Tanh));
        Assert.True(new Power(2).Facts([new([], Interval.Point(1e-200), 1)]).Range.Upper > 0);
    }

    [Fact]
    public void The_checker_asks_for_a_convex_domain_unless_a_form_says_it()
    {
        // (w² − 1)^1.5 has a value where |w| ≥ 1 alone.
        Question question = Asked("(w^2 - 1)^1.5", "w", "w");
        Application power = (Application)question.Expression, inner = (Application)power.Arguments[0];
        ProofStep[] forged = [.. Leaves(inner), Step(inner, Rules.Composition, [2, 1], new Claim(new Interval(-1.0000000000000002, double.PositiveInfinity), 2, Curvature.Convex, false)), Step(power, Rules.Composition, [3], new Claim(Interval.Nonnegative, null, Curvature.Convex, false))];
        Assert.All([forged[^1], forged[^1] with { Form = "" }, forged[^1] with { Form = RecognisedForms.All[0].Name }], last =>
        {
            ProofDefect defect = Assert.IsType<ProofDefect>(ProofChecker.Check(new Proof([.. forged[..^1], last]), question));
            Assert.Equal(forged.Length - 1, defect.Step);
        });

        // The variable, the number and the square.
        ProofStep[] Leaves(Application difference)
        {
            Application square = (Application)difference.Arguments[0];
            return
            [
                Step(square.Arguments[0], Rules.Variable, [], new Claim(Interval.Reals, 1, Curvature.Affine, true)),
                Step(difference.Arguments[1], Rules.Given, [], new Claim(Interval.Point(1), 0, Curvature.Affine, false)),
                Step(square, Rules.Composition, [0], new Claim(Interval.Nonnegative, 2, Curvature.Convex, false)),
            ];
        }

        static ProofStep Step(Expr expression, Rule rule, int[] premises, Claim gives) => new(expression, rule.Name, premises, "", gives);
    }

    [Fact]
    public void The_checker_refuses_an_atom_that_is_no_part_of_the_expression()
    {
        Question question = Asked("exp(w) + ((w + 1)^2 - w^2)", "w", "w");
        Proof proof = Analyzer.Convexity(question).Proof!;
        int exponential = proof.Steps.ToList().FindIndex(step => step.Expression is Application { Primitive: Exp }), place = proof.Steps.ToList().FindIndex(step => step.Polynomial is not null);
        Assert.InRange(exponential, 0, place - 1);
        PolynomialForm form = proof.Steps[place].Polynomial!;
        PolynomialForm more = new([.. form.Atoms, new Atom(proof.Steps[exponential].Expression, 0)], [[.. form.Entries[0], new Term(Rational.One, ValueList.Create<int>([form.Atoms.Count]))]]);
        ProofStep forged = proof.Steps[place] with { Polynomial = more, Gives = new Claim(Interval.Reals, null, Curvature.Convex, false) };
        ProofDefect defect = Assert.IsType<ProofDefect>(ProofChecker.Check(proof with { Steps = [.. proof.Steps.Select((step, i) => i == place ? forged : step)] }, question));
        Assert.Equal((place, "the polynomial does not fit the expression"), (defect.Step, defect.Why));
    }

    [Fact]
    public void No_verdict_stands_on_a_proof_that_the_checker_rejects()
    {
        Question question = Asked("a*w^2 + relu(w)", "w", "w a+");
        Proof proof = Analyzer.Convexity(question).Proof!;
        Assert.Equal(Convexity.Convex, Analyzer.LinearityAndConvexity(question, proof).Convexity.Verdict);
        Proof wrong = proof with { Steps = [.. proof.Steps.Select((step, i) => i == proof.Steps.Count - 1 ? step with { Gives = step.Gives with { Degree = 1, Curvature = Curvature.Affine, IsLinear = true } } : step)] };
        (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(question, wrong);
        Assert.Equal((Linearity.Unknown, Convexity.Unknown), (linearity.Verdict, convexity.Verdict));
        Assert.All([linearity.Tried, convexity.Tried], tried => Assert.Contains("the checker rejected", Assert.Single(tried), StringComparison.Ordinal));
        Assert.Equal(Convexity.Unknown, Analyzer.LinearityAndConvexity(question, new Proof([])).Convexity.Verdict);
    }

    [Fact]
    public void Labels_are_drawn_as_whole_numbers_within_their_axis()
    {
        Variable w = new("w", [4, 3]), labels = new("labels", [4]), computed = new("computed", [4]);
        Question chosen = new(Expressions.Sum(Expressions.Tanh(Expressions.Gather(w, labels, 1))), w);
        (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(chosen);
        Assert.Equal((Linearity.Nonlinear, Convexity.Nonconvex), (linearity.Verdict, convexity.Verdict));
        Assert.All(convexity.Counterexample!.Fixed[labels].Span.ToArray(), label => Assert.Contains(label, new double[] { 0, 1, 2 }));

        Question unknown = new(Expressions.Sum(Expressions.Tanh(Expressions.Gather(w, 2 * computed, 1))), w);
        Assert.Contains(Analyzer.Convexity(unknown).Tried, tried => tried.Contains("index", StringComparison.Ordinal));
    }

    /// <summary>A term that cancels still says where the sum has a value, whoever wrote the primitive.</summary>
    [Fact]
    public void The_domain_of_a_primitive_from_outside_is_kept()
    {
        Variable w = new("w", []);
        Expr restricted = new OnPositives().Apply(Expressions.Square(w) - 1);
        ConvexityVerdict verdict = Analyzer.Convexity(new Question(Expressions.Square(w) + restricted - restricted, w));
        Assert.NotEqual(Convexity.Convex, verdict.Verdict);
        Assert.Contains("> 0", verdict.Domain, StringComparison.Ordinal);
    }

    private static Question Asked(string text, string moving, string declared) => new ExpressionCase(text, moving, declared, Linearity.Unknown, Bend.Unknown, "", true).Question();

    /// <summary>Its argument, where that is positive, and no number elsewhere.</summary>
    private sealed record OnPositives : Primitive
    {
        public override string Name => "on_positives";

        public override int Arity => 1;

        public override Shape ResultShape(IReadOnlyList<Shape> arguments) => arguments[0];

        public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

        public override Expr Tangent(Application at, int argument, Expr tangent) => tangent;

        public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
        {
            for (int i = 0; i < result.Span.Length; i++)
            {
                result.Span[i] = arguments[0].Span[i] > 0 ? arguments[0].Span[i] : double.NaN;
            }
        }

        public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments) =>
            PrimitiveFacts.Nonpolynomial(arguments[0], Interval.Nonnegative, Curvature.Affine, Monotonicity.Nondecreasing, 1, "its definition", Interval.Positive);
    }
}
