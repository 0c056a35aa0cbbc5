using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Calculus;

public class GradientTests
{
    [Theory]
    [InlineData(Boundary.Valid)]
    [InlineData(Boundary.Full)]
    [InlineData(Boundary.Same)]
    [InlineData(Boundary.Circular)]
    [InlineData(Boundary.Reflect)]
    [InlineData(Boundary.Symmetric)]
    [InlineData(Boundary.Replicate)]
    public void One_layer_and_squared_error(Boundary boundary)
    {
        Variable w = new("w", [3, 2]), y = new("y", [5, 6]);
        Expr estimate = Convolve(w, y, boundary);
        Variable x = new("x", estimate.Shape);
        Expr loss = SumOfSquares(x - estimate);
        (Variable, Tensor<double>)[] at = Draw(1, w, y, x);
        Assert.All([w, y, x], variable => Derivatives.AgreeWithDifferences(loss, variable, at));
        HessianAgrees(loss, [w, y], at);
    }

    [Theory]
    [InlineData(Boundary.Valid)]
    [InlineData(Boundary.Circular)]
    [InlineData(Boundary.Replicate)]
    public void Two_layers_that_share_one_kernel(Boundary boundary)
    {
        Variable w = new("w", [3, 3]), y = new("y", [7, 7]);
        Expr estimate = Convolve(w, Convolve(w, y, boundary), boundary);
        Variable x = new("x", estimate.Shape);
        Expr loss = SumOfSquares(x - estimate);
        (Variable, Tensor<double>)[] at = Draw(2, w, y, x);
        Assert.All([w, y], variable => Derivatives.AgreeWithDifferences(loss, variable, at));
        HessianAgrees(loss, [w], at);
    }

    [Fact]
    public void Two_scalar_layers_that_share_one_weight()
    {
        // (1 − w²)²: slope −4w(1 − w²), second derivative 12w² − 4; stationary at −1, 0 and 1.
        Variable w = new("w", [1]);
        Expr loss = SumOfSquares(1 - Convolve(w, Convolve(w, new Constant(new Tensor<double>([1], [1])))));
        foreach (double at in new[] { -1, -0.5, 0, 0.25, 1, 2 })
        {
            Tensor<double> value = new([1], [at]);
            Assert.Equal(-4 * at * (1 - (at * at)), Interpreter.Evaluate(loss.Gradient(w), (w, value)).Span[0], 1e-12);
            Expr second = loss.HessianVectorProduct([w], [new Constant(new Tensor<double>([1], [1]))])[0];
            Assert.Equal((12 * at * at) - 4, Interpreter.Evaluate(second, (w, value)).Span[0], 1e-12);
        }
    }

    [Fact]
    public void A_network_from_colour_to_grey()
    {
        Variable y = new("y", [1, 7, 6, 3]), w1 = new("w1", [3, 3, 3, 8]), b1 = new("b1", [8]), w2 = new("w2", [3, 3, 8, 1]), b2 = new("b2", [1]), x = new("x", [1, 3, 2, 1]);
        Expr hidden = Relu(ConvolvePictures(w1, y) + b1), estimate = Relu(ConvolvePictures(w2, hidden) + b2);
        Expr loss = SumOfSquares(x - estimate);

        // Weights of this size leave every rectifier away from its kink, and some of each kind open.
        (Variable, Tensor<double>)[] at = Draw(3, y, w1, b1, w2, b2, x);
        double[] before = Interpreter.Evaluate(ConvolvePictures(w2, hidden) + b2, at).Span.ToArray();
        Assert.Contains(before, entry => entry > 0);
        Assert.All([w1, b1, w2, b2, y, x], variable => Derivatives.AgreeWithDifferences(loss, variable, at));
        HessianAgrees(loss, [w1, b1, w2, b2], at);
    }

