using Adjoint.Data;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>A batch in memory: inputs, targets and weights of its samples, one after the other.</summary>
internal sealed class Batch(SampleSource source, int capacity)
{
    private readonly int _inputSize = source.InputShape.Size, _targetSize = source.TargetShape.Size, _weightSize = source.WeightShape?.Size ?? 0;
    private readonly float[] _inputs = new float[checked(capacity * source.InputShape.Size)];
    private readonly float[] _targets = new float[checked(capacity * source.TargetShape.Size)];
    private readonly float[] _weights = new float[checked(capacity * (source.WeightShape?.Size ?? 0))];

    /// <summary>The samples it holds.</summary>
    public BatchData Data { get; private set; }

    /// <summary>The inputs as a tensor.</summary>
    public Tensor<float> InputTensor => new([Data.Count, .. source.InputShape], _inputs);

    /// <summary>The targets as a tensor.</summary>
    public Tensor<float> TargetTensor => new([Data.Count, .. source.TargetShape], _targets);

    /// <summary>Computes samples into the batch.</summary>
    public void Fill(int epoch, ReadOnlySpan<int> samples)
    {
        try
        {
            Read(epoch, samples);
        }
#pragma warning disable CA1031 // A user's source may throw anything; what it says is passed on.
        catch (Exception failure) when (failure is not (TrainingException or OperationCanceledException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            throw new TrainingException($"The data cannot be read: {failure.Message}", failure);
        }

        Data = new BatchData(_inputs, _targets, _weights, samples.Length);
    }

    private void Read(int epoch, ReadOnlySpan<int> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            source.Fill(epoch, samples[i], _inputs.AsSpan(i * _inputSize, _inputSize), _targets.AsSpan(i * _targetSize, _targetSize));
            if (_weightSize > 0)
            {
                source.FillWeights(epoch, samples[i], _weights.AsSpan(i * _weightSize, _weightSize));
            }
        }
    }
}
