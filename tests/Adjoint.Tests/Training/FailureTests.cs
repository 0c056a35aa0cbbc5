using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>Training that cannot go on says where and what to do, and spoils nothing.</summary>
public sealed class FailureTests : TrainingFixture
{
    [Fact]
    public async Task A_loss_that_is_no_number_ends_training_with_place_and_remedy()
    {
        Sequential model = P4();
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => model.FitAsync(
            new PoisonedSource(Samples(52)), Loss.MeanSquaredError, new Adam(1e-2), new FitOptions { CheckpointPath = CheckpointPath }, null, TestContext.Current.CancellationToken));
        Assert.Contains("epoch 1, step", exception.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(CheckpointPath));
    }

    [Fact]
    public async Task A_validation_loss_that_is_no_number_is_an_error_and_not_a_model_of_zeros()
    {
        FitOptions options = new() { Epochs = 1, Validation = new PoisonedSource(Samples(52)), CheckpointPath = CheckpointPath };
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => Fit(P4(), options, null, TestContext.Current.CancellationToken));
        Assert.Contains("validation data", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(CheckpointPath));
    }

    [Fact]
    public async Task A_step_that_overflows_does_not_replace_a_good_checkpoint()
    {
        // One epoch of one step: the loss before it is finite, the parameters after it are not.
        FitOptions options = new() { Epochs = 1, BatchSize = 52, CheckpointPath = CheckpointPath };
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => P4().FitAsync(
            Samples(52), Loss.MeanSquaredError, new StochasticGradientDescent(1e39), options, null, TestContext.Current.CancellationToken));
        Assert.Contains("A parameter became", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(CheckpointPath));
    }

    [Fact]
    public async Task A_source_that_fails_ends_training_with_its_message()
    {
        CountingSource source = new(Samples(52), () => throw new IOException("the disk is gone"));
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => P4().FitAsync(
            source, Loss.MeanSquaredError, new Adam(1e-2), new FitOptions { Initialize = false }, null, TestContext.Current.CancellationToken));
        Assert.Contains("the disk is gone", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_of_another_size_are_named()
    {
        NoisyToGrey source = new(Pictures.Value, 28, 1, 1, 25f / 255, 20);
        ShapeException exception = await Assert.ThrowsAsync<ShapeException>(() => P4().FitAsync(
            source, Loss.MeanSquaredError, new Adam(1e-2), null, null, TestContext.Current.CancellationToken));
        Assert.Contains("24×24×1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("26×26×1", exception.Message, StringComparison.Ordinal);
    }
}
