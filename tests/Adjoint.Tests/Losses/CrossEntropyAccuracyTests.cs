using Adjoint.Calculus;
using Adjoint.Data;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using Adjoint.Training;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Losses;

/// <summary>
/// Cross-entropy, its gradient and its second derivatives for logits of ±10⁴, held to exact arithmetic (<see cref="ExactSoftmax"/>): right to 10⁻⁶ of each entry in float32 wherever the
/// exact value is above 10⁻³⁷, and to 10⁻¹² in float64 and by the reference rules.
/// </summary>
public sealed class CrossEntropyAccuracyTests
{
    private const double Smallest = 1e-37;

    /// <summary>Logits and targets, one row a sample.</summary>
    private sealed record Problem(int Classes, double[] Logits, double[] Targets)
    {
        public int Samples => Logits.Length / Classes;

        public Tensor<double> At => new([Samples, Classes], [.. Logits]);

        public Tensor<double> Wanted => new([Samples, Classes], [.. Targets]);

        public IEnumerable<ExactSoftmax> Rows => Enumerable.Range(0, Samples).Select(row => new ExactSoftmax(Logits[(row * Classes)..((row + 1) * Classes)], Targets[(row * Classes)..((row + 1) * Classes)]));
    }

    private static readonly Dictionary<string, Problem> Problems = new()
    {
        ["the target wins by 20 at 10⁴"] = Rounded(2, [1e4, 9980], [1, 0]),
        ["the target wins by 40 at −10⁴"] = Rounded(2, [-9960, -1e4], [1, 0]),
        ["the target wins by 80"] = Rounded(2, [0, 80], [0, 1]),
        ["the target wins by 84 of three"] = Rounded(3, [-84, -84.25, 0], [0, 0, 1]),
        ["the target wins by 20000"] = Rounded(2, [1e4, -1e4], [1, 0]),
        ["the target loses by 20000"] = Rounded(2, [1e4, -1e4], [0, 1]),
        ["the target loses by 30 at 10⁴"] = Rounded(3, [1e4, 9970, 9990], [0, 1, 0]),
        ["two share the lead at −10⁴"] = Rounded(3, [-1e4, -1e4, -10040], [0, 1, 0]),
        ["one class"] = Rounded(1, [1e4, -1e4, 0], [1, 1, 1]),
        ["one sample of three classes"] = Rounded(3, [1.5, -0.25, 0.125], [0, 0, 1]),
        ["shares with zeros"] = Rounded(4, [1e4, 9985, 9975, -1e4], [0.75, 0, 0.25, 0]),
        ["almost all of a target in one class"] = Rounded(3, [40, 0, -3], [1, 1e-12, 0]),
        ["almost all of a target in a class that loses"] = Rounded(3, [0, 40, -3], [1, 1e-12, 1e-11]),
        ["a target of zeros, and weights of two and a half"] = Rounded(2, [3, 4, 30, 0], [0, 0, 2.5, 0]),
        ["a class that never occurs"] = Rounded(3, [50, 0, 1e4, 0, 60, -1e4], [1, 0, 0, 0, 1, 0]),
        ["a thousand classes, one far ahead"] = Drawn(3, 1000, 30, lead: 1e4),
        ["a thousand classes of thousands"] = Drawn(2, 1000, 4000, lead: 0),
        ["a hundred samples"] = Drawn(100, 10, 15, lead: 0),
    };

