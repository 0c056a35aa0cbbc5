using System.Globalization;
using Adjoint.Execution;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>A session of a chunk's plan with its share and its random numbers; the parameters are bound for good.</summary>
internal sealed class ChunkWorker
{
    private readonly float[] _share = new float[1];
    private readonly float[][] _noise;
    private readonly string[] _purposes;

    public ChunkWorker(ChunkPlan plan, ParameterLayout layout, Memory<float> parameters)
    {
        Plan = plan;
        Session = new PlanSession<float>(plan.Plan);
        Session.Bind(2, _share);
        for (int i = 0; plan.FirstParameter + i < plan.FirstNoise; i++)
        {
            Session.Bind(plan.FirstParameter + i, layout.Of(parameters, i));
        }

        _noise = [.. plan.Noise.Select(shape => new float[shape.Size])];
        _purposes = [.. Enumerable.Range(1, _noise.Length).Select(number => string.Create(CultureInfo.InvariantCulture, $"noise {number} within layers"))];
        for (int i = 0; i < _noise.Length; i++)
        {
            Session.Bind(plan.FirstNoise + i, _noise[i]);
        }
    }

    public ChunkPlan Plan { get; }

    public PlanSession<float> Session { get; }

    /// <summary>Binds a part of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="shapes">The shapes of a sample.</param>
    /// <param name="first">The chunk's first sample.</param>
    public void Bind(in BatchData batch, in LossShapes shapes, int first)
    {
        _share[0] = (float)Plan.Samples / batch.Count;
        Session.Bind(0, Part(batch.Inputs, shapes.Input.Size, first));
        Session.Bind(1, Part(batch.Targets, shapes.Target.Size, first));
        if (Plan.HasWeights)
        {
            Session.Bind(3, Part(batch.Weights, shapes.Weights!.Value.Size, first));
        }
    }

    /// <summary>Draws what is random within layers, sample by sample, so that it does not depend on how the batch is cut.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="step">The step.</param>
    /// <param name="first">The chunk's first sample.</param>
    public void FillNoise(long seed, long step, int first)
    {
        for (int i = 0; i < _noise.Length; i++)
        {
            int length = _noise[i].Length / Plan.Samples;
            for (int sample = 0; sample < Plan.Samples; sample++)
            {
                KeyedRandom random = new(seed, _purposes[i], unchecked((int)step), first + sample);
                random.FillUniform(_noise[i].AsSpan(sample * length, length));
            }
        }
    }

    private ReadOnlyMemory<float> Part(ReadOnlyMemory<float> values, int size, int first) => values.Slice(first * size, Plan.Samples * size);
}
