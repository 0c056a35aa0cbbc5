using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;
using CsCheck;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Language.Tests;

/// <summary>From expressions to text and back.</summary>
public sealed class WriterTests
{
    private const string Names = "a=[[1.5,-2.25,0.5],[0.75,3.125,-1]] b=[0.5,1.75,3] m=[[0.5,2,-1],[1,1,1],[0,2,3]] w=[2,-3] y=[1,2,3,4] k=[[1,2],[3,4]] s=1.75";

    [Theory]
    [InlineData("conv(w, y)")]
    [InlineData("corr(w, y)")]
    [InlineData("conv(w, y, full)")]
    [InlineData("corr(w, y, same)")]
    [InlineData("conv(w, y, circular)")]
    [InlineData("conv(k, a, reflect)")]
    [InlineData("corr(k, a, symmetric)")]
    [InlineData("conv(flip(w), y, replicate)")]
    [InlineData("conv(w, conv(w, y))")]
    [InlineData("sumsq(y - conv(w, y, same))")]
    [InlineData("mean(relu(a))")]
    [InlineData("sum(a * b)")]
    [InlineData("sum(a + b)")]
    [InlineData("a + b + s")]
    [InlineData("a + (b + s)")]
    [InlineData("a - (b - s)")]
    [InlineData("a * -b")]
    [InlineData("-a * b")]
    [InlineData("-(a * b)")]
    [InlineData("-(-a + b)")]
    [InlineData("a / (b * s) * 2.5")]
    [InlineData("(a + b) * s")]
    [InlineData("a @ b")]
    [InlineData("b @ b * s")]
    [InlineData("a @ (m @ b)")]
    [InlineData("transpose(a) @ a")]
    [InlineData("reshape(a, 3x2)")]
    [InlineData("square(a) - 1E-05")]
    [InlineData("(a + b)^1.5 * (-s)^-1.5")]
    [InlineData("(a^1.5)^3.5")]
    [InlineData("-a^1.5")]
    [InlineData("huber(a) + huber(a, 2.5)")]
    [InlineData("norm1(a) + norm2(a) + norminf(a)")]
    [InlineData("max(a) - min(a)")]
    [InlineData("maximum(a, b) + minimum(s, a)")]
    [InlineData("dot(b, b)")]
    [InlineData("abs(a) + sqrt(a) + exp(a) + log(a) + logistic(a) + sigmoid(a) + tanh(a)")]
    [InlineData("softmax(a) + logsoftmax(a)")]
    [InlineData("logsumexp(m) + b")]
    [InlineData("crossentropy(a, softmax(a))")]
    [InlineData("nll(softmax(a), a)")]
    public void A_text_comes_back_as_it_was(string text)
    {
        (Variable Variable, Tensor<double> Value)[] values = Arrays.Bindings(Names);
        Assert.Equal(text, ExpressionWriter.Write(Arrays.Parse(text, values)));
    }

    [Fact]
    public void What_the_language_cannot_say_has_no_text()
    {
        Variable picture = new("p", [1, 8, 8, 2]), kernel = new("k", [3, 3, 2, 4]), a = new("a", [2]);
        Assert.Null(ExpressionWriter.Write(CorrelatePictures(kernel, picture)));
        Assert.Null(ExpressionWriter.Write(a + new Constant(new Tensor<double>([2], [1, 2]))));
        Assert.Null(ExpressionWriter.Write(a * double.PositiveInfinity));
        Assert.Null(ExpressionWriter.Write(Pad(a, [1], [1])));
        Assert.Null(ExpressionWriter.Write(BroadcastTo(a, [3, 2])));
        Assert.Null(ExpressionWriter.Write(new Variable("not a name", [2])));
        Expr shared = a;
        for (int i = 0; i < 60; i++)
        {
            shared = shared * shared;
        }

        Assert.Null(ExpressionWriter.Write(shared));
    }

    [Fact]
    public void The_adjoint_of_a_convolution_is_said_as_one()
    {
        Variable w = new("w", [3]), y = new("y", [5]);
        Expr gradient = SumOfSquares(Convolve(w, y)).Gradient(w);
        Assert.NotNull(gradient);
        Assert.Equal("conv(w, y)", ExpressionWriter.Write(Convolve(w, y)));
        Assert.Equal("conv(w, y, circular)", ExpressionWriter.Write(Convolve(w, y, Boundary.Circular)));
    }

    [Fact]
    public void Random_expressions_have_the_same_value_when_read_back()
    {
        (Variable Variable, Tensor<double> Value)[] values = Arrays.Bindings(Names);
        int written = 0;
        Gen.Int[0, int.MaxValue].Array[1, 25].Sample(
            program =>
            {
                if (Build(program, values) is not Expr expression)
                {
                    return;
                }

                string text = ExpressionWriter.Write(expression) ?? throw new InvalidOperationException($"The language cannot say {expression}.");
                Expr again = Arrays.Parse(text, values);
                Assert.Equal(expression.Shape, again.Shape);
                Tensor<double> expected = expression.Evaluate(values), actual = again.Evaluate(values);
                Assert.True(Bits(expected).SequenceEqual(Bits(actual)), $"{text} is {actual} and was {expected}");
                Interlocked.Increment(ref written);
            },
            iter: 500);
        Assert.True(written > 200, $"Only {written} expressions were written.");
    }

    private static long[] Bits(Tensor<double> tensor) => [.. tensor.Span.ToArray().Select(number => double.IsNaN(number) ? 0 : BitConverter.DoubleToInt64Bits(number))];

    /// <summary>Each number picks an operation and what it is applied to among what there is; what does not fit is left out.</summary>
    private static Expr? Build(int[] program, (Variable Variable, Tensor<double> Value)[] values)
    {
        List<Expr> known = [.. values.Select(pair => (Expr)pair.Variable), new Constant(-0.75)];
        int leaves = known.Count;
        foreach (int instruction in program)
        {
            Random random = new(instruction);
            Expr a = known[Math.Max(random.Next(known.Count), random.Next(known.Count))], b = known[random.Next(known.Count)];
            try
            {
                Expr next = random.Next(20) switch
                {
                    0 => a + b,
                    1 => a - b,
                    2 => a * b,
                    3 => a / b,
                    4 => -a,
                    5 => MatrixProduct(a, b),
                    6 => Convolve(a, b, (Boundary)random.Next(7)),
                    7 => Correlate(a, b, (Boundary)random.Next(7)),
                    8 => Relu(a),
                    9 => Mean(a),
                    10 => SumOfSquares(a),
                    11 => Transpose(a),
                    12 => Flip(a),
                    13 => Power(a, random.Next(-2, 4) / 2.0),
                    14 => Maximum(a, b),
                    15 => LogSumExp(a),
                    16 => CrossEntropy(a, b),
                    17 => 2 * Huber(a, 1.5),
                    18 => Norm1(a),
                    _ => Reshape(a, [a.Shape.Size, 1]),
                };
                if (next.Shape.Size <= 200)
                {
                    known.Add(next);
                }
            }
            catch (ShapeException)
            {
                // This one does not fit; the next may.
            }
        }

        return known.Count > leaves ? known[^1] : null;
    }
}
