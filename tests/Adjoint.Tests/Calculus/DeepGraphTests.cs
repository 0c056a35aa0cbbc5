using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Calculus;

/// <summary>Depth is bounded by memory. Each test runs on a thread whose stack a recursion over the nodes would overflow, which ends the process.</summary>
public class DeepGraphTests
{
    private const int Depth = 20_000;

    private static readonly Variable X = new("x", [2]);

    [Fact]
    public void A_gradient_of_a_long_chain() => OnASmallStack(() =>
    {
        // Each step adds x: the value is (1 + depth)·x, so the gradient of its sum is 1 + depth.
        Expr gradient = Sum(Chain(previous => previous + X)).Gradient(X);
        Tensor<double> value = Support.Interpreter.Evaluate(gradient, (X, new Tensor<double>([2], [0.5, -2])));
        Assert.Equal([1 + Depth, 1 + Depth], value.Span.ToArray());
    });

    [Fact]
    public void A_gradient_through_nonlinear_steps() => OnASmallStack(() =>
    {
        Expr gradient = Sum(Chain(Relu)).Gradient(X);
        Assert.Equal([1.0, 0], Support.Interpreter.Evaluate(gradient, (X, new Tensor<double>([2], [0.5, -2]))).Span.ToArray());
    });

    [Fact]
    public void A_second_derivative_of_a_long_chain() => OnASmallStack(() =>
    {
        Expr product = Sum(Square(Chain(previous => previous + X))).HessianVectorProduct([X], [new Constant(new Tensor<double>([2], [1, 2]))])[0];
        double second = 2.0 * (1 + Depth) * (1 + Depth);
        Assert.Equal([second, 2 * second], Support.Interpreter.Evaluate(product, (X, new Tensor<double>([2], [3, 4]))).Span.ToArray());
    });

    [Fact]
    public void A_plan_of_a_long_chain_entry_by_entry() => OnASmallStack(() =>
    {
        Expr chain = Chain(previous => previous + X);
        Assert.Equal([0.5 * (1 + Depth), -2.0 * (1 + Depth)], chain.Evaluate((X, new Tensor<double>([2], [0.5, -2]))).Span.ToArray());
        Plan plan = Plan.Compile(new Function([X], [chain]));
        Assert.True(plan.WorkingLength < 100_000, $"{plan.WorkingLength} numbers of working memory for a chain over two numbers.");
    });

    [Fact]
    public void A_plan_of_a_long_chain_of_other_steps() => OnASmallStack(() =>
    {
        Expr chain = Chain(previous => Pad(Crop(previous, [1], [0]), [0], [1]) + X, Depth / 4);
        Assert.Equal([0.5 - 2, -2], chain.Evaluate((X, new Tensor<double>([2], [0.5, -2]))).Span.ToArray());
    });

    [Fact]
    public void Printing_a_long_chain_is_cut() => OnASmallStack(() =>
    {
        string sum = Chain(previous => previous + X).ToString();
        Assert.StartsWith("x + x + x", sum, StringComparison.Ordinal);
        Assert.EndsWith("…", sum, StringComparison.Ordinal);
        Assert.Equal(1, sum.Count(letter => letter == '…'));
        Assert.StartsWith("relu(relu(relu(", Chain(Relu).ToString(), StringComparison.Ordinal);
    });

    [Fact]
    public void Printing_a_graph_of_shared_squares_is_cut()
    {
        Expr power = X;
        for (int i = 0; i < 100; i++)
        {
            power *= power;
        }

        Assert.True(power.ToString().Length < 30_000);
    }

    private static Expr Chain(Func<Expr, Expr> step, int length = Depth)
    {
        Expr chain = X;
        for (int i = 0; i < length; i++)
        {
            chain = step(chain);
        }

        return chain;
    }

    private static void OnASmallStack(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(action), maxStackSize: 384 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
