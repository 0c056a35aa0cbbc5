using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;
using Adjoint.Tests.Laws;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Checking;

/// <summary>An expression under the check: every node and the whole, at kinks, near them, at large and small numbers.</summary>
public class ExpressionCheckTests
{
    [Fact]
    public void Every_node_and_every_variable_is_checked()
    {
        Variable w = new("w", [3]), y = new("y", [8]), x = new("x", [6]);
        ExpressionReport report = ExpressionCheck.Run(SumOfSquares(x - Relu(Convolve(w, y))));
        Assert.All(report.Checks, check => Assert.True(check.Passed && check.RelativeError <= check.Tolerance, check.ToString()));
        Assert.Equal(["w", "x", "y"], report.Whole.Select(check => check.Variable).Distinct().Order(StringComparer.Ordinal));
        foreach (CheckKind kind in new[] { CheckKind.DotTest, CheckKind.Derivative })
        {
            Assert.Equal(3, report.Whole.Count(check => check.Kind == kind));
            Assert.Contains(report.Nodes, check => check.Kind == kind && check.Name.StartsWith("x - relu(", StringComparison.Ordinal) && check.Argument == 1);
        }
    }

    [Fact]
    public void Each_kind_of_wrong_rule_names_its_node()
    {
        Variable w = new("w", [4]);
        (Primitive Wrong, CheckKind Kind)[] slips =
        [
            (new MutatedAdjoint(new Negate(), (at, i, e) => e), CheckKind.DotTest),
            (new MutatedTangent(new Square(), (at, i, t) => at.Arguments[0] * t), CheckKind.Derivative),
            (new LyingDependence(new Square(), Dependence.LocallyConstant, false), CheckKind.Derivative),
        ];
        foreach ((Primitive wrong, CheckKind kind) in slips)
        {
            ExpressionReport report = ExpressionCheck.Run(Sum(Exp(wrong.Apply(Tanh(w)))));
            Assert.Equal((ExprPrinter.Print(wrong.Apply(Tanh(w))), 0, kind), (report.FirstFailure!.Name, report.FirstFailure.Argument, report.FirstFailure.Kind));
            Assert.All(report.Nodes.Where(check => !check.Passed), check => Assert.Equal(report.FirstFailure.Name, check.Name));
        }
    }

    [Fact]
    public void At_a_kink_the_derivative_that_is_taken_is_told()
    {
        Variable w = new("w", [3]);
        (Expr Kinked, string Told)[] kinks =
        [
            (Relu(w), "and 0 is taken."), (Abs(w), "and 0 is taken."), (Maximum(w, 0 * w), "is taken."), (Norm1(w), "is taken."),
        ];
        foreach ((Expr kinked, string told) in kinks)
        {
            ExpressionReport report = ExpressionCheck.Run(kinked, [(w, new([3], [0, 1.5, -2]))]);
            Assert.True(report.Passed, report.ToString());
            CheckReport remark = report.Nodes.First(check => check.IsAtKink);
            Assert.True(remark.HasRemark);
            Assert.StartsWith("The point lies at a kink: at entry 0 the slopes to the two sides are", remark.Message, StringComparison.Ordinal);
            Assert.EndsWith(told, remark.Message, StringComparison.Ordinal);
        }

        ExpressionReport tie = ExpressionCheck.Run(Max(w), [(w, new([3], [2, -1, 2]))]);
        Assert.True(tie.Passed, tie.ToString());
        Assert.Contains(tie.Nodes, check => check.IsAtKink);
        Assert.DoesNotContain(ExpressionCheck.Run(Relu(w), [(w, new([3], [0.5, 1.5, -2]))]).Nodes, check => check.IsAtKink);
    }

    [Fact]
    public void A_wrong_derivative_at_a_kink_is_caught_all_the_same()
    {
        Variable w = new("w", [3]);
        ExpressionReport report = ExpressionCheck.Run(new MutatedTangent(new Relu(), (_, _, t) => 2 * t).Apply(w), [(w, new([3], [0, 0, 0]))]);
        Assert.Equal(CheckKind.Derivative, report.FirstFailure!.Kind);
    }

