using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Operators;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.PublicApi.Tests;

/// <summary>A user's own primitives under the library's checks: a right one passes them all, each broken one is caught, named and explained.</summary>
public sealed class OwnPrimitiveCheckTests
{
    /// <summary>sin(a) entry by entry, with the slips that someone makes who writes it.</summary>
    private sealed record Sine(double Phase = 0, double Factor = 1, bool IsSwapped = false, bool Throws = false) : Primitive
    {
        public override string Name => "sine";

        public override int Arity => 1;

        public double Bound { get; init; } = 1;

        public double Highest { get; init; } = 1;

        public Curvature Curvature { get; init; } = Curvature.Unknown;

        public Monotonicity Monotonicity { get; init; } = Monotonicity.Unknown;

        public int? Degree { get; init; }

        public float KernelError { get; init; }

        public override Shape ResultShape(IReadOnlyList<Shape> arguments) => arguments[0];

        public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

        public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
        {
            for (int i = 0; i < result.Span.Length; i++)
            {
                result.Span[i] = Math.Sin(arguments[0].Span[i] + Phase);
            }
        }

        public override void Execute<T>(in KernelCall<T> call)
        {
            base.Execute(call);
            call.Result.Span[0] += T.CreateTruncating(KernelError);
        }

        public override Expr Tangent(Application at, int argument, Expr tangent) => Throws
            ? throw new InvalidOperationException("no rule was written")
            : Factor * new Sine(IsSwapped ? Phase : Phase + (Math.PI / 2)).Apply(at.Arguments[0]) * tangent;

