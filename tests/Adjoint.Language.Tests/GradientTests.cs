using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Language.Tests;

/// <summary>The gradient of every function agrees with central differences; kinks and ties have the derivative that is stated.</summary>
public sealed class GradientTests
{
    /// <summary>Where no function of the language has a kink: no zeros, no ties, nothing at the edge of a domain.</summary>
    private const string Smooth = "m=[[1.5,-2.25],[0.75,3.125]] p=[[0.5,1.25],[2.5,0.375]] v=[0.5,1.75] w=[1.5,-0.5] y=[0.25,2,-1,4] s=1.75";

    public static TheoryData<string> Expressions =>
    [
        "m + v", "m - s", "v * m", "m / p", "-m", "m @ p", "v @ m @ v", "(m @ v) * s",
        .. ((string[])["valid", "full", "same", "circular", "reflect", "symmetric", "replicate"]).SelectMany(boundary => (string[])[$"conv(w, y, {boundary})", $"corr(w, y, {boundary})", $"conv(m, p, {boundary})"]),
        "sumsq(m)", "sum(m * p)", "mean(m / p)", "relu(m)", "square(m)", "transpose(m) * p", "flip(m) * p", "reshape(m, 4) * reshape(p, 4)",
        "p^2", "p^0.5", "p^-1.5", "m^3", "norm1(m)", "norm2(m)", "norminf(m)", "max(m)", "min(m * p)", "maximum(m, v)", "minimum(m, s)", "dot(m, p)", "abs(m)", "sqrt(p)",
        "exp(m)", "log(p)", "logistic(m)", "sigmoid(m)", "tanh(m)", "huber(m)", "huber(m, 2)", "logsumexp(m)", "softmax(m)", "logsoftmax(m)", "crossentropy(m, p)", "nll(p, softmax(m))",
        "sumsq(y - conv(w, conv(w, y), full))",
    ];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Gradients_agree_with_differences(string text)
    {
        (Variable Variable, Tensor<double> Value)[] values = Arrays.Bindings(Smooth);
        Expr expression;
        try
        {
            expression = Arrays.Parse(text, values);
        }
        catch (ExpressionException exception)
        {
            Assert.Fail($"{exception.Message}\n{exception.Excerpt()}");
            return;
        }

        Tensor<double> cotangent = new(expression.Shape);
        for (int i = 0; i < cotangent.Span.Length; i++)
        {
            cotangent.Span[i] = Math.Cos(i + 1);
        }

        Expr scalar = Sum(expression * new Constant(cotangent));
        foreach ((Variable variable, Tensor<double> value) in values.Where(pair => GraphTraversal.Variables(expression).Contains(pair.Variable)))
        {
            Tensor<double> gradient = expression.Gradient(variable, new Constant(cotangent)).Evaluate(values), differences = new(value.Shape);
            for (int i = 0; i < differences.Span.Length; i++)
            {
                double place = value.Span[i];
                value.Span[i] = place + 1e-5;
                double ahead = scalar.Evaluate(values).Span[0];
                value.Span[i] = place - 1e-5;
                differences.Span[i] = (ahead - scalar.Evaluate(values).Span[0]) / 2e-5;
                value.Span[i] = place;
            }

            Arrays.AssertClose(differences, gradient, 1e-8);
        }
    }

    [Theory]
    [InlineData("sum(relu(x))", "x=[-1,0,2]", "[0,0,1]")]
    [InlineData("sum(abs(x))", "x=[-1,0,2]", "[-1,0,1]")]
    [InlineData("norm1(x)", "x=[-1,0,2]", "[-1,0,1]")]
    [InlineData("max(x)", "x=[1,3,3]", "[0,1,0]")]
    [InlineData("min(x)", "x=[3,1,1]", "[0,1,0]")]
    [InlineData("norminf(x)", "x=[1,-3,3]", "[0,-1,0]")]
    [InlineData("sum(maximum(x, 1))", "x=[0,1,2]", "[0,1,1]")]
    [InlineData("sum(minimum(x, 1))", "x=[0,1,2]", "[1,1,0]")]
    public void At_kinks_and_ties_the_derivative_is_the_stated_one(string text, string bindings, string expected)
    {
        (Variable Variable, Tensor<double> Value)[] values = Arrays.Bindings(bindings);
        Arrays.AssertClose(Arrays.Read(expected), Arrays.Parse(text, values).Gradient(values[0].Variable).Evaluate(values));
    }
}
