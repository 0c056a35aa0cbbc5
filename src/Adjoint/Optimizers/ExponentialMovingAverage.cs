using System.Globalization;

namespace Adjoint.Optimizers;

/// <summary>
/// The average of the parameters over the last steps, <c>a ← a + (1 − d)(w − a)</c>, which often does better than the last parameters themselves (Polyak and Juditsky 1992 average
/// equally; the exponential form is that of Tarvainen and Valpola 2017).
/// </summary>
/// <remarks>
/// Warm-up: step t, counted from 0, uses <c>d(t) = min(d, (1 + t)/(10 + t))</c>, as TensorFlow's <c>ExponentialMovingAverage</c> with <c>num_updates</c>, so that the
/// start is forgotten quickly. The average starts as a copy of the parameters; it lies in memory that training owns.
/// </remarks>
public sealed record ExponentialMovingAverage
{
    /// <summary>Makes the average.</summary>
    /// <param name="decay">d, from 0 to below 1: about 1/(1 − d) steps count.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is out of its range.</exception>
    public ExponentialMovingAverage(double decay)
    {
        Settings.RequireShare(decay, "The decay of the average", nameof(decay));
        Decay = decay;
    }

    /// <summary>d.</summary>
    public double Decay { get; }

    /// <summary>The settings, which a checkpoint compares.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"decay {Decay:R}");

    /// <summary>d(t), the decay of one step.</summary>
    /// <param name="updates">t, the updates made before it; 0 or more.</param>
    public double DecayAt(long updates)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(updates);
        return Math.Min(Decay, (1.0 + updates) / (10.0 + updates));
    }

    /// <summary>Takes in the parameters after a step.</summary>
    /// <param name="parameters">w.</param>
    /// <param name="average">a, updated; as many numbers.</param>
    /// <param name="updates">t, the updates made before this one; 0 or more.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Update(ReadOnlySpan<float> parameters, Span<float> average, long updates)
    {
        if (parameters.Length != average.Length)
        {
            throw new ArgumentException($"An average of {average.Length} numbers cannot take in {parameters.Length} parameters.", nameof(average));
        }

        double share = 1 - DecayAt(updates);
        for (int i = 0; i < average.Length; i++)
        {
            average[i] = (float)(average[i] + (share * ((double)parameters[i] - average[i])));
        }
    }
}
