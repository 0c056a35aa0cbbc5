namespace Adjoint.Training;

/// <summary>Samples in memory, one after the other.</summary>
/// <param name="Inputs">Their inputs.</param>
/// <param name="Targets">Their targets.</param>
/// <param name="Weights">The weights of their losses; empty if all are 1.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct BatchData(ReadOnlyMemory<float> Inputs, ReadOnlyMemory<float> Targets, ReadOnlyMemory<float> Weights, int Count)
{
    /// <summary>Samples whose losses all have weight 1.</summary>
    /// <param name="inputs">Their inputs.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="count">How many there are.</param>
    public BatchData(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int count)
        : this(inputs, targets, ReadOnlyMemory<float>.Empty, count)
    {
    }
}
