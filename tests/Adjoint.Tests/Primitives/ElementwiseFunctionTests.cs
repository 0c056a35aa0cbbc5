using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Functions of numbers: values from closed forms, what happens at kinks, and second derivatives.</summary>
public class ElementwiseFunctionTests
{
    private static readonly Dictionary<string, Func<Expr, Expr>> Smooth = new()
    {
        ["exp"] = Exp,
        ["sigmoid"] = Sigmoid,
        ["tanh"] = Tanh,
        ["softplus"] = Softplus,
        ["erf"] = Erf,
        ["gelu"] = Gelu,
        ["silu"] = Silu,
        ["elu"] = a => Elu(a),
        ["elu 0.5"] = a => Elu(a, 0.5),
        ["leaky"] = a => LeakyRelu(a),
        ["abs"] = Abs,
        ["huber"] = a => Huber(a),
        ["huber 3"] = a => Huber(a, 3),
        ["cube"] = a => Power(a, 3),
        ["fourth"] = a => Power(a, 4),
        ["reciprocal square"] = a => Power(a, -2),
        ["sqrt"] = a => Sqrt(Square(a) + 1),
        ["log"] = a => Log(Square(a) + 1),
        ["2.5"] = a => Power(Square(a) + 1, 2.5),
        ["maximum"] = a => Maximum(Square(a), a),
        ["minimum"] = a => Minimum(Square(a), Exp(a)),
        ["where"] = a => Where(GreaterThan(a, new Constant(1)), Exp(a), Square(a)),
    };

