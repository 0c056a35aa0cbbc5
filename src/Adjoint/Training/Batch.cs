using Adjoint.Data;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>A batch in memory: inputs and targets of its samples, one after the other.</summary>
internal sealed class Batch(int capacity, Shape input, Shape target)
{
    public float[] Inputs { get; } = new float[checked(capacity * input.Size)];

    public float[] Targets { get; } = new float[checked(capacity * target.Size)];

    /// <summary>How many samples it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Computes samples into the batch.</summary>
    public void Fill(SampleSource source, int epoch, ReadOnlySpan<int> samples)
    {
        int inputSize = input.Size, targetSize = target.Size;
        for (int i = 0; i < samples.Length; i++)
        {
            source.Fill(epoch, samples[i], Inputs.AsSpan(i * inputSize, inputSize), Targets.AsSpan(i * targetSize, targetSize));
        }

        Count = samples.Length;
    }
}
