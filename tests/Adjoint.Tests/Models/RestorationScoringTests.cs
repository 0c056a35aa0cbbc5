using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Metrics;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Tests.Models;

public sealed class RestorationScoringTests
{
    private static readonly RestorationTask Task = new(25, 4);

    [Fact]
    public void A_score_is_the_mean_of_single_scores_in_any_order_on_any_threads()
    {
        Sequential model = LuminanceModel();
        NamedPicture[] pictures = Pictures(5);
        RestorationScore all = RestorationScoring.Score(model, Task, pictures, threads: 3);
        Assert.Equal(5, all.Samples);
        Assert.Equal(all.Models[0], RestorationScoring.Score(model, Task, pictures, threads: 1).Models[0]);
        double sum = pictures.Reverse().Sum(picture => RestorationScoring.Score(model, Task, [picture]).Models[0].PeakSignalToNoiseRatio);
        Assert.Equal(sum / 5, all.Models[0].PeakSignalToNoiseRatio, 10);
    }

    [Fact]
    public void A_model_that_computes_luminance_is_as_good_as_the_baseline()
    {
        RestorationScore score = RestorationScoring.Score(LuminanceModel(), Task, Pictures(2));
        Assert.Equal(score.Baseline.PeakSignalToNoiseRatio, score.Models[0].PeakSignalToNoiseRatio, 3);
        Assert.Equal(score.Baseline.StructuralSimilarity, score.Models[0].StructuralSimilarity, 4);

        // σ² (0.299² + 0.587² + 0.114²), a little less by clipping.
        Assert.InRange(score.Baseline.PeakSignalToNoiseRatio, 23.6, 24.6);
    }

    [Fact]
    public void A_denoiser_is_compared_with_the_noisy_picture()
    {
        Sequential identity = new([8, 8, 3], new Correlation2D(3, 1) { HasBias = false });
        identity.Parameters[0].Value.Span.Clear();
        for (int c = 0; c < 3; c++)
        {
            identity.Parameters[0].Value[0, 0, c, c] = 1;
        }

        RestorationScore score = RestorationScoring.Score(identity, Task, Pictures(1));
        Assert.Equal(score.Baseline, score.Models[0]);
        Assert.InRange(score.Baseline.PeakSignalToNoiseRatio, 20.1, 21.5);
    }

    [Fact]
    public void Small_pictures_are_named()
    {
        NamedPicture small = new("small.png", () => Picture.Create(StructuralSimilarity.Window - 1, 20, 3, 8));
        Assert.StartsWith("small.png: ", Assert.Throws<ArgumentException>(() => RestorationScoring.Score(LuminanceModel(), Task, [small])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_task_is_kept_in_the_model()
    {
        Sequential model = LuminanceModel();
        Assert.Null(RestorationTask.Of(model));
        RestorationTask task = new(12.75, -3);
        task.WriteTo(model);
        Assert.Equal(task, RestorationTask.Of(model));
        model.Metadata["task.noise"] = "much";
        Assert.Throws<InvalidDataException>(() => RestorationTask.Of(model));
    }

    [Fact]
    public void Dead_channels_are_counted()
    {
        Sequential model = new([8, 8, 3], new Convolution2D(4, 3, Activation.Relu), new Convolution2D(1, 3, Activation.Relu));
        model.Parameters[0].Value.Span.Clear();
        model.Parameters[1].Value.Span.Fill(1);
        model.Parameters[1].Value[2] = -1;
        LiveChannels layer = Assert.Single(LiveChannels.Count(model, [new Tensor<float>([20, 30, 3])]));
        Assert.Equal(new LiveChannels("convolution1", 3, 4), layer);
    }

    private static Sequential LuminanceModel()
    {
        Sequential model = new([8, 8, 3], new Convolution2D(1, 3) { HasBias = false });
        model.Parameters[0].Value.Span.Clear();
        (model.Parameters[0].Value[1, 1, 0, 0], model.Parameters[0].Value[1, 1, 1, 0], model.Parameters[0].Value[1, 1, 2, 0]) =
            (Luminance.Red, Luminance.Green, Luminance.Blue);
        return model;
    }

    private static NamedPicture[] Pictures(int count)
    {
        DeadLeaves leaves = new(9);
        return [.. Enumerable.Range(0, count).Select(i => new NamedPicture($"{i}", () => leaves.Create(i, 60, 50)))];
    }
}