    public static TheoryData<string> Names => [.. Smooth.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void First_and_second_derivatives_agree_with_differences(string name)
    {
        // Every point is away from the kinks at 0, ±1, ±3.
        Variable a = new("a", [7]);
        (Variable, Tensor<double>) at = (a, new([7], [-4.2, -1.7, -0.6, 0.3, 0.8, 1.4, 3.6]));
        Expr value = Sum(Smooth[name](a) * new Constant(new Tensor<double>([7], [1, -2, 3, 1.5, -0.5, 2, 1])));
        Derivatives.AgreeWithDifferences(value, a, at);
        Derivatives.AgreeWithDifferences(Sum(value.Gradient(a) * Exp(0.1 * a)), a, at);
    }

    [Fact]
    public void Values_are_those_of_closed_forms()
    {
        double[] x = [-2, -0.5, 0, 0.5, 3];
        Agree(a => LeakyRelu(a), [-0.02, -0.005, 0, 0.5, 3], x);
        Agree(a => Elu(a, 2), [2 * (Math.Exp(-2) - 1), 2 * (Math.Exp(-0.5) - 1), 0, 0.5, 3], x);
        Agree(Abs, [2, 0.5, 0, 0.5, 3], x);
        Agree(Sign, [-1, -1, 0, 1, 1], x);
        Agree(a => Huber(a), [1.5, 0.125, 0, 0.125, 2.5], x);
        Agree(a => Huber(a, 0.5), [0.875, 0.125, 0, 0.125, 1.375], x);
        Agree(a => Power(a, 3), [-8, -0.125, 0, 0.125, 27], x);
        Agree(a => Power(a, 0), [1, 1, 1, 1, 1], x);
        Agree(a => Power(a, -1), [-0.5, -2, double.PositiveInfinity, 2, 1 / 3.0], x);
        Agree(a => Power(a, 1.5), [double.NaN, double.NaN, 0, Math.Pow(0.5, 1.5), Math.Pow(3, 1.5)], x);
        Agree(a => Maximum(a, new Constant(0.25)), [0.25, 0.25, 0.25, 0.5, 3], x);
        Agree(a => Minimum(a, new Constant(0.25)), [-2, -0.5, 0, 0.25, 0.25], x);
        Agree(a => GreaterThan(a, new Constant(0)), [0, 0, 0, 1, 1], x);

        // Φ(−2), Φ(−0.5), Φ(0.5), Φ(3) from Abramowitz and Stegun 1964, table 26.1.
        Agree(Gelu, [-2 * 0.022750131948179, -0.5 * 0.308537538725987, 0, 0.5 * 0.691462461274013, 3 * 0.998650101968370], x, 1e-12);
        Agree(Silu, [-2 / (1 + Math.Exp(2)), -0.5 / (1 + Math.Exp(0.5)), 0, 0.5 / (1 + Math.Exp(-0.5)), 3 / (1 + Math.Exp(-3))], x);
    }

    [Fact]
    public void Nothing_overflows_at_ten_thousand()
    {
        double[] x = [-1e4, 1e4];
        Agree(Softplus, [0, 1e4], x);
        Agree(Sigmoid, [0, 1], x);
        Agree(Tanh, [-1, 1], x);
        Agree(Gelu, [0, 1e4], x);
        Agree(Silu, [0, 1e4], x);
        Agree(a => Elu(a), [-1, 1e4], x);
        Agree(Erf, [-1, 1], x);
        foreach (Func<Expr, Expr> function in new Func<Expr, Expr>[] { Softplus, Sigmoid, Tanh, Gelu, Silu, a => Elu(a), Erf })
        {
            Variable a = new("a", [2]);
            Tensor<float> slope = Sum(function(a)).Gradient(a).Evaluate((a, new Tensor<float>([2], [-1e4f, 1e4f])));
            Assert.All(slope.Span.ToArray(), entry => Assert.True(entry is 0 or 1, $"{function(a)}: {entry}"));
        }
    }

    [Fact]
    public void At_kinks_and_ties_the_derivative_is_the_stated_one()
    {
        double[] zero = [0, -0.0];
        Assert.Equal([0, 0], Slope(Abs, zero));
        Assert.Equal([0.01, 0.01], Slope(a => LeakyRelu(a), zero));
        Assert.Equal([1, 1], Slope(a => Elu(a), zero));
        Assert.Equal([1, 1], Slope(a => Huber(a), [1, 5]));
        Assert.Equal([double.PositiveInfinity], Slope(Sqrt, [0]));
        Assert.Equal([0, 0], Slope(a => Power(a, 0), zero));

        Variable a = new("a", [3]), b = new("b", [3]);
        (Variable, Tensor<double>)[] at = [(a, new([3], [1, 2, 3])), (b, new([3], [1, 3, 2]))];
        foreach ((Expr chosen, double[] first, double[] second) in new[] { (Maximum(a, b), new double[] { 1, 0, 1 }, new double[] { 0, 1, 0 }), (Minimum(a, b), [1, 1, 0], [0, 0, 1]) })
        {
            Expr[] gradients = Sum(chosen).Gradient([a, b]);
            Assert.Equal(first, Interpreter.Evaluate(gradients[0], at).Span.ToArray());
            Assert.Equal(second, Interpreter.Evaluate(gradients[1], at).Span.ToArray());
        }
    }

    [Fact]
    public void What_is_not_chosen_has_no_influence()
    {
        Variable condition = new("c", [4]), a = new("a", [4]), b = new("b", [4]);
        (Variable, Tensor<double>)[] at =
            [(condition, new([4], [1, 0, -2, double.NaN])), (a, new([4], [10, double.NaN, 30, double.PositiveInfinity])), (b, new([4], [double.NaN, 2, double.NegativeInfinity, 4]))];
        Expr chosen = Where(condition, a, b);
        Assert.Equal([10, 2, 30, 4], Interpreter.Evaluate(chosen, at).Span.ToArray());
        Expr[] gradients = Sum(chosen).Gradient([condition, a, b]);
        Assert.Equal([0.0, 0, 0, 0], Interpreter.Evaluate(gradients[0], at).Span.ToArray());
        Assert.Equal([1.0, 0, 1, 0], Interpreter.Evaluate(gradients[1], at).Span.ToArray());
        Assert.Equal([0.0, 1, 0, 1], Interpreter.Evaluate(gradients[2], at).Span.ToArray());
        Assert.Equal([2, 3, 4], (IEnumerable<int>)Where(new Variable("p", [3, 1]), new Variable("q", [2, 1, 4]), new Constant(0)).Shape);
    }

    [Fact]
    public void Not_a_number_stays_one()
    {
        Func<Expr, Expr>[] functions = [Abs, Sign, Sqrt, Exp, Log, Sigmoid, Tanh, Softplus, Erf, Gelu, Silu, a => Elu(a), a => LeakyRelu(a), a => Huber(a), a => Power(a, 3), a => Power(a, -2), a => Power(a, 1.5), a => Maximum(a, new Constant(0)), a => Minimum(new Constant(0), a)];
        foreach (Func<Expr, Expr> function in functions)
        {
            Variable a = new("a", [1]);
            Assert.True(float.IsNaN(function(a).Evaluate((a, new Tensor<float>([1], [float.NaN]))).Span[0]), function(a).ToString());
            Assert.True(double.IsNaN(function(a).Evaluate((a, new Tensor<double>([1], [double.NaN]))).Span[0]), function(a).ToString());
            Assert.True(double.IsNaN(Interpreter.Evaluate(function(a), (a, new Tensor<double>([1], [double.NaN]))).Span[0]), function(a).ToString());
        }
    }

    [Fact]
    public void Impossible_parameters_are_refused()
    {
        Variable a = new("a", [2]);
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => Huber(a, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Huber(a, double.NaN));
        Assert.Contains("at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => Elu(a, -1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LeakyRelu(a, double.PositiveInfinity));
        Assert.Contains("finite", Assert.Throws<ArgumentOutOfRangeException>(() => Power(a, double.NaN)).Message, StringComparison.Ordinal);
    }

    private static double[] Slope(Func<Expr, Expr> function, double[] at)
    {
        Variable a = new("a", [at.Length]);
        return Interpreter.Evaluate(Sum(function(a)).Gradient(a), (a, new Tensor<double>([at.Length], at))).Span.ToArray();
    }

    /// <summary>The reference, and the fast paths in both precisions.</summary>
    private static void Agree(Func<Expr, Expr> function, double[] expected, double[] at, double tolerance = 1e-14)
    {
        Variable a = new("a", [at.Length]);
        Expr value = function(a);
        Tensor<double> point = new([at.Length], at), exact = new([at.Length], expected);
        Assert.True(Vectors.Distance(exact, Interpreter.Evaluate(value, (a, point))) <= tolerance, $"{value} by the reference");
        Assert.True(Vectors.Distance(exact, value.Evaluate((a, point))) <= tolerance, $"{value} in float64");
        double scale = expected.Where(double.IsFinite).Max(Math.Abs);
        Assert.True(Vectors.Distance(Vectors.ToDouble(Vectors.ToSingle(exact)), Vectors.ToDouble(value.Evaluate((a, Vectors.ToSingle(point))))) <= 1e-6 * scale, $"{value} in float32");
    }
}
