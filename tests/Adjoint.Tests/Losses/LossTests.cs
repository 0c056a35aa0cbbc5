using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Losses;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Losses;

/// <summary>Every loss: its value by hand, and the laws that all are held to.</summary>
public sealed class LossTests
{
    private static readonly double Third = Math.Log(3), Half = Math.Log(2);

    /// <summary>A loss with predictions of two samples, their targets, and each sample's loss worked out by hand.</summary>
    private sealed record LossCase(Loss Loss, Shape Sample, double[] Prediction, double[] Target, double First, double Second)
    {
        public Tensor<double> Predictions => new([2, .. Sample], [.. Prediction]);

        public Tensor<double> Targets => new([2, .. Sample], [.. Target]);
    }

    private static readonly Dictionary<string, LossCase> Cases = new()
    {
        ["mean-squared-error"] = new(Loss.MeanSquaredError, [2], [1, 2, 3, 5], [1, 4, 2, 2], 2, 5),
        ["squared-error"] = new(new SumSquaredError(), [2], [1, 2, 3, 5], [1, 4, 2, 2], 4, 10),
        ["mean-absolute-error"] = new(new MeanAbsoluteError(), [2], [1, 2, 3, 5], [1, 4, 2, 2.5], 1, 1.75),

        // δ = 2: ½·1 and ½·0.25; beyond it 2 (3 − 1) and 2 (5 − 1).
        ["huber"] = new(new HuberLoss(2), [2], [1, 0.5, 3, -5], [0, 0, 0, 0], 0.3125, 6),

        // softmax(0, log 3) = (¼, ¾) and softmax of equal logits is ⅓ each.
        ["cross-entropy"] = new(new CrossEntropy(), [2], [0, Third, 5, 5], [0, 1, 0.5, 0.5], Math.Log(4.0 / 3), Half),
        ["cross-entropy with label smoothing"] = new(new CrossEntropy(0.2), [2], [0, Third, 1000, 1000], [0, 1, 1, 0], (0.9 * Math.Log(4.0 / 3)) + (0.1 * Math.Log(4)), Half),
        ["cross-entropy with class weights"] = new(new CrossEntropy(0, 2, 3), [2], [0, Third, 7, 7], [0, 1, 1, 0], 3 * Math.Log(4.0 / 3), 2 * Half),
        ["cross-entropy of pixels"] = new(new CrossEntropy(), [1, 2, 3], [1, 1, 1, -50, 0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0], (Third + Half) / 2, Third),
        ["negative-log-likelihood"] = new(new NegativeLogLikelihood(), [2], [0.25, 0.75, 0.5, 0.5], [0, 1, 0.5, 0.5], Math.Log(4.0 / 3), Half),

        // σ(log 3) = ¾; far out the loss is |z| for the wrong answer and 0 for the right one.
        ["binary-cross-entropy"] = new(new BinaryCrossEntropy(), [2], [Third, 0, 1000, 1000], [1, 0.5, 0, 1], (Math.Log(4.0 / 3) + Half) / 2, 500),

        // ½ log(½/¼) + ½ log(½/¾); and a certain target, where it is the cross-entropy.
        ["kullback-leibler"] = new(new KullbackLeiblerDivergence(), [2], [0, Third, 3, 3], [0.5, 0.5, 1, 0], (0.5 * Math.Log(2)) + (0.5 * Math.Log(2.0 / 3)), Half),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void Every_loss_is_listed()
    {
        Assert.Empty(LossTable.Kinds.Kinds.Except(Cases.Keys));
        Type[] all = [.. typeof(Loss).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract)];
        Assert.Equal(all.Length, LossTable.Kinds.Kinds.Count);
        Assert.Empty(all.Except(Cases.Values.Select(@case => @case.Loss.GetType())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_are_those_worked_out_by_hand(string name)
    {
        LossCase @case = Cases[name];
        Assert.Equal((@case.First + @case.Second) / 2, Value(@case.Loss, @case.Predictions, @case.Targets), 1e-12 * Math.Max(1, @case.Second));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_multiply_samples(string name)
    {
        LossCase @case = Cases[name];
        Shape[] shapes = [[2], [2, 1], [2, .. Shape.Uniform(1, @case.Sample.Rank)]];
        foreach (Shape shape in shapes)
        {
            Assert.Equal(((0.5 * @case.First) + (3 * @case.Second)) / 2, Value(@case.Loss, @case.Predictions, @case.Targets, new Tensor<double>(shape, [0.5, 3])), 1e-12 * Math.Max(1, @case.Second));
        }

        // A mask that leaves the second sample out.
        Assert.Equal(@case.First / 2, Value(@case.Loss, @case.Predictions, @case.Targets, new Tensor<double>([2], [1, 0])), 1e-12);
        Variable weights = new("weights", [3]);
        Assert.Throws<ShapeException>(() => @case.Loss.Build(new Variable("p", @case.Predictions.Shape), new Variable("t", @case.Targets.Shape), weights));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parts_of_a_batch_add_up(string name)
    {
        LossCase @case = Cases[name];
        (Tensor<double> prediction, Tensor<double> target) = Random(@case, 5);
        Tensor<double> weights = RandomTensors.Next(new Random(4), [5], new Adjoint.Graph.Facts.Interval(0, 2));
        double whole = Value(@case.Loss, prediction, target, weights);
        double parts = (2.0 / 5 * Value(@case.Loss, Rows(prediction, 0, 2), Rows(target, 0, 2), Rows(weights, 0, 2))) + (3.0 / 5 * Value(@case.Loss, Rows(prediction, 2, 3), Rows(target, 2, 3), Rows(weights, 2, 3)));
        Assert.Equal(whole, parts, 1e-12 * Math.Max(1, Math.Abs(whole)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_differences(string name)
    {
        LossCase @case = Cases[name];
        (Tensor<double> prediction, Tensor<double> target) = Random(@case, 3);
        Variable p = new("p", prediction.Shape), t = new("t", target.Shape), w = new("w", [3]);
        Expr loss = @case.Loss.Build(p, t, w);
        (Variable, Tensor<double>)[] at = [(p, prediction), (t, target), (w, new Tensor<double>([3], [0.7, 1.5, 0.2]))];
        Assert.Equal(Shape.Scalar, loss.Shape);
        Derivatives.AgreeWithDifferences(loss, p, at);
        Derivatives.AgreeWithDifferences(loss, w, at);
    }

    [Fact]
    public void Weights_of_pixels_mask_pixels()
    {
        LossCase @case = Cases["cross-entropy of pixels"];
        Assert.Equal(Third / 4, Value(@case.Loss, @case.Predictions, @case.Targets, new Tensor<double>([2, 1, 2], [1, 0, 0, 0])), 1e-12);
        Assert.Equal((Third + Half) / 4, Value(@case.Loss, @case.Predictions, @case.Targets, new Tensor<double>([2, 1, 2, 1], [1, 1, 0, 0])), 1e-12);
    }

    [Fact]
    public void What_cannot_be_classes_is_refused()
    {
        Variable vector = new("p", [4]), three = new("p", [4, 3]), two = new("t", [4, 2]);
        Assert.Throws<ShapeException>(() => new CrossEntropy().Build(vector, vector));
        Assert.Throws<ShapeException>(() => new CrossEntropy().Build(three, two));
        Assert.Contains("2 class weights for the 3 classes", Assert.Throws<ShapeException>(() => new CrossEntropy(0, 1, 1).Build(three, three)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_tell_settings_apart()
    {
        string[] names = [.. Cases.Values.Select(@case => @case.Loss.Name), new HuberLoss(3).Name, new CrossEntropy(0.1).Name];
        Assert.Equal(names.Length - 1, names.Distinct().Count());
    }

    private static double Value(Loss loss, Tensor<double> prediction, Tensor<double> target, Tensor<double>? weights = null)
    {
        Variable p = new("p", prediction.Shape), t = new("t", target.Shape);
        if (weights is null)
        {
            return Interpreter.Evaluate(loss.Build(p, t), (p, prediction), (t, target)).Span[0];
        }

        Variable w = new("w", weights.Shape);
        return Interpreter.Evaluate(loss.Build(p, t, w), (p, prediction), (t, target), (w, weights)).Span[0];
    }

    /// <summary>Predictions and targets between 0.1 and 0.9, which every loss can take.</summary>
    private static (Tensor<double> Prediction, Tensor<double> Target) Random(LossCase @case, int batch)
    {
        Random random = new(9);
        Shape shape = [batch, .. @case.Sample];
        return (RandomTensors.Next(random, shape, new Adjoint.Graph.Facts.Interval(0.1, 0.9)), RandomTensors.Next(random, shape, new Adjoint.Graph.Facts.Interval(0.1, 0.9)));
    }

    private static Tensor<double> Rows(Tensor<double> batch, int first, int count)
    {
        int row = batch.Shape[1..].Size;
        return new Tensor<double>([count, .. batch.Shape[1..]], batch.Span.Slice(first * row, count * row).ToArray());
    }
}
