using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Sums, extrema and norms: values, axes, and what the derivative is at ties and at zero.</summary>
public class ReductionTests
{
    private static readonly Variable Matrix = new("a", [2, 3]);

    private static readonly Tensor<double> Numbers = new([2, 3], [3, -1, 4, 1, -5, 4]);

    [Fact]
    public void Axes_are_reduced_as_they_are_named()
    {
        Is(Sum(Matrix, [0]), [3], [4, -6, 8]);
        Is(Sum(Matrix, [1]), [2], [6, 0]);
        Is(Sum(Matrix, [-1], keepAxes: true), [2, 1], [6, 0]);
        Is(Sum(Matrix, [0, 1]), Shape.Scalar, [6]);
        Is(Sum(Matrix, [0, 1], keepAxes: true), [1, 1], [6]);
        Is(Sum(Matrix, []), [2, 3], [3, -1, 4, 1, -5, 4]);
        Is(Mean(Matrix, [0]), [3], [2, -3, 4]);
        Is(Mean(Matrix, [1], keepAxes: true), [2, 1], [2, 0]);
        Is(Max(Matrix), Shape.Scalar, [4]);
        Is(Max(Matrix, 0), [3], [3, -1, 4]);
        Is(Max(Matrix, -1, keepAxis: true), [2, 1], [4, 4]);
        Is(Min(Matrix), Shape.Scalar, [-5]);
        Is(Min(Matrix, 0, keepAxis: true), [1, 3], [1, -5, 4]);
        Is(Min(Matrix, 1), [2], [-1, -5]);
        Is(Norm1(Matrix), Shape.Scalar, [18]);
        Is(Norm2(Matrix), Shape.Scalar, [Math.Sqrt(68)]);
        Is(NormInfinity(Matrix), Shape.Scalar, [5]);
        Is(Dot(Matrix, Matrix), Shape.Scalar, [68]);
        Is(LogSumExp(Matrix, 0), [3], [Math.Log(Math.Exp(3) + Math.Exp(1)), Math.Log(Math.Exp(-1) + Math.Exp(-5)), 4 + Math.Log(2)]);
        Is(LogSumExp(Matrix, keepAxis: true), [2, 1], [Math.Log(Math.Exp(3) + Math.Exp(-1) + Math.Exp(4)), Math.Log(Math.Exp(1) + Math.Exp(-5) + Math.Exp(4))]);
    }

    [Fact]
    public void Means_and_norms_have_their_derivatives()
    {
        Func<Expr, Expr>[] scalars =
        [
            a => Sum(Square(Sum(a, [0]))), a => Sum(Square(Mean(a, [1]))), a => Sum(Square(Max(a, 1))), a => Sum(Square(Min(a, 0))), Norm1, Norm2, NormInfinity, a => Square(Max(a)), a => Power(Min(a), 3),
            a => Dot(a, Exp(a)), a => Norm2(Square(a)) / Norm1(a), a => Square(LogSumExp(Reshape(a, [6]))), a => Sum(Square(LogSumExp(a, 0))), a => Sum(Square(Softmax(a, 0))), a => Sum(Square(LogSoftmax(a, 0))), a => Sum(Power(Softmax(a), 3)),
        ];
        (Variable, Tensor<double>) at = (Matrix, new([2, 3], [0.3, -1.2, 0.9, 1.1, -0.4, 0.7]));
        foreach (Func<Expr, Expr> scalar in scalars)
        {
            Expr value = scalar(Matrix);
            Derivatives.AgreeWithDifferences(value, Matrix, at);
            Derivatives.AgreeWithDifferences(Sum(value.Gradient(Matrix) * Exp(0.3 * Matrix)), Matrix, at);
        }
    }

    [Fact]
    public void At_ties_the_derivative_goes_to_the_first_place()
    {
        Variable a = new("a", [2, 3]);
        (Variable, Tensor<double>) at = (a, new([2, 3], [2, -2, 2, 1, 1, -2]));
        Assert.Equal([1.0, 0, 0, 0, 0, 0], Gradient(Max(a), at));
        Assert.Equal([0.0, 1, 0, 0, 0, 0], Gradient(Min(a), at));
        Assert.Equal([1.0, 0, 0, 1, 0, 0], Gradient(Sum(Max(a, 1)), at));
        Assert.Equal([0.0, 1, 0, 0, 0, 1], Gradient(Sum(Min(a, 1)), at));
        Assert.Equal([1.0, 0, 0, 0, 0, 0], Gradient(NormInfinity(a), at));
        Assert.Equal([1.0, -1, 1, 1, 1, -1], Gradient(Norm1(a), at));
    }

