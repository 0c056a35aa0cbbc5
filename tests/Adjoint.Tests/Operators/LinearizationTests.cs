using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Operators;
using Adjoint.Operators.Spectra;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Operators;

public sealed class LinearizationTests
{
    private static readonly Variable W = new("w", [3]), Y = new("y", [6]), X = new("x", [4]);
    private static readonly Random Random = new(8);
    private static readonly (Variable Variable, Tensor<double> Value)[] At =
        [(W, RandomTensors.Next(Random, W.Shape)), (Y, RandomTensors.Next(Random, Y.Shape)), (X, RandomTensors.Next(Random, X.Shape))];

    [Fact]
    public void The_Jacobian_is_that_of_difference_quotients()
    {
        Expr expression = Tanh(Convolve(W, Y)) * X;
        Tensor<double> jacobian = expression.Jacobian(W, At);
        for (int j = 0; j < 3; j++)
        {
            Tensor<double> ahead = At[0].Value.Clone(), behind = At[0].Value.Clone();
            ahead.Span[j] += 1e-5;
            behind.Span[j] -= 1e-5;
            Tensor<double> right = expression.Evaluate((W, ahead), At[1], At[2]), left = expression.Evaluate((W, behind), At[1], At[2]);
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal((right.Span[i] - left.Span[i]) / 2e-5, jacobian[i, j], 1e-8);
            }
        }
    }

    [Fact]
    public void The_adjoint_of_a_loss_applied_to_one_is_its_gradient()
    {
        Expr loss = SumOfSquares(X - Convolve(W, Y));
        Tensor<double> one = new(Shape.Scalar, [1]);
        Assert.Equal(loss.Gradient(W).Evaluate(At).Span.ToArray(), loss.Linearize(W, At).Adjoint.Apply(one).Span.ToArray());
    }

    [Fact]
    public void The_Hessian_is_the_Jacobian_of_the_gradient()
    {
        Expr loss = SumOfSquares(X - (Convolve(W, Convolve(W, Pad(Y, [0], [2])), Boundary.Valid)));
        Tensor<double> hessian = loss.Hessian(W, At), jacobian = loss.Gradient(W).Jacobian(W, At);
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(jacobian.Span[i], hessian.Span[i], 1e-9);
        }

        Assert.True(loss.HessianOperator(W, At).DotTest().Passed);
        LinearOperator map = loss.HessianOperator(W, At);
        Assert.Same(map, map.Adjoint);
    }

    [Fact]
    public void The_Hessian_of_a_quadratic_needs_no_point_in_what_moves()
    {
        // ∇² ‖x − B w‖² = 2 Bᵀ B.
        Expr estimate = Convolve(W, Y);
        LinearOperator b = estimate.Linearize(W, At[1]);
        Tensor<double> expected = (2 * (b.Adjoint * b)).ToMatrix(), hessian = SumOfSquares(X - estimate).HessianOperator(W, At[1]).ToMatrix();
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(expected.Span[i], hessian.Span[i], 1e-12);
        }
    }

    [Fact]
    public void Gauss_Newton_is_the_Hessian_where_the_outputs_are_affine_and_positive_semidefinite_elsewhere()
    {
        Expr logits = Convolve(W, Y);
        Func<Expr, Expr> loss = z => Sum(LogSumExp(z)) - Sum(z * X);
        Tensor<double> exact = loss(logits).Hessian(W, At), approximate = logits.GaussNewtonOperator(loss, [W], At).ToMatrix();
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(exact.Span[i], approximate.Span[i], 1e-12);
        }

        Expr deep = Convolve(W, Tanh(Convolve(W, Pad(Y, [0], [2]))));
        LinearOperator curved = deep.GaussNewtonOperator(z => SumOfSquares(z - X), [W], At);
        Tensor<double> full = SumOfSquares(deep - X).Hessian(W, At), halved = curved.ToMatrix();
        Assert.True(Vectors.Distance(full, halved) > 1e-3, "the curvature of the outputs should show");
        for (int seed = 0; seed < 20; seed++)
        {
            Tensor<double> u = RandomTensors.Next(new Random(seed), W.Shape);
            Assert.True(Vectors.Dot(u, curved.Apply(u)) >= -1e-9);
        }
    }

    [Fact]
    public void An_operator_says_what_it_is_as_a_convolution()
    {
        LinearOperator map = Convolve(W, Y).Linearize(Y, At);
        Assert.Equal("valid convolution of w with y", map.AsConvolution()?.Text);
        Assert.Equal("full convolution of ε with flip(w)", map.Adjoint.AsConvolution()?.Text);
        Assert.Equal("valid convolution of flip(y) with ε", Convolve(W, Y).Linearize(W, At).Adjoint.AsConvolution()?.Text);
        Assert.Null(LinearOperator.Identity([3]).AsConvolution());
        Assert.Null((map.Adjoint * map).AsConvolution());
    }

    [Fact]
    public void What_the_expression_does_not_contain_is_named()
    {
        Variable z = new("z", [3]), twin = new("w", [3]);
        Expr estimate = Convolve(W, Y);
        string message = Assert.Throws<ArgumentException>(() => estimate.Linearize(z, At)).Message;
        Assert.Contains("does not contain the variable 'z'; its variables are 'w', 'y'", message, StringComparison.Ordinal);
        Assert.Contains("another variable of that name", Assert.Throws<ArgumentException>(() => estimate.Linearize(twin, At)).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => estimate.Linearize([W, W], At)).Message, StringComparison.Ordinal);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => estimate.Linearize([], At)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nonlinear_expression_asks_for_its_point()
    {
        string message = Assert.Throws<ArgumentException>(() => Exp(W).Linearize(W)).Message;
        Assert.Contains("not linear in 'w'", message, StringComparison.Ordinal);
        Assert.Contains("pass the value of 'w', of shape 3", message, StringComparison.Ordinal);
        Assert.Contains("depends on 'y': pass its value", Assert.Throws<ArgumentException>(() => Convolve(W, Y).Linearize(W)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_a_twin_or_given_twice_is_told()
    {
        Variable twin = new("w", [3]);
        Tensor<double> value = new([3], [1, 2, 3]);
        Assert.Contains("of another variable of that name", Assert.Throws<ArgumentException>(() => Exp(W).Linearize(W, (twin, value))).Message, StringComparison.Ordinal);
        Assert.Contains("'w' has two values", Assert.Throws<ArgumentException>(() => Exp(W).Linearize(W, (W, value), (W, value))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Hessian_asks_for_its_point_where_the_scalar_is_not_quadratic() =>
        Assert.Contains("not quadratic in 'w'", Assert.Throws<ArgumentException>(() => Sum(Exp(W)).HessianOperator(W)).Message, StringComparison.Ordinal);

    [Fact]
    public void Derivatives_in_one_variable_and_in_several_agree()
    {
        Expr outputs = Tanh(Convolve(W, Y)) * X, loss = SumOfSquares(outputs);
        Tensor<double> jacobian = outputs.Jacobian([W, Y], At), hessian = loss.Hessian([W, Y], At);
        Tensor<double> inW = outputs.Jacobian(W, At), inY = outputs.Jacobian(Y, At), hessianInW = loss.Hessian(W, At);
        Assert.Equal([4, 9], jacobian.Shape);
        Assert.Equal([9, 9], hessian.Shape);
        for (int column = 0; column < 9; column++)
        {
            for (int row = 0; row < 4; row++)
            {
                Assert.Equal(column < 3 ? inW[row, column] : inY[row, column - 3], jacobian[row, column], 1e-12);
            }

            Assert.Equal(column < 3 ? hessianInW[0, column] : hessian[column, 0], hessian[0, column], 1e-9);
        }

        Func<Expr, Expr> squares = z => SumOfSquares(z);
        Assert.Equal(outputs.GaussNewtonOperator(squares, [W], At).ToMatrix().Span.ToArray(), outputs.GaussNewtonOperator(squares, W, At).ToMatrix().Span.ToArray());
    }

    [Fact]
    public void What_does_not_move_is_computed_once_however_often_the_map_is_applied()
    {
        Variable u = new("u", [3]);
        Counted counted = new();
        LinearOperator map = (counted.Apply(W) * u).Linearize(u, At);
        Tensor<double> argument = RandomTensors.Next(new Random(1), u.Shape);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(0, Vectors.Distance(map.Apply(argument), map.Adjoint.Apply(argument)), 1e-15);
        }

        Assert.True(map.NormBound().Value > 0);
        Assert.Equal(1, counted.Calls[0]);
    }

    [Fact]
    public void What_does_not_move_is_computed_in_float64_also_of_a_map_that_is_applied_in_float32()
    {
        // 1 + 10⁻⁹ − 1 is 0 in float32.
        Variable u = new("u", [1]), v = new("v", [1]);
        LinearOperator map = ((v - 1) * u).Linearize(u, (v, new([1], [1 + 1e-9])));
        Assert.Equal(1e-9, map.Apply(new Tensor<float>([1], [1])).Span[0], 1e-13);
        Assert.Equal(1e-9, map.Adjoint.Apply(new Tensor<float>([1], [1])).Span[0], 1e-13);
    }

    [Fact]
    public void A_folded_map_is_still_called_by_its_names()
    {
        LinearOperator map = Convolve(Tanh(W), Y).Linearize(Y, At);
        Assert.Contains("tanh(w)", map.AsConvolution()!.Text, StringComparison.Ordinal);
        Assert.Contains("tanh(w)", map.Adjoint.AsConvolution()!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_scalar_has_a_Hessian() =>
        Assert.Contains("scalar", Assert.Throws<ShapeException>(() => Convolve(W, Y).HessianOperator(W, At)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_picture_of_a_cinema_needs_no_matrix()
    {
        Variable w = new("w", [9, 9]), y = new("y", [2160, 3840]);
        LinearOperator blur = Convolve(w, y, Boundary.Symmetric).Linearize(y, (w, RandomTensors.Next(new Random(1), w.Shape, new(0, 1))));
        DotTestReport report = blur.DotTest<float>();
        Assert.True(report.Passed, report.Explanation);
        Assert.Equal(y.Shape, blur.Adjoint.Range);
    }

    /// <summary>Doubles its argument and counts how often.</summary>
    private sealed record Counted : Primitive
    {
        public int[] Calls { get; } = new int[1];

        public override string Name => "counted";

        public override int Arity => 1;

        public override Shape ResultShape(IReadOnlyList<Shape> arguments) => arguments[0];

        public override Dependence DependenceOn(int argument) => Dependence.LocallyConstant;

        public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments) => new(Interval.Reals, null, Curvature.Unknown, [new InArgument(Curvature.Unknown, Monotonicity.Unknown, 2)], "none");

        public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
        {
            Calls[0]++;
            for (int i = 0; i < result.Span.Length; i++)
            {
                result.Span[i] = 2 * arguments[0].Span[i];
            }
        }
    }
}
