using Adjoint.Calculus;
using Adjoint.Data;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Losses;
using Adjoint.Tensors;

namespace Adjoint.Tests.Data;

public sealed class ClassBalanceTests
{
    [Theory]
    [InlineData("4 4 4", "1 1 1", 1)]
    [InlineData("6 2 4", "0.6666666666666666 2 1", 3)]
    [InlineData("9 0 3", "0.6666666666666666 0 2", double.PositiveInfinity)]
    [InlineData("5 0", "1 0", double.PositiveInfinity)]
    public void Weights_make_classes_count_alike(string counts, string weights, double ratio)
    {
        ClassBalance balance = new([.. counts.Split(' ').Select(int.Parse)]);
        double[] expected = [.. weights.Split(' ').Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(expected, balance.BalancedWeights, (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(ratio, balance.Ratio);
        Assert.Equal(ratio >= 1.5, balance.IsUneven);

        // Every class that has pictures has the same part, and the mean weight is 1.
        double[] parts = [.. balance.BalancedWeights.Zip(balance.Counts, (weight, count) => weight * count)];
        Assert.All(parts.Where(part => part > 0), part => Assert.Equal(parts.Max(), part, 1e-12));
        Assert.Equal(balance.Counts.Sum(), parts.Sum(), 1e-12);
    }

    [Fact]
    public void Pictures_are_counted_by_class()
    {
        LabelledPictures pictures = new([1, 1, 1], new byte[4], [2, 0, 2, 2], ["a", "b", "c"]);
        ClassBalance balance = ClassBalance.Of(pictures);
        Assert.Equal([1, 0, 3], balance.Counts);
        Assert.Equal((1, 2), (balance.Smallest, balance.Largest));
        Assert.Equal([1], balance.Empty);
        Assert.Throws<ArgumentException>(() => ClassBalance.Of(pictures.Select([])));
    }

    /// <summary>Against <c>w_c (softmax(z) − t) / n</c>, computed directly, and with the loss of parts that add up to the whole's.</summary>
    [Fact]
    public void The_weighted_loss_has_the_weighted_gradient_and_adds_up_over_parts()
    {
        const int samples = 12, classes = 3;
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2];
        IReadOnlyList<double> weights = new ClassBalance([9, 0, 3]).BalancedWeights;
        CrossEntropy loss = new(0, weights);
        Tensor<double> logits = new([samples, classes]), targets = new([samples, classes]);
        for (int i = 0; i < samples * classes; i++)
        {
            logits.Span[i] = 3 * Math.Sin(i * i);
        }

        double expectedLoss = 0;
        double[] expected = new double[samples * classes];
        for (int i = 0; i < samples; i++)
        {
            targets[i, labels[i]] = 1;
            double sum = Enumerable.Range(0, classes).Sum(c => Math.Exp(logits[i, c]));
            expectedLoss -= weights[labels[i]] * (logits[i, labels[i]] - Math.Log(sum)) / samples;
            for (int c = 0; c < classes; c++)
            {
                expected[(i * classes) + c] = weights[labels[i]] * ((Math.Exp(logits[i, c]) / sum) - (c == labels[i] ? 1 : 0)) / samples;
            }
        }

        (double whole, double[] gradient) = Evaluate(0, samples);
        Assert.Equal(expectedLoss, whole, 1e-12);
        Assert.All(gradient.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
        Assert.Equal(whole, (Evaluate(0, 5).Loss * 5 / samples) + (Evaluate(5, 7).Loss * 7 / samples), 1e-12);

        (double Loss, double[] Gradient) Evaluate(int first, int count)
        {
            Variable z = new("z", [count, classes]), t = new("t", [count, classes]);
            Expr value = loss.Build(z, t);
            PlanSession<double> session = new(Plan.Compile(new Function([z, t], [value, value.Gradient(z)])));
            session.Bind(0, logits.Memory.Slice(first * classes, count * classes));
            session.Bind(1, targets.Memory.Slice(first * classes, count * classes));
            session.Run(WorkerPool.Serial);
            return (session.CopyOutput(0).Span[0], session.CopyOutput(1).Span.ToArray());
        }
    }
}