    [Fact]
    public void At_zero_norms_have_the_derivative_zero()
    {
        Variable a = new("a", [3]);
        (Variable, Tensor<double>) at = (a, new([3]));
        Assert.All([Norm1(a), Norm2(a), NormInfinity(a)], norm => Assert.Equal([0.0, 0, 0], Gradient(norm, at)));
        Assert.Equal([0.0, 0, 0], Norm2(a).Gradient(a).Evaluate(at).Span.ToArray());
        Expr curvature = Norm2(a).HessianVectorProduct([a], [new Constant(new Tensor<double>([3], [1, 2, 3]))])[0];
        Assert.All(Interpreter.Evaluate(curvature, at).Span.ToArray(), entry => Assert.True(double.IsFinite(entry)));
    }

    [Theory]
    [InlineData(3e30f, 4e30f, 5e30)]
    [InlineData(3e-30f, 4e-30f, 5e-30)]
    [InlineData(3e-42f, 4e-42f, 5e-42)]
    [InlineData(0f, 0f, 0)]
    [InlineData(float.PositiveInfinity, 1f, double.PositiveInfinity)]
    public void The_norm_neither_overflows_nor_vanishes(float first, float second, double expected)
    {
        Variable a = new("a", [2]);
        float norm = Norm2(a).Evaluate((a, new Tensor<float>([2], [first, second]))).Span[0];
        Assert.True((double)norm == expected || Math.Abs(norm - expected) <= Math.Max(1e-6 * expected, 3e-45), $"{norm} instead of {expected}");
        Tensor<double> large = new([2], [3e200 * (first > 0 ? 1 : 0), 4e200]);
        Assert.Equal(first > 0 ? 5e200 : 4e200, Norm2(a).Evaluate((a, large)).Span[0], 1e187);
    }

    [Fact]
    public void Not_a_number_is_the_extremum_and_the_norm()
    {
        Variable a = new("a", [20, 3]);
        for (int place = 0; place < 60; place += 7)
        {
            Tensor<double> value = RandomTensors.Next(new Random(place), a.Shape);
            value.Span[place] = double.NaN;
            foreach (Expr scalar in new[] { Max(a), Min(a), Norm2(a), NormInfinity(a), Max(Max(a, 0)), Min(Min(a, 1)), Sum(LogSumExp(a)), Sum(Softmax(a, 0)), Sum(LogSoftmax(a)) })
            {
                Assert.True(double.IsNaN(scalar.Evaluate((a, value)).Span[0]), $"{scalar} at {place}");
            }
        }
    }

    [Fact]
    public void Wrong_axes_are_named()
    {
        Assert.Contains("axis 2 in shape 2×3", Assert.Throws<ShapeException>(() => Sum(Matrix, [2])).Message, StringComparison.Ordinal);
        Assert.Contains("named twice", Assert.Throws<ShapeException>(() => Sum(Matrix, [0, -2])).Message, StringComparison.Ordinal);
        Assert.Contains("axis -3", Assert.Throws<ShapeException>(() => Softmax(Matrix, -3)).Message, StringComparison.Ordinal);
        Assert.Contains("scalar", Assert.Throws<ShapeException>(() => LogSumExp(new Constant(1))).Message, StringComparison.Ordinal);
        Assert.Contains("0×3", Assert.Throws<ShapeException>(() => Max(new Variable("b", [0, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("3×0", Assert.Throws<ShapeException>(() => Mean(new Variable("b", [3, 0]), [1])).Message, StringComparison.Ordinal);
        string dot = Assert.Throws<ShapeException>(() => Dot(Matrix, new Variable("b", [3]))).Message;
        Assert.Contains("2×3", dot, StringComparison.Ordinal);
    }

    private static double[] Gradient(Expr scalar, params (Variable, Tensor<double>)[] at) => Interpreter.Evaluate(scalar.Gradient(at[0].Item1), at).Span.ToArray();

    private static void Is(Expr value, Shape shape, double[] expected)
    {
        Assert.Equal(shape, value.Shape);
        Tensor<double> exact = new(shape, expected);
        Assert.True(Vectors.Distance(exact, Interpreter.Evaluate(value, (Matrix, Numbers))) <= 1e-13, $"{value} by the reference");
        Assert.True(Vectors.Distance(exact, value.Evaluate((Matrix, Numbers))) <= 1e-13, $"{value} in float64");
        Assert.True(Vectors.Distance(exact, Vectors.ToDouble(value.Evaluate((Matrix, Vectors.ToSingle(Numbers))))) <= 1e-5, $"{value} in float32");
    }
}