        public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments) =>
            new(new Interval(-1, Highest), arguments[0].Degree == 0 ? 0 : Degree, Curvature, [new InArgument(Curvature, Monotonicity, Bound)], "|cos| ≤ 1");
    }

    /// <summary>The mean of neighbours, a linear map, whose adjoint is given: Aᵀε holds half of each cotangent at both of its neighbours.</summary>
    private sealed record MeanOfNeighbours(Func<Expr, Expr> Rule) : Primitive
    {
        public override string Name => "neighbours";

        public override int Arity => 1;

        /// <summary>The right rule: r_i = (a_i + a_{i+1}) / 2 for i &lt; n − 1.</summary>
        public static Expr Right(Expr cotangent) => 0.5 * (Expressions.Pad(cotangent, [0], [1]) + Expressions.Pad(cotangent, [1], [0]));

        public override Shape ResultShape(IReadOnlyList<Shape> arguments) => [arguments[0][0] - 1];

        public override Dependence DependenceOn(int argument) => Dependence.Linear;

        public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
        {
            for (int i = 0; i < result.Span.Length; i++)
            {
                result.Span[i] = (arguments[0].Span[i] + arguments[0].Span[i + 1]) / 2;
            }
        }

        public override Expr Adjoint(Application at, int argument, Expr cotangent) => Rule(cotangent);

        public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments) =>
            new(arguments[0].Range, arguments[0].Degree, Curvature.Affine, [InArgument.LinearWith(Interval.Unit, 1)], "a mean lies between its numbers; each row and column sums to at most 1");
    }

    [Fact]
    public void A_right_primitive_passes_every_check()
    {
        foreach (PrimitiveCase @case in new PrimitiveCase[] { new(new Sine(), [2, 3]), new(new MeanOfNeighbours(MeanOfNeighbours.Right), [6]) })
        {
            IReadOnlyList<CheckReport> reports = PrimitiveCheck.All(@case);
            Assert.All(reports, report => Assert.True(report.Passed, report.ToString()));
            Assert.Contains(reports, report => report is { Kind: CheckKind.DotTest, Precision: "float32", Tolerance: 1e-5 });
            Assert.Contains(reports, report => report is { Kind: CheckKind.DotTest, Precision: "float64", Tolerance: 1e-12 });
            Assert.Contains(reports, report => report.Kind == CheckKind.Derivative);
            Assert.Contains(reports, report => report.Kind == CheckKind.Facts);
            Assert.All(reports, report => Assert.True(double.IsFinite(report.RelativeError)));
        }
    }

    [Fact]
    public void A_wrong_factor_of_an_adjoint_is_named()
    {
        (Func<Expr, Expr> Rule, string Explanation, double Scale)[] slips =
        [
            (e => 2 * MeanOfNeighbours.Right(e), "the adjoint is 2 times too large.", 0.5),
            (e => 0.25 * MeanOfNeighbours.Right(e), "the adjoint is 4 times too small.", 4),
            (e => -MeanOfNeighbours.Right(e), "the adjoint has the wrong sign.", -1),
            (e => -2 * MeanOfNeighbours.Right(e), "the adjoint has the wrong sign and is 2 times too large.", -0.5),
            (e => 0 * MeanOfNeighbours.Right(e), "the adjoint gives zero.", 0),
        ];
        foreach ((Func<Expr, Expr> rule, string explanation, double scale) in slips)
        {
            PrimitiveCase @case = new(new MeanOfNeighbours(rule), [6]);
            DotTestReport exact = PrimitiveCheck.DotTest<double>(@case, 0), single = PrimitiveCheck.DotTest<float>(@case, 0);
            Assert.False(exact.Passed);
            Assert.False(single.Passed);
            Assert.EndsWith(explanation, exact.Explanation, StringComparison.Ordinal);
            Assert.EndsWith(explanation, single.Explanation, StringComparison.Ordinal);
            Assert.Equal(scale, exact.BestScale, 1e-10);
            Assert.False(PrimitiveCheck.DenseTransposeTest(@case, 0).Passed);
        }
    }

    [Fact]
    public void Another_map_than_the_adjoint_is_told_from_a_factor()
    {
        PrimitiveCase shifted = new(new MeanOfNeighbours(e => Expressions.Pad(e, [1], [0])), [6]);
        DotTestReport report = PrimitiveCheck.DotTest<double>(shifted, 0);
        Assert.False(report.Passed);
        Assert.EndsWith("no factor explains it, the adjoint is that of another map.", report.Explanation, StringComparison.Ordinal);
        Assert.True(report.ScaledError > 1e-3);

        // Row 0 is (a₀ + a₁)/2, and the shift forgets a₀.
        CheckReport transpose = PrimitiveCheck.DenseTransposeTest(shifted, 0);
        Assert.Contains("entry 0 of the result gets 0.5 times entry 0 of the argument, and the adjoint gives back 0", transpose.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_linearisation_is_caught()
    {
        foreach (Sine slip in new[] { new Sine(Factor: -1), new Sine(Factor: 2), new Sine(IsSwapped: true), new Sine(Factor: 1.001), new Sine(Factor: 0) })
        {
            CheckReport report = PrimitiveCheck.DerivativeTest(new(slip, [5]), 0);
            Assert.False(report.Passed, slip.ToString());
            Assert.Contains("is not the limit of difference quotients: entry ", report.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_rule_that_throws_is_a_failure_with_its_message()
    {
        PrimitiveCase @case = new(new Sine(Throws: true), [5]);
        Assert.Equal("A rule threw InvalidOperationException: no rule was written", PrimitiveCheck.DotTest<double>(@case, 0).Explanation);
        CheckReport[] failures = [.. PrimitiveCheck.All(@case).Where(report => !report.Passed)];
        Assert.Equal([CheckKind.DotTest, CheckKind.DotTest, CheckKind.Derivative], failures.Select(report => report.Kind));
        Assert.All(failures, report => Assert.Contains("no rule was written", report.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_false_fact_is_named()
    {
        (Sine Liar, string Fact)[] lies =
        [
            (new Sine { Highest = 0.5 }, "lies outside the declared range [-1, 0.5]"),
            (new Sine { Bound = 0.5 }, "the declared Lipschitz bound in argument 0 is 0.5"),
            (new Sine { Curvature = Curvature.Convex }, "the declared curvature in all arguments is Convex"),
            (new Sine { Monotonicity = Monotonicity.Nondecreasing }, "the declared monotonicity in argument 0 is Nondecreasing"),
            (new Sine { Degree = 1 }, "the declared degree is 1"),
        ];
        foreach ((Sine liar, string fact) in lies)
        {
            CheckReport report = PrimitiveCheck.FactTest(new(liar, [5]));
            Assert.False(report.Passed, fact);
            Assert.Contains(fact, report.Message, StringComparison.Ordinal);
            Assert.Contains("the source given is '|cos| ≤ 1'", report.Message, StringComparison.Ordinal);
            Assert.True(report.RelativeError > report.Tolerance);
        }
    }

    [Fact]
    public void A_wrong_kernel_and_a_wrong_shape_are_caught()
    {
        Assert.False(PrimitiveCheck.FastPathTest<float>(new(new Sine { KernelError = 1e-3f }, [5])).Passed);
        Assert.False(PrimitiveCheck.FastPathTest<double>(new(new Sine { KernelError = 1e-3f }, [5])).Passed);
        CheckReport shape = Assert.Single(PrimitiveCheck.All(new("sine", new Sine(), [[5]], [4])));
        Assert.Equal("The shape rule says 5, and it is 4.", shape.Message);
    }

    [Fact]
    public void NaN_is_a_failure()
    {
        CheckReport derivative = PrimitiveCheck.DerivativeTest(new(new Sine(Phase: double.NaN), [5]), 0);
        Assert.False(derivative.Passed);
        Assert.Equal(double.PositiveInfinity, derivative.RelativeError);
        DotTestReport dot = PrimitiveCheck.DotTest<double>(new(new Sine(Phase: double.NaN), [5]), 0);
        Assert.Equal((false, double.PositiveInfinity), (dot.Passed, dot.RelativeError));
        Assert.StartsWith("A side is no finite number", dot.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void In_an_expression_the_node_at_fault_is_named()
    {
        Variable w = new("w", [6]);
        Expr loss = Expressions.SumOfSquares(new MeanOfNeighbours(e => 2 * MeanOfNeighbours.Right(e)).Apply(Expressions.Exp(w)));
        ExpressionReport report = ExpressionCheck.Run(loss);
        Assert.False(report.Passed);
        Assert.Equal(("neighbours(exp(w))", 0, CheckKind.DotTest), (report.FirstFailure!.Name, report.FirstFailure.Argument, report.FirstFailure.Kind));
        Assert.EndsWith("the adjoint is 2 times too large.", report.ToString(), StringComparison.Ordinal);
        Assert.Contains(report.Whole, check => !check.Passed);

        Assert.True(ExpressionCheck.Run(Expressions.SumOfSquares(new Sine().Apply(w))).Passed);
        Assert.Equal("sine(w)", ExpressionCheck.Run(Expressions.SumOfSquares(new Sine(Factor: 2).Apply(w))).FirstFailure!.Name);
    }
}
