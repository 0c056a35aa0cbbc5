using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;
using Adjoint.Tests.Laws;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Graph;

public class GraphTests
{
    private static readonly Variable A = new("a", [2]), B = new("b", [2]);

    [Fact]
    public void Two_variables_of_one_name_are_refused()
    {
        Expr sum = A + new Variable("a", [2]);
        Assert.Contains("'a'", Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify("a test", sum)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Plan.Compile(new Function(GraphTraversal.Variables(sum), [sum])));
        Assert.Null(Record.Exception(() => GraphVerifier.Verify("a test", A + A, A - B)));
    }

    [Fact]
    public void A_shape_rule_that_changes_its_mind_is_named()
    {
        // Right while the expression is built, wrong when it is looked at again.
        int asked = 0;
        Primitive fickle = new MutatedShape(new Negate(), shape => asked++ == 0 ? shape : [.. shape, 1]);
        Expr expression = fickle.Apply(A);
        string message = Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify("a test", expression)).Message;
        Assert.Contains("After a test", message, StringComparison.Ordinal);
        Assert.Contains("negate", message, StringComparison.Ordinal);
        Assert.Contains("2×1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_derivative_of_the_wrong_shape_is_named()
    {
        // Broadcasting would hide it in a sum of shares, and give a wrong gradient.
        Expr adjoint = new MutatedAdjoint(new Negate(), static (_, _, cotangent) => Sum(cotangent)).Apply(A);
        Expr tangent = new MutatedTangent(new Negate(), static (_, _, direction) => Sum(direction)).Apply(A);
        Assert.Contains("'negate'", Assert.Throws<InvalidOperationException>(() => Transposition.Adjoint(adjoint + A, [A], B)).Message, StringComparison.Ordinal);
        Assert.Contains("'negate'", Assert.Throws<InvalidOperationException>(() => Sum(tangent + A).Gradient(A)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_names_what_is_missing_or_given_twice()
    {
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => new Function([A], [A + B])).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => new Function([A, A], [A])).Message, StringComparison.Ordinal);
        Function function = new([B, A], [A]);
        Assert.Equal([B, A], function.Inputs);
        Assert.Equal([A], function.Outputs);
    }

    [Fact]
    public void A_function_keeps_its_own_lists()
    {
        Variable[] inputs = [A];
        Expr[] outputs = [A];
        Function function = new(inputs, outputs);
        (inputs[0], outputs[0]) = (B, B);
        Assert.Equal([A], function.Inputs);
        Assert.Equal([A], function.Outputs);
    }

    [Fact]
    public void Arguments_come_before_what_uses_them_and_each_node_once()
    {
        Expr product = A * B, sum = product + A, root = sum - product;
        IReadOnlyList<Expr> order = GraphTraversal.TopologicalOrder(root, sum);
        Assert.Equal([A, B, product, sum, root], order);
        Assert.Equal([A, B], GraphTraversal.Variables(root));
    }

    [Fact]
    public void A_rewrite_replaces_what_it_is_told_and_keeps_the_rest()
    {
        Expr kept = B * B, root = Relu(A) + kept;
        Expr rewritten = GraphTraversal.Rewrite([root], node => node is Application { Primitive: Adjoint.Primitives.Elementwise.Relu } ? node.Arguments[0] : node)[0];
        Assert.Equal("a + b * b", rewritten.ToString());
        Assert.Same(kept, rewritten.Arguments[1]);
        Assert.Same(root, GraphTraversal.Rewrite([root], node => node)[0]);
        Assert.Throws<InvalidOperationException>(() => GraphTraversal.Rewrite([root], node => node == kept ? Sum(node) : node));
    }

    [Fact]
    public void Constants_are_copies()
    {
        Tensor<double> value = new([2], [1, 2]);
        Constant constant = new(value);
        value.Span.Clear();
        Assert.Equal([1, 2], constant.ToTensor().Span.ToArray());
        Assert.True(new Constant(new Tensor<double>([3], [4, 4, 4])).IsUniform(4));
        Assert.False(constant.IsUniform(1));
    }

    [Fact]
    public void Variables_need_names_and_know_their_range()
    {
        Assert.Throws<ArgumentException>(() => new Variable(" ", [2]));
        Assert.Equal(Interval.Reals, A.Range);
        Assert.Equal(Interval.Nonnegative, new Variable("p", [2], Interval.Nonnegative).Range);
    }
}
