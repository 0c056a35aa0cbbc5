using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Execution;

/// <summary>What is simplified keeps its value, also where numbers are extreme.</summary>
public class SimplifierTests
{
    private static readonly Variable X = new("x", [6]);

    public static TheoryData<string, Expr> Simplified
    {
        get
        {
            Expr flipped = Flip(X), plane = Reshape(X, [2, 3]);
            return new()
            {
                { "x + 0", X + 0 }, { "0 + x", 0 + X }, { "x - 0", X - 0 }, { "0 - x", 0 - X }, { "1 x", 1 * X }, { "x 1", X * 1 }, { "0 x", 0 * X },
                { "2 (3 x)", 2 * (3 * X) }, { "(x 2) 3", X * 2 * 3 }, { "2 (3 + 0 x)", 2 * (new Constant(3) + (0 * X)) },
                { "--x", -(-X) }, { "flip flip x", Flip(flipped) }, { "reshape back", Reshape(plane, [6]) }, { "reshape on", Reshape(plane, [3, 2]) },
                { "broadcast twice", BroadcastTo(BroadcastTo(X, [1, 6]), [2, 6]) }, { "x - x", X - X }, { "twice the same", (X * X) + (X * X) },
                { "large factors", 1e200 * (1e200 * X) }, { "small factors", 1e-200 * (1e-200 * X) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Simplified))]
    public void Values_are_kept(string what, Expr expression)
    {
        Tensor<double> value = new([6], [-1e-300, -2, -0.5, 1e300, 3, 1e-280]);
        Tensor<double> expected = Interpreter.Evaluate(expression, (X, value)), actual = expression.Evaluate((X, value));
        for (int i = 0; i < expected.Span.Length; i++)
        {
            double allowed = Math.Max(1e-15 * Math.Abs(expected.Span[i]), double.Epsilon);
            Assert.True(expected.Span[i] == actual.Span[i] || Math.Abs(expected.Span[i] - actual.Span[i]) <= allowed, $"{what}: {actual.Span[i]:R} instead of {expected.Span[i]:R}.");
        }
    }

    [Fact]
    public void Factors_that_float32_cannot_hold_together_are_not_folded()
    {
        Expr expression = 1e30 * (1e30 * X);
        float[] value = [1e-35f, -1e-36f, 0, 1e-30f, -1e-38f, 2e-35f];
        float[] actual = expression.Evaluate((X, new Tensor<float>([6], value))).Span.ToArray();
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(1e30f * (1e30f * value[i]), actual[i], 1e-6f * Math.Abs(1e30f * (1e30f * value[i]))));
    }

    [Fact]
    public void Equal_sub_expressions_are_computed_once()
    {
        Expr once = Sum(Square(X + 1)), twice = Sum(Square(X + 1)) * Sum(Square(X + 1));
        Plan first = Plan.Compile(new Function([X], [once * once])), second = Plan.Compile(new Function([X], [twice]));
        Assert.Equal(first.ToString(), second.ToString());
    }

    [Fact]
    public void Different_attributes_are_not_merged()
    {
        Expr a = Pad(X, [1], [0]), b = Pad(X, [0], [1]);
        Tensor<double> value = new([6], [1, 2, 3, 4, 5, 6]);
        Assert.Equal([-1, -1, -1, -1, -1, -1, 6], (a - b).Evaluate((X, value)).Span.ToArray());
        Expr positive = 1 / (0.0 * Square(X)), negative = new Constant(-0.0) + positive;
        Assert.True(double.IsPositiveInfinity(negative.Evaluate((X, value)).Span[0]));
    }
}
