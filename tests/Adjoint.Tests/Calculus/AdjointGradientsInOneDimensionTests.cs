using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Calculus;

/// <summary>
/// The seed problem: x̂ = w * y with y of five entries, w of three, valid; loss ‖x − x̂‖². Its matrices stand here as they are
/// written by hand, with a prime for each symbol, so that an entry in the wrong place cannot hide.
/// </summary>
public class AdjointGradientsInOneDimensionTests
{
    private static readonly Variable W = new("w", [3]), Y = new("y", [5]), X = new("x", [3]), E = new("e", [3]);
    private static readonly double[] w = [2, 3, 5], y = [7, 11, 13, 17, 19], x = [23, 29, 31], e = [37, 41, 43];
    private static readonly (Variable, Tensor<double>)[] At = [(W, new([3], w)), (Y, new([5], y)), (X, new([3], x)), (E, new([3], e))];
    private static readonly Expr Estimate = Convolve(W, Y);

    private static readonly DenseMatrix A = DenseMatrix.FromRows(
        [w[2], w[1], w[0], 0, 0],
        [0, w[2], w[1], w[0], 0],
        [0, 0, w[2], w[1], w[0]]);

    private static readonly DenseMatrix B = DenseMatrix.FromRows(
        [y[2], y[1], y[0]],
        [y[3], y[2], y[1]],
        [y[4], y[3], y[2]]);

    [Fact]
    public void The_matrix_in_the_picture() => Assert.Equal(0, A.Distance(Derivatives.Forward(Estimate, Y, At)));

    [Fact]
    public void The_adjoint_in_the_picture_is_its_transpose() => Assert.Equal(0, A.Transpose().Distance(Derivatives.Backward(Estimate, Y, At)));

    [Fact]
    public void The_matrix_in_the_kernel() => Assert.Equal(0, B.Distance(Derivatives.Forward(Estimate, W, At)));

    [Fact]
    public void The_adjoint_in_the_kernel_is_its_transpose()
    {
        DenseMatrix transpose = DenseMatrix.FromRows([y[2], y[3], y[4]], [y[1], y[2], y[3]], [y[0], y[1], y[2]]);
        Assert.Equal(0, transpose.Distance(B.Transpose()));
        Assert.Equal(0, transpose.Distance(Derivatives.Backward(Estimate, W, At)));
    }

    [Fact]
    public void Both_matrices_give_the_convolution()
    {
        double[] estimate = Interpreter.Evaluate(Estimate, At).Span.ToArray();
        Assert.Equal(A.Times(y), estimate);
        Assert.Equal(B.Times(w), estimate);
    }

    [Fact]
    public void The_adjoint_in_the_picture_is_a_full_convolution_with_the_flipped_kernel()
    {
        double[] expected = A.Transpose().Times(e);
        Assert.Equal(expected, Value(Estimate.Gradient(Y, E)));
        Assert.Equal(expected, Value(Convolve(Flip(W), E, Boundary.Full)));
        Assert.Equal(expected, Value(Convolve(Flip(W), Pad(E, [1], [1]), Boundary.Same)));
    }

    [Fact]
    public void The_adjoint_in_the_kernel_is_a_valid_convolution_with_the_flipped_picture()
    {
        double[] expected = B.Transpose().Times(e);
        Assert.Equal(expected, Value(Estimate.Gradient(W, E)));
        Assert.Equal(expected, Value(Convolve(Flip(Y), E, Boundary.Valid)));
    }

    [Fact]
    public void The_gradient_of_the_loss_is_the_adjoint_of_minus_twice_the_residual()
    {
        Expr loss = SumOfSquares(X - Estimate);
        double[] estimate = A.Times(y), epsilon = [.. x.Zip(estimate, (target, value) => -2 * (target - value))];
        Assert.Equal(B.Transpose().Times(epsilon), Value(loss.Gradient(W)));
        Assert.Equal(A.Transpose().Times(epsilon), Value(loss.Gradient(Y)));
        Derivatives.AgreeWithDifferences(loss, W, At);
        Derivatives.AgreeWithDifferences(loss, Y, At);
        Derivatives.AgreeWithDifferences(loss, X, At);
    }

    [Fact]
    public void The_circulating_slip_disagrees_with_finite_differences()
    {
        // −2 Bᵀε although ε = −2 (x − x̂) holds the −2 already.
        Expr loss = SumOfSquares(X - Estimate), epsilon = -2 * (X - Estimate), slip = -2 * Estimate.Gradient(W, epsilon);
        Tensor<double> truth = FiniteDifferences.Gradient(loss, W, At), claimed = Interpreter.Evaluate(slip, At);
        Assert.True(Vectors.Distance(truth, claimed) > Vectors.Largest(truth));
        Assert.Equal(0, Vectors.Distance(claimed, Vectors.Map(Interpreter.Evaluate(loss.Gradient(W), At), entry => -2 * entry)));
    }

    [Fact]
    public void The_gradient_is_printed_as_a_correlation()
    {
        // The adjoint is an expression that can be read: no loop over samples hides in it.
        Assert.Contains("correlate", Estimate.Gradient(W, E).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("flip(flip", Estimate.Gradient(Y, E).ToString(), StringComparison.Ordinal);
    }

    private static double[] Value(Expr expression) => Interpreter.Evaluate(expression, At).Span.ToArray();
}
