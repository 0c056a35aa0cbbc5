using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// Where training gets its samples: a source computes sample <c>index</c> of epoch <c>epoch</c> on demand, an input and its target.
/// Derive from it to train on anything.
/// </summary>
/// <remarks>
/// <para>A sample is a function of the source's own seed, the epoch and the index, and of nothing else: draw random numbers from a
/// <see cref="KeyedRandom"/> with these as key. So training resumes exactly, and threads may share out the samples in any way.</para>
/// <para>Which samples form a batch, and in which order, is decided by who trains; a source does not shuffle.</para>
/// </remarks>
public abstract class SampleSource
{
    /// <summary>
    /// What the samples are made of, as far as it changes them: a checkpoint compares it, so that training goes on with the data it began with.
    /// </summary>
    public virtual string Description => GetType().Name;

    /// <summary>The number of samples in an epoch.</summary>
    public abstract int Count { get; }

    /// <summary>The shape of one sample's input, without a batch axis, such as 68×68×3.</summary>
    public abstract Shape InputShape { get; }

    /// <summary>The shape of one sample's target, without a batch axis.</summary>
    public abstract Shape TargetShape { get; }

    /// <summary>The shape of one sample's weights, without a batch axis, which broadcasts to what the loss is taken of; nothing if all weights are 1.</summary>
    public virtual Shape? WeightShape => null;

    /// <summary>Computes the weights of one sample's losses. Only where there is a <see cref="WeightShape"/>.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="index">The sample, from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="weights">Room for exactly the elements of <see cref="WeightShape"/>.</param>
    public virtual void FillWeights(int epoch, int index, Span<float> weights) => weights.Fill(1);

    /// <summary>
    /// Computes one sample. Several threads may call this at the same time; it runs in the inner loop of training and should not allocate.
    /// </summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="index">The sample, from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="input">Room for exactly the elements of <see cref="InputShape"/>, in C order, holding anything.</param>
    /// <param name="target">Room for exactly the elements of <see cref="TargetShape"/>, in C order, holding anything.</param>
    public abstract void Fill(int epoch, int index, Span<float> input, Span<float> target);
}
