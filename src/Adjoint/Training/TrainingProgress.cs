namespace Adjoint.Training;

/// <summary>How far training is.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">All epochs.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps in an epoch.</param>
/// <param name="Loss">Mean loss of this epoch's steps so far.</param>
/// <param name="ValidationLoss">Loss on the validation data after the last full epoch; nothing before there is one.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="SamplesPerSecond">Speed since training started or resumed.</param>
/// <param name="Elapsed">Time since then.</param>
/// <param name="Remaining">Time left at this speed.</param>
public readonly record struct TrainingProgress(
    int Epoch,
    int Epochs,
    int Step,
    int Steps,
    double Loss,
    double? ValidationLoss,
    double LearningRate,
    double SamplesPerSecond,
    TimeSpan Elapsed,
    TimeSpan Remaining);

/// <summary>What came of an epoch.</summary>
/// <param name="Epoch">Which, from 1.</param>
/// <param name="Loss">Mean loss of its steps, each taken before the step.</param>
/// <param name="ValidationLoss">Loss on the validation data after it; nothing without such data.</param>
public readonly record struct EpochResult(int Epoch, double Loss, double? ValidationLoss);

/// <summary>The learning curves of a training run.</summary>
/// <param name="Epochs">A row an epoch, those before a resumption included.</param>
/// <param name="BestEpoch">The epoch whose parameters were kept, from 1.</param>
/// <param name="Elapsed">Time spent since training started or resumed.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochResult> Epochs, int BestEpoch, TimeSpan Elapsed);