    [Fact]
    public void Kinks_whose_derivatives_do_not_add_up_are_no_failure()
    {
        // relu(w) − relu(−w) is w, whose derivative at 0 is 1; the two rectifiers take 0 there, and 0 is not 1.
        Variable w = new("w", [2]);
        ExpressionReport report = ExpressionCheck.Run(Relu(w) - Relu(-w), [(w, new([2], [0, 0]))]);
        Assert.True(report.Passed, report.ToString());
        Assert.Contains("need not add up", report.Whole.Single(check => check.HasRemark).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    [InlineData(1e-13)]
    public void Near_a_kink_nothing_fails(double distance)
    {
        Variable w = new("w", [4]);
        Tensor<double> at = new([4], [distance, -distance, 1, 1 + distance]);
        ExpressionReport report = ExpressionCheck.Run(Sum(Relu(w)) + Norm1(w) + Max(w), [(w, at)]);
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void Beside_a_kink_that_both_sides_reach_nothing_fails()
    {
        // Rows of numbers of many magnitudes with zeros among them: large steps reach other entries to both sides, and their central quotients agree.
        foreach (string family in new[] { "min", "max" })
        {
            for (int seed = 0; seed < 40; seed++)
            {
                foreach (PrimitiveCase @case in RandomCases.Of(family, 20, seed))
                {
                    CheckReport report = PrimitiveCheck.DerivativeTest(@case, 0, seed);
                    Assert.True(report.Passed, report.ToString());
                }
            }
        }
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "infinity")]
    public void A_value_that_is_no_finite_number_fails_and_is_named(double number, string told)
    {
        Variable w = new("w", [2]);
        ExpressionReport report = ExpressionCheck.Run(Sum(Tanh(w)), [(w, new([2], [1, number]))]);
        Assert.False(report.Passed);
        Assert.Equal(("w", CheckKind.Value), (report.FirstFailure!.Name, report.FirstFailure.Kind));
        Assert.Contains(told, report.FirstFailure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void How_many_entries_are_left_open_is_told()
    {
        // Beside a number of 10³⁰ in one sum differences of small ones drown; the other entry is told from differences.
        Variable w = new("w", [2]);
        ExpressionReport report = ExpressionCheck.Run(w + new Constant(new Tensor<double>([2], [1e30, 0])), [(w, new([2], [1, 1]))]);
        CheckReport derivative = report.Whole.Single(check => check.Kind == CheckKind.Derivative);
        Assert.True(derivative.Passed && derivative.HasRemark, derivative.ToString());
    }

    [Theory]
    [InlineData(1e8)]
    [InlineData(1e16)]
    [InlineData(1e150)]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    public void Large_and_small_numbers_fail_nothing(double number)
    {
        Variable w = new("w", [3]);
        Tensor<double> at = new([3], [number, -0.5 * number, 0.25 * number]);
        foreach (Expr expression in new[] { w + 1, Sum(w), Max(w), Abs(w), 3 * w, Relu(w) - w, Sum(w + number) })
        {
            ExpressionReport report = ExpressionCheck.Run(expression, [(w, at)]);
            Assert.True(report.Passed, report.ToString());
        }
    }

    [Fact]
    public void Points_are_drawn_within_domains()
    {
        Variable a = new("a", [4]), b = new("b", [4]);
        Expr expression = Sum(Log(a) + Sqrt(b - 0.1) + (1 / (a + b)));
        IReadOnlyList<(Variable Variable, Tensor<double> Value)> point = ExpressionCheck.Draw(expression, []);
        Assert.All(point, pair => Assert.All(pair.Value.Span.ToArray(), entry => Assert.True(entry > (pair.Variable == a ? 0 : 0.1))));
        Assert.True(ExpressionCheck.Run(expression).Passed);

        // The same seed draws the same point, another another; what is given stays.
        Assert.Equal(point[0].Value.Span.ToArray(), ExpressionCheck.Draw(expression, [])[0].Value.Span.ToArray());
        Assert.NotEqual(point[0].Value.Span.ToArray(), ExpressionCheck.Draw(expression, [], 1)[0].Value.Span.ToArray());
        Tensor<double> given = new([4], [1, 2, 3, 4]);
        Assert.Same(given, ExpressionCheck.Draw(expression, [(a, given)]).First(pair => pair.Variable == a).Value);

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => ExpressionCheck.Run(Log(-Square(a))));
        Assert.Equal("No point was found where 'log(-square(a))' is defined; give values to a.", refusal.Message);
    }

    [Fact]
    public void A_value_outside_of_a_domain_is_a_failure_that_says_where()
    {
        Variable w = new("w", [2]);
        ExpressionReport report = ExpressionCheck.Run(Sum(Log(w)), [(w, new([2], [1, -3]))]);
        CheckReport failure = Assert.Single(report.Checks);
        Assert.Equal(("log(w)", CheckKind.Value, false), (failure.Name, failure.Kind, failure.Passed));
        Assert.Equal("The value is no finite number at this point: argument 0 holds -3, outside of its domain (0, ∞).", failure.Message);
    }

    [Fact]
    public void Names_of_nodes_fit_a_line()
    {
        Expr deep = new Variable("w", [3]);
        for (int i = 0; i < 40; i++)
        {
            deep = Tanh((deep * 1.5) + 1);
        }

        ExpressionReport report = ExpressionCheck.Run(Sum(deep));
        Assert.True(report.Passed, report.ToString());
        Assert.All(report.Nodes, check => Assert.InRange(check.Name.Length, 1, 72));
        Assert.Contains("tanh(", report.Nodes[^1].Name, StringComparison.Ordinal);
    }
}