    [Fact]
    public void Second_derivatives_are_symmetric()
    {
        Variable w = new("w", [2, 2]), y = new("y", [4, 3]);
        Expr loss = Sum(Square(Relu(Convolve(w, Convolve(w, y))) / (1 + Square(Sum(y)))));
        (Variable, Tensor<double>)[] at = Draw(4, w, y);
        Tensor<double>[] u = Directions(5, w, y), v = Directions(6, w, y);
        double uHv = Paired(u, Product(loss, [w, y], v, at)), vHu = Paired(v, Product(loss, [w, y], u, at));
        Assert.True(Math.Abs(uHv) > 1e-3);
        Assert.Equal(uHv, vHu, 1e-10 * Math.Abs(uHv));
    }

    [Fact]
    public void Shared_sub_expressions_are_counted_as_often_as_they_are_used()
    {
        Variable a = new("a", [3]);
        (Variable, Tensor<double>)[] at = [(a, new([3], [2, -3, 0.5]))];
        Expr e = a * a;
        Assert.Equal([4 * 8.0, 4 * -27.0, 4 * 0.125], Value(Sum(e * e).Gradient(a), at));
        Assert.Equal([2.0, 2, 2], Value(Sum(a + a).Gradient(a), at));
        Assert.Equal([0.0, 0, 0], Value(Sum(a - a).Gradient(a), at));
        Assert.Equal([0.0, 0, 0], Value(Sum(a / a).Gradient(a), at));
        Assert.Equal([4.0, -6, 1], Value(Sum(a * a).Gradient(a), at));
        Assert.Equal([1.0, 0, 1], Value(Sum(new Gate().Apply(a, a)).Gradient(a), at));
        Derivatives.AgreeWithDifferences(Sum((e * e) + (e / (e + 1)) + Square(e - a)), a, at);
    }

    [Fact]
    public void The_same_variable_as_kernel_and_picture()
    {
        Variable a = new("a", [3]);
        Expr loss = SumOfSquares(Convolve(a, a, Boundary.Full));
        Derivatives.AgreeWithDifferences(loss, a, Draw(7, a));
    }

    [Fact]
    public void A_cotangent_weighs_the_entries()
    {
        Variable a = new("a", [2, 2]), e = new("e", [2, 2]);
        (Variable, Tensor<double>)[] at = [(a, new([2, 2], [1, 2, 3, 4])), (e, new([2, 2], [10, 20, 30, 40]))];
        Assert.Equal([20.0, 80, 180, 320], Value(Square(a).Gradient(a, e), at));
        Assert.Equal(Value(Sum(Square(a) * e).Gradient(a), at), Value(Square(a).Gradient(a, e), at));
    }

    [Fact]
    public void A_variable_that_is_not_used_has_a_gradient_of_zeros()
    {
        Variable a = new("a", [2]), other = new("b", [3]);
        Expr[] gradients = Sum(a).Gradient([other, a]);
        Assert.Equal([0.0, 0, 0], Value(gradients[0], []));
        Assert.Equal([1.0, 1], Value(gradients[1], []));
        Assert.Equal([0.0, 0, 0], Value(new Constant(5).Gradient(other), []));
        Assert.Equal([0.0, 0, 0], Value(Sum(a).HessianVectorProduct([other], [new Constant(new Tensor<double>([3]))])[0], []));
    }

    [Fact]
    public void At_a_kink_the_derivative_is_zero()
    {
        Variable a = new("a", [4]);
        (Variable, Tensor<double>)[] at = [(a, new([4], [-1, 0, 1, -0.0]))];
        Assert.Equal([0.0, 0, 1, 0], Value(Sum(Relu(a)).Gradient(a), at));
        Assert.Equal([0.0, 0, 1, 0], Interpreter.Evaluate(Relu(a), at).Span.ToArray());
    }

    [Fact]
    public void Not_a_number_stays_one_through_a_rectifier_and_stops_its_derivative()
    {
        Variable a = new("a", [2]);
        (Variable, Tensor<double>)[] at = [(a, new([2], [double.NaN, double.PositiveInfinity]))];
        Assert.Equal([double.NaN, double.PositiveInfinity], Value(Relu(a), at));
        Assert.Equal([0.0, 1], Value(Sum(Relu(a)).Gradient(a), at));
    }

