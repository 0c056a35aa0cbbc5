using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Tests.Support;

/// <summary>The library's derivatives as matrices: its linearisation and its adjoint, applied to basis vectors.</summary>
public static class Derivatives
{
    /// <summary>The Jacobian in one variable, column by column from the linearisation.</summary>
    public static DenseMatrix Forward(Expr expression, Variable variable, params (Variable Variable, Tensor<double> Value)[] at)
    {
        Variable direction = new("direction", variable.Shape);
        Expr tangent = Linearization.Tangent(expression, new Dictionary<Variable, Expr> { [variable] = direction })!;
        return DenseMatrix.Of(value => Interpreter.Evaluate(tangent, [.. at, (direction, value)]), variable.Shape, expression.Shape);
    }

    /// <summary>The adjoint in one variable, column by column from reverse mode.</summary>
    public static DenseMatrix Backward(Expr expression, Variable variable, params (Variable Variable, Tensor<double> Value)[] at)
    {
        Variable cotangent = new("cotangent", expression.Shape);
        Expr gradient = expression.Gradient(variable, cotangent);
        return DenseMatrix.Of(value => Interpreter.Evaluate(gradient, [.. at, (cotangent, value)]), expression.Shape, variable.Shape);
    }

    /// <summary>Holds a gradient to finite differences.</summary>
    public static void AgreeWithDifferences(Expr scalar, Variable variable, params (Variable Variable, Tensor<double> Value)[] at)
    {
        Tensor<double> gradient = Interpreter.Evaluate(scalar.Gradient(variable), at), expected = FiniteDifferences.Gradient(scalar, variable, at);
        double scale = Math.Max(Vectors.Largest(expected), Math.Abs(Interpreter.Evaluate(scalar, at).Span[0])), distance = Vectors.Distance(expected, gradient);
        Assert.True(distance <= 1e-7 * scale, $"The gradient of {scalar} in {variable} is off finite differences by {distance:G3} of {scale:G3}.");
    }
}
