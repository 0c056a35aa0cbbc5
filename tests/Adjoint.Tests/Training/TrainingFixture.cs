using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>A small problem to train on, and a folder that goes when the test does.</summary>
public abstract class TrainingFixture : IDisposable
{
    private protected static readonly Lazy<IReadOnlyList<Picture>> Pictures = new(() => new DeadLeaves(1).CreateMany(8, 96, 96));

    private readonly string _folder = Directory.CreateTempSubdirectory("adjoint-training").FullName;

    private protected string CheckpointPath => Path.Combine(_folder, "checkpoint.safetensors");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static Sequential P4() => new([64, 64, 3], new Convolution2D(8, 3, Activation.Relu), new Convolution2D(1, 3, Activation.Relu));

    private protected static NoisyToGrey Samples(int count, long seed = 1) => new(Pictures.Value, 28, 2, seed, 25f / 255, count);

    private protected static float[] Weights(Sequential model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.Span.ToArray())];

    private protected static Task<TrainingHistory> Fit(
        Sequential model, FitOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        model.FitAsync(Samples(52), Loss.MeanSquaredError, new Adam(1e-2), options, progress, cancellation);

    private protected static (Tensor<float> Inputs, Tensor<float> Targets) Load(SampleSource source, int count)
    {
        Tensor<float> inputs = new([count, .. source.InputShape]), targets = new([count, .. source.TargetShape]);
        int input = source.InputShape.Size, target = source.TargetShape.Size;
        for (int i = 0; i < count; i++)
        {
            source.Fill(0, i, inputs.Span.Slice(i * input, input), targets.Span.Slice(i * target, target));
        }

        return (inputs, targets);
    }

    private protected static double MeanSquaredError(Model model, SampleSource source)
    {
        (Tensor<float> inputs, Tensor<float> targets) = Load(source, source.Count);
        Tensor<float> predicted = model.Predict(inputs);
        double sum = 0;
        for (int i = 0; i < predicted.Span.Length; i++)
        {
            sum += Math.Pow((double)predicted.Span[i] - targets.Span[i], 2);
        }

        return sum / predicted.Span.Length;
    }

    private protected static int AliveChannels(Sequential model, SampleSource source)
    {
        Sequential first = new(model.InputShape, model.Nodes[0].Layer);
        for (int i = 0; i < first.Parameters.Count; i++)
        {
            model.Parameters[i].Value.Span.CopyTo(first.Parameters[i].Value.Span);
        }

        float[] hidden = first.Predict(Load(source, source.Count).Inputs).Span.ToArray();
        return Enumerable.Range(0, 8).Count(channel => hidden.Where((_, i) => i % 8 == channel).Any(value => value > 0));
    }

    private protected sealed class Recorder(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private protected sealed class CountingSource(SampleSource inner, Action called) : SampleSource
    {
        public override string Description => inner.Description;

        public override int Count => inner.Count;

        public override Shape InputShape => inner.InputShape;

        public override Shape TargetShape => inner.TargetShape;

        public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
        {
            called();
            inner.Fill(epoch, index, input, target);
        }
    }

    private protected sealed class PoisonedSource(SampleSource inner) : SampleSource
    {
        public override int Count => inner.Count;

        public override Shape InputShape => inner.InputShape;

        public override Shape TargetShape => inner.TargetShape;

        public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
        {
            inner.Fill(epoch, index, input, target);
            if (index == 40)
            {
                target[3] = float.NaN;
            }
        }
    }
}
