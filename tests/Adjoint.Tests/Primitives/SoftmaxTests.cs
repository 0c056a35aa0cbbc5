using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Softmax, log-sum-exp and the losses on them: exact where logits are large and where one class wins by far.</summary>
public class SoftmaxTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1e4)]
    [InlineData(-1e4)]
    public void A_common_shift_changes_no_softmax(double shift)
    {
        // e⁰ : e¹ : e² = 1 : e : e².
        double total = 1 + Math.E + (Math.E * Math.E);
        double[] logits = [shift, shift + 1, shift + 2], shares = [1 / total, Math.E / total, Math.E * Math.E / total];
        Same(Softmax(Logits(3)), logits, shares);
        Same(LogSoftmax(Logits(3)), logits, [-Math.Log(total), 1 - Math.Log(total), 2 - Math.Log(total)]);
        Same(LogSumExp(Logits(3)), logits, [shift + Math.Log(total)]);
    }

    [Fact]
    public void Nothing_overflows_at_ten_thousand()
    {
        Same(Softmax(Logits(3)), [1e4, 0, -1e4], [1, 0, 0]);
        Same(LogSoftmax(Logits(3)), [1e4, 0, -1e4], [0, -1e4, -2e4]);
        Same(LogSumExp(Logits(3)), [1e4, 0, -1e4], [1e4]);
        Same(LogSumExp(Logits(2)), [-1e4, -1e4], [-1e4 + Math.Log(2)]);
        Same(Softmax(Logits(2)), [double.NegativeInfinity, 0], [0, 1]);
        Same(LogSumExp(Logits(2)), [double.NegativeInfinity, double.NegativeInfinity], [double.NegativeInfinity]);
        Same(LogSumExp(Logits(2)), [double.PositiveInfinity, 0], [double.PositiveInfinity]);
    }

    // Two classes: the loss is log(1 + e^(−gap)), which is e^(−gap) less half its square, to all digits, where the gap is large.
    [Theory]
    [InlineData(1e4, 20)]
    [InlineData(-1e4, 40)]
    [InlineData(0, 60)]
    [InlineData(5, 80)]
    public void The_loss_keeps_its_digits_where_the_target_wins_by_far(double base0, double gap)
    {
        double e = Math.Exp(-gap), loss = e - (0.5 * e * e);
        foreach (double[] target in new double[][] { [1, 0], [2.5, 0] })
        {
            Variable z = Logits(2);
            Expr value = CrossEntropy(z, new Constant(new Tensor<double>([2], target)));
            Close(target[0] * loss, value, z, [base0 + gap, base0]);
            Expr gradient = value.Gradient(z);

            // (Σ y) p − y: minus what the other class holds, and that itself; e/(1 + e).
            double other = target[0] * e / (1 + e);
            CloseEach([-other, other], gradient, z, [base0 + gap, base0]);
        }

        // The other class is the target: the loss is the gap and the same on top.
        Variable logits = Logits(2);
        Close(gap + loss, CrossEntropy(logits, new Constant(new Tensor<double>([2], [0, 1]))), logits, [base0 + gap, base0]);
    }

    [Fact]
    public void The_loss_adds_rows_and_weighs_targets()
    {
        Variable z = new("z", [2, 3]), y = new("y", [2, 3]);
        double[] logits = [1, 2, 4, 0, 0, 0], target = [0.5, 0, 2, 0, 1, 0];
        double first = Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(4)), expected = (0.5 * (first - 1)) + (2 * (first - 4)), second = Math.Log(3);
        (Variable, Tensor<double>)[] at = [(z, new([2, 3], logits)), (y, new([2, 3], target))];
        Assert.Equal(expected + second, CrossEntropy(z, y).Evaluate(at).Span[0], 1e-13);
        Tensor<double> rows = CrossEntropyOfRows(z, y).Evaluate(at);
        Assert.Equal(expected, rows.Span[0], 1e-13);
        Assert.Equal(second, rows.Span[1], 1e-13);
        Assert.Equal(expected + second, CrossEntropy(z, y).Evaluate([.. at.Select(pair => (pair.Item1, Vectors.ToSingle(pair.Item2)))]).Span[0], 1e-5);
        Assert.Equal(expected + second, NegativeLogLikelihood(Softmax(z), y).Evaluate(at).Span[0], 1e-13);

        Expr loss = CrossEntropy(z, y);
        Derivatives.AgreeWithDifferences(loss, z, at);
        Derivatives.AgreeWithDifferences(loss, y, at);
        Expr slope = Sum(loss.Gradient(z) * Exp(0.2 * z) * (1 + y));
        Derivatives.AgreeWithDifferences(slope, z, at);
        Derivatives.AgreeWithDifferences(slope, y, at);
    }

    [Fact]
    public void A_class_that_is_excluded_costs_nothing_where_the_target_is_zero()
    {
        Variable z = Logits(3);
        Expr loss = CrossEntropy(z, new Constant(new Tensor<double>([3], [1, 0, 0])));
        Same(loss, [1, 1, double.NegativeInfinity], [Math.Log(2)]);
        Tensor<double> at = new([3], [1, 1, double.NegativeInfinity]);
        Assert.Equal([-0.5, 0.5, 0], loss.Gradient(z).Evaluate((z, at)).Span.ToArray());
    }

    [Fact]
    public void Likelihoods_of_zero_count_where_the_target_says_so_only()
    {
        Variable p = new("p", [4]), y = new("y", [4]);
        (Variable, Tensor<double>)[] at = [(p, new([4], [0.25, 0, 0.5, 1])), (y, new([4], [1, 0, 2, 0]))];
        Expr loss = NegativeLogLikelihood(p, y);
        Assert.Equal(Math.Log(4) + (2 * Math.Log(2)), loss.Evaluate(at).Span[0], 1e-14);
        Expr gradient = loss.Gradient(p);
        Assert.Equal([-4.0, 0, -4, 0], gradient.Evaluate(at).Span.ToArray());

        // Second derivatives y / p², and 0 where the target is 0.
        Expr curvature = loss.HessianVectorProduct([p], [new Constant(new Tensor<double>([4], [1, 1, 1, 1]))])[0];
        Assert.Equal([16.0, 0, 8, 0], curvature.Evaluate(at).Span.ToArray());
        Assert.Equal([16.0, 0, 8, 0], Sum(gradient).Gradient(p).Evaluate(at).Span.ToArray());
        at[0].Item2.Span[2] = 0;
        Assert.Equal(double.PositiveInfinity, loss.Evaluate(at).Span[0]);
    }

    [Fact]
    public void Different_shapes_are_refused()
    {
        string message = Assert.Throws<ShapeException>(() => CrossEntropy(new Variable("z", [2, 3]), new Variable("y", [3]))).Message;
        Assert.Contains("2×3", message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => NegativeLogLikelihood(new Variable("z", [2, 3]), new Variable("y", [3])));
        Assert.Throws<ShapeException>(() => CrossEntropy(new Variable("z", [2, 0]), new Variable("y", [2, 0])));
        Assert.Throws<ShapeException>(() => CrossEntropy(new Constant(1), new Constant(1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void Long_rows_are_the_sum_of_their_parts(int length)
    {
        // Equal logits: log-sum-exp adds log n, whichever place the winner has.
        Variable z = Logits(length);
        double[] logits = [.. Enumerable.Repeat(7.0, length)];
        Same(LogSumExp(z), logits, [7 + Math.Log(length)]);
        Same(Softmax(z), logits, [.. Enumerable.Repeat(1.0 / length, length)]);
    }

    private static Variable Logits(int count) => new("z", [count]);

    private static void Same(Expr value, double[] logits, double[] expected)
    {
        Variable z = GraphTraversal.Variables(value).Single();
        Tensor<double> at = new(z.Shape, logits), exact = new(value.Shape, expected);
        double scale = Math.Max(1, expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max());
        Assert.True(Vectors.Distance(exact, Interpreter.Evaluate(value, (z, at))) <= 1e-14 * scale, $"{value} by the reference");
        Assert.True(Vectors.Distance(exact, value.Evaluate((z, at))) <= 1e-14 * scale, $"{value} in float64");
        Assert.True(Vectors.Distance(exact, Vectors.ToDouble(value.Evaluate((z, Vectors.ToSingle(at))))) <= 1e-6 * scale, $"{value} in float32");
    }

    private static void Close(double expected, Expr value, Variable z, double[] logits) => CloseEach([expected], value, z, logits);

    /// <summary>Right to 1e-6 of each entry in float32, to 1e-13 in float64.</summary>
    private static void CloseEach(double[] expected, Expr value, Variable z, double[] logits)
    {
        Tensor<double> at = new(z.Shape, logits);
        double[] exact = value.Evaluate((z, at)).Span.ToArray();
        float[] single = value.Evaluate((z, Vectors.ToSingle(at))).Span.ToArray();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(exact[i] - expected[i]) <= 1e-13 * Math.Abs(expected[i]), $"{value}, entry {i}: {exact[i]:R} instead of {expected[i]:R} in float64.");
            Assert.True(Math.Abs(single[i] - expected[i]) <= 1e-6 * Math.Abs(expected[i]), $"{value}, entry {i}: {single[i]:R} instead of {expected[i]:R} in float32.");
        }
    }
}
