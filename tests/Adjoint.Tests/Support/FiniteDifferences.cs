using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Tests.Support;

/// <summary>Derivatives from values alone: what every gradient is compared with.</summary>
public static class FiniteDifferences
{
    private const double Step = 1e-5;

    /// <summary>The gradient of a scalar in one variable by central differences, entry by entry. Its relative error is some 1e-9.</summary>
    public static Tensor<double> Gradient(Expr scalar, Variable variable, params (Variable Variable, Tensor<double> Value)[] at)
    {
        Tensor<double> point = at.Single(pair => pair.Variable == variable).Value, gradient = new(variable.Shape);
        for (int i = 0; i < gradient.Span.Length; i++)
        {
            Tensor<double> ahead = point.Clone(), behind = point.Clone();
            ahead.Span[i] += Step;
            behind.Span[i] -= Step;
            gradient.Span[i] = (Interpreter.Evaluate(scalar, With(at, variable, ahead)).Span[0] - Interpreter.Evaluate(scalar, With(at, variable, behind)).Span[0]) / (2 * Step);
        }

        return gradient;
    }

    /// <summary>The derivative of an expression in a direction of one variable by a central difference.</summary>
    public static Tensor<double> Directional(Expr expression, Variable variable, Tensor<double> direction, params (Variable Variable, Tensor<double> Value)[] at)
    {
        Tensor<double> point = at.Single(pair => pair.Variable == variable).Value;
        Tensor<double> ahead = Interpreter.Evaluate(expression, With(at, variable, Vectors.Combine(1, point, Step, direction)));
        Tensor<double> behind = Interpreter.Evaluate(expression, With(at, variable, Vectors.Combine(1, point, -Step, direction)));
        return Vectors.Combine(1 / (2 * Step), ahead, -1 / (2 * Step), behind);
    }

    public static (Variable Variable, Tensor<double> Value)[] With((Variable Variable, Tensor<double> Value)[] values, Variable variable, Tensor<double> value) =>
        [.. values.Select(pair => pair.Variable == variable ? (variable, value) : pair)];
}