    public static TheoryData<string> Names => [.. Problems.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_are_right(string name)
    {
        Problem problem = Problems[name];
        (Variable z, Variable y) = Variables(problem);
        double[] exact = [.. problem.Rows.Select(row => row.Loss)];
        Agrees(exact, CrossEntropyOfRows(z, y), problem, z, y);
        Agrees([exact.Sum()], CrossEntropy(z, y), problem, z, y);
        Agrees(exact, -Sum(y * LogSoftmax(z), [1]), problem, z, y);
        Agrees([.. problem.Rows.Select(row => row.LogarithmOfSum)], LogSumExp(z), problem, z, y);
        Agrees([.. exact.Select(_ => 1.0)], Sum(Softmax(z), [1]), problem, z, y);
        Agrees([exact.Sum() / problem.Samples], new CrossEntropy().Build(z, y), problem, z, y);
        Agrees([exact.Sum() / problem.Samples], new NegativeLogLikelihood().Build(Softmax(z), y), problem, z, y);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_right(string name)
    {
        Problem problem = Problems[name];
        (Variable z, Variable y) = Variables(problem);
        double[] exact = [.. problem.Rows.SelectMany(row => row.Gradient)];
        Agrees(exact, CrossEntropy(z, y).Gradient(z), problem, z, y);
        Agrees(exact, (-Sum(y * LogSoftmax(z))).Gradient(z), problem, z, y);
        Agrees([.. exact.Select(entry => entry / problem.Samples)], new CrossEntropy().Build(z, y).Gradient(z), problem, z, y);
        Agrees([.. exact.Select(entry => entry / problem.Samples)], new NegativeLogLikelihood().Build(Softmax(z), y).Gradient(z), problem, z, y);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Second_derivatives_are_right(string name)
    {
        Problem problem = Problems[name];
        (Variable z, Variable y) = Variables(problem);

        // Directions of eighths, whose differences are exact.
        double[] direction = [.. Enumerable.Range(0, problem.Logits.Length).Select(i => ((i * 7 % 17) - 8) / 8.0)];
        Constant moved = new(new Tensor<double>(z.Shape, direction));
        double[] exact = [.. problem.Rows.SelectMany((row, i) => row.Curvature(direction[(i * problem.Classes)..((i + 1) * problem.Classes)]))];
        Agrees(exact, CrossEntropy(z, y).HessianVectorProduct([z], [moved])[0], problem, z, y);
        Agrees(exact, (-Sum(y * LogSoftmax(z))).HessianVectorProduct([z], [moved])[0], problem, z, y);

        // Backwards through the gradient the terms p t come first, so that where t is its own mean their rounding shows: right to 10⁻⁶ of these.
        Agrees(exact, Sum(CrossEntropy(z, y).Gradient(z) * moved).Gradient(z), problem, z, y, [.. problem.Rows.SelectMany(row => row.Shares)]);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(0.125, null)]
    [InlineData(0, new[] { 0.0, 3, 0.5 })]
    [InlineData(0.25, new[] { 2.0, 0, 1 })]
    public async Task A_training_step_follows_the_exact_gradient(double smoothing, double[]? weights)
    {
        // The kernel is the identity and the bias zero, so that inputs are logits; one step of descent leaves minus the rate times the gradient in the bias. Class 2 never occurs.
        float[] logits = [30, 0, -5, 1e4f, -1e4f, 0, 2, 2, 2, -1e4f, 1e4f, 9000];
        int[] labels = [0, 0, 1, 1];
        double[] gradient = new double[3];
        double loss = 0;
        for (int i = 0; i < 4; i++)
        {
            ExactSoftmax row = new([.. logits.Skip(3 * i).Take(3).Select(logit => (double)logit)], [.. Enumerable.Range(0, 3).Select(k => (((k == labels[i] ? 1 - smoothing : 0) + (smoothing / 3)) * (weights?[k] ?? 1)))]);
            loss += row.Loss / 4;
            gradient = [.. gradient.Zip(row.Gradient, (sum, entry) => sum + (entry / 4))];
        }

        Tensor<float> inputs = new([4, 3], logits), numbers = new([4], [.. labels.Select(label => (float)label)]), rows = new([4, 3]);
        for (int i = 0; i < 4; i++)
        {
            rows[i, labels[i]] = 1;
        }

        foreach (Tensor<float> targets in new[] { rows, numbers })
        {
            Sequential model = new([3], new Dense(3));
            ((float[])[1, 0, 0, 0, 1, 0, 0, 0, 1]).CopyTo(model.Parameters[0].Value.Span);
            TrainingHistory history = await model.FitAsync(
                new ArraySamples(inputs, targets),
                new CrossEntropy(smoothing, weights ?? []),
                new StochasticGradientDescent(0.5),
                new FitOptions { Epochs = 1, BatchSize = 4, Initialize = false, ScaleOnFirstBatch = false },
                cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(loss, history.Epochs[0].Loss, 1e-6 * loss);
            for (int k = 0; k < 3; k++)
            {
                Assert.Equal(-0.5 * gradient[k], model.Parameters[1].Value.Span[k], 1e-6 * Math.Abs(gradient[k]));
            }
        }
    }

    [Fact]
    public void Labels_that_are_no_classes_are_refused()
    {
        Variable z = new("z", [2, 3]), y = new("y", [2]);
        Expr loss = new CrossEntropy().Build(z, y);
        Tensor<double> logits = new([2, 3], [0, 0, 0, 5, 5, 5]);
        Assert.Equal(Math.Log(3), loss.Evaluate((z, logits), (y, new Tensor<double>([2], [2, 0]))).Span[0], 1e-15);
        Assert.Contains("index 3", Assert.Throws<ArgumentException>(() => loss.Evaluate((z, logits), (y, new Tensor<double>([2], [3, 0])))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => loss.Evaluate((z, logits), (y, new Tensor<double>([2], [-1, 0]))));
        Assert.Throws<ShapeException>(() => OneHot(y, 0));
    }

    private static (Variable Logits, Variable Targets) Variables(Problem problem) =>
        (new("z", [problem.Samples, problem.Classes]), new("y", [problem.Samples, problem.Classes]));

    private static void Agrees(double[] exact, Expr value, Problem problem, Variable z, Variable y, double[]? terms = null)
    {
        Close(exact, Interpreter.Evaluate(value, (z, problem.At), (y, problem.Wanted)).Span.ToArray(), 1e-12, 1e-150, terms, $"{value} by the reference rules");
        Close(exact, value.Evaluate((z, problem.At), (y, problem.Wanted)).Span.ToArray(), 1e-12, 1e-150, terms, $"{value} in float64");
        float[] single = value.Evaluate((z, Vectors.ToSingle(problem.At)), (y, Vectors.ToSingle(problem.Wanted))).Span.ToArray();
        Close(exact, [.. single.Select(entry => (double)entry)], 1e-6, Smallest, terms, $"{value} in float32");
    }

    /// <summary>Below 10⁻¹⁵⁰ exact values are lost to fixed point too.</summary>
    private static void Close(double[] exact, double[] computed, double relative, double smallest, double[]? terms, string what)
    {
        Assert.Equal(exact.Length, computed.Length);
        for (int i = 0; i < exact.Length; i++)
        {
            double scale = Math.Max(Math.Abs(exact[i]), terms?[i] ?? 0);
            bool right = scale > smallest ? Math.Abs(computed[i] - exact[i]) <= relative * scale : Math.Abs(computed[i]) <= smallest * (1 + relative);
            Assert.True(right, $"{what}, entry {i}: {computed[i]:R} instead of {exact[i]:R}.");
        }
    }

    /// <summary>A problem whose numbers float32 holds, so that both precisions are asked the same.</summary>
    private static Problem Rounded(int classes, double[] logits, double[] targets) =>
        new(classes, [.. logits.Select(logit => (double)(float)logit)], [.. targets.Select(target => (double)(float)target)]);

    private static Problem Drawn(int samples, int classes, double spread, double lead)
    {
        float[] drawn = new float[samples * classes];
        new KeyedRandom(5, "logits").FillNormal(drawn);
        double[] logits = [.. drawn.Select(entry => spread * entry)], targets = new double[drawn.Length];
        for (int i = 0; i < samples; i++)
        {
            int label = i * 37 % classes;
            targets[(i * classes) + label] = 1;
            logits[(i * classes) + label] += lead;
        }

        return Rounded(classes, logits, targets);
    }
}