    [Fact]
    public void What_has_no_gradient_says_so()
    {
        Variable a = new("a", [2, 2]), b = new("b", [3]);
        string missing = Assert.Throws<ShapeException>(() => Square(a).Gradient(a)).Message;
        Assert.Contains("2×2", missing, StringComparison.Ordinal);
        Assert.Contains("cotangent", missing, StringComparison.Ordinal);
        string wrong = Assert.Throws<ShapeException>(() => Square(a).Gradient(a, b)).Message;
        Assert.Contains("2×2", wrong, StringComparison.Ordinal);
        Assert.Contains("3", wrong, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Square(a).Gradient(b, new Variable("e", [2])));
        Assert.Throws<ArgumentException>(() => Sum(a).HessianVectorProduct([a], []));
        string direction = Assert.Throws<ShapeException>(() => Sum(a).HessianVectorProduct([a], [b])[0]).Message;
        Assert.Contains("'a'", direction, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_linear_expressions_are_transposed()
    {
        Variable a = new("a", [2]), e = new("e", [2]);
        Expr[] nonlinear = [Relu(a), Square(a), a * a, 1 / a, new Gate().Apply(e, a), new Gate().Apply(a, a)];
        foreach (Expr node in nonlinear)
        {
            string message = Assert.Throws<ArgumentException>(() => Transposition.Adjoint(3 * node, [a], e)).Message;
            Assert.Contains($"'{node}'", message, StringComparison.Ordinal);
        }

        (Variable, Tensor<double>)[] at = [(e, new([2], [5, 7]))];
        Assert.Equal([15.0, 21], Value(Transposition.Adjoint(3 * a, [a], e)[0], at));
        Assert.Equal([10.0, 14], Value(Transposition.Adjoint(a + a, [a], e)[0], at));
    }

    private static void HessianAgrees(Expr loss, Variable[] variables, (Variable Variable, Tensor<double> Value)[] at)
    {
        foreach (Variable moved in variables)
        {
            Tensor<double> direction = RandomTensors.Next(new Random(8), moved.Shape);
            Expr[] directions = [.. variables.Select(variable => new Constant(variable == moved ? direction : new Tensor<double>(variable.Shape)))];
            Expr[] products = loss.HessianVectorProduct(variables, directions), gradients = loss.Gradient(variables);
            for (int i = 0; i < variables.Length; i++)
            {
                Tensor<double> expected = FiniteDifferences.Directional(gradients[i], moved, direction, at), product = Interpreter.Evaluate(products[i], at);
                double scale = Math.Max(Vectors.Largest(expected), Vectors.Largest(Interpreter.Evaluate(gradients[i], at)));
                Assert.True(Vectors.Distance(expected, product) <= 1e-7 * scale, $"∇²f in {variables[i]}, moving {moved}, is off by {Vectors.Distance(expected, product):G3} of {scale:G3}.");
            }
        }
    }

    private static Tensor<double>[] Product(Expr loss, Variable[] variables, Tensor<double>[] directions, (Variable, Tensor<double>)[] at) =>
        Interpreter.Evaluate(loss.HessianVectorProduct(variables, [.. directions.Select(direction => new Constant(direction))]), at);

    private static double Paired(Tensor<double>[] a, Tensor<double>[] b) => a.Zip(b, Vectors.Dot).Sum();

    private static Tensor<double>[] Directions(int seed, params Variable[] variables) => [.. variables.Select(variable => RandomTensors.Next(new Random(seed), variable.Shape))];

    private static (Variable, Tensor<double>)[] Draw(int seed, params Variable[] variables)
    {
        Random random = new(seed);
        return [.. variables.Select(variable => (variable, RandomTensors.Next(random, variable.Shape)))];
    }

    private static double[] Value(Expr expression, (Variable, Tensor<double>)[] at) => Interpreter.Evaluate(expression, at).Span.ToArray();
}
