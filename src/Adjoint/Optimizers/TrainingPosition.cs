namespace Adjoint.Optimizers;

/// <summary>How far training has come, for schedules. Everything in it is in a checkpoint, so that a schedule goes on where it was.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Epoch">Epochs finished.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Losses">The loss of each finished epoch: on the validation data where there are such, else in training.</param>
public readonly record struct TrainingPosition(long Step, long Steps, int Epoch, int Epochs, IReadOnlyList<double> Losses)
{
    /// <summary>The part of training that is done, from 0 to below 1 (1 at its end).</summary>
    public double Progress => Steps > 0 ? (double)Step / Steps : 0;

    /// <summary>A position by its part alone, in training of one long epoch.</summary>
    /// <param name="progress">The part that is done, from 0 to 1.</param>
    public static TrainingPosition At(double progress) => new((long)(progress * 1_000_000), 1_000_000, 0, 1, []);
}
