namespace Adjoint.Training;

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
