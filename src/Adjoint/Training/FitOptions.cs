using Adjoint.Data;
using Adjoint.Optimizers;

namespace Adjoint.Training;

/// <summary>How a model is trained.</summary>
public sealed record FitOptions
{
    /// <summary>Passes over the data; at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples whose gradient is computed at once; at least 1. The last step of an epoch may have fewer.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The seed of initialisation and shuffling.</summary>
    public long Seed { get; init; }

    /// <summary>How the learning rate changes in the course of training.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Samples that the model is never trained on; its loss on them is taken after each epoch. Nothing if left out.</summary>
    public SampleSource? Validation { get; init; }

    /// <summary>Whether the parameters with the smallest validation loss are the ones kept. Yes if left out; without validation data the last ones are.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>
    /// Early stopping: training ends after so many epochs in a row without a smaller validation loss than the smallest before; never, if left out. Needs <see cref="Validation"/>. A model that stops before it has
    /// learnt its samples by heart is as one with a prior for small weights (Bishop 2006, section 5.5.2).
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// Whether training starts by initialising the parameters from the seed. No to go on from the model's own values.
    /// </summary>
    public bool Initialize { get; init; } = true;

    /// <summary>
    /// Whether hidden channels that have fallen silent get fresh weights after an epoch, in the first 70 % of training. Silent is a channel whose
    /// mean activation is at most 0.5 % of its layer's average, so what the model computes hardly changes, and every channel is kept at work.
    /// </summary>
    public bool RecycleDormantChannels { get; init; }

    /// <summary>The part of training after which channels are no longer recycled, so that the last fresh ones have time to learn.</summary>
    internal const double RecyclingEnds = 0.7;

    /// <summary>Parameters that learn in their own way; a parameter belongs to the first group that it fits, and to none of them if it fits none.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>
    /// Whether initialising also scales the convolutions of the model on its first batch, so that no rectifier starts out silent (<see cref="DataDependentInitialization"/>).
    /// </summary>
    public bool ScaleOnFirstBatch { get; init; } = true;

    /// <summary>What keeps gradients from being too large; nothing if left out.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>A price on large weights: on kernels, not on biases, scales and shifts. The losses that are reported do not contain it. Nothing if left out.</summary>
    public WeightRegularizer? Regularizer { get; init; }

    /// <summary>
    /// What is believed of the kernels' weights beforehand, in place of <see cref="Regularizer"/>: training then seeks the most probable weights (MAP) and not those of greatest likelihood. The loss must be a negative
    /// log likelihood for that to be so. Nothing if left out.
    /// </summary>
    public WeightPrior? Prior { get; init; }

    /// <summary>How many batches a step takes its gradient from; at least 1. Memory grows with the batch, not with this.</summary>
    public int BatchesPerStep { get; init; } = 1;

    /// <summary>
    /// A running average of the parameters, which is what is validated and kept; nothing if left out.
    /// </summary>
    public ExponentialMovingAverage? Averaging { get; init; }

    /// <summary>Threads; all cores if left out. The result does not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Where a checkpoint is written after each epoch and when training is cancelled; nowhere if left out.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Whether to go on from the checkpoint, if there is one. Settings must be those that it was written with; only the number of threads may differ.</summary>
    public bool Resume { get; init; }
}
