using System.Globalization;
using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// Mixes each sample with another of its epoch, inputs and targets alike: <c>x = λ xᵢ + (1 − λ) xⱼ</c>, <c>t = λ tᵢ + (1 − λ) tⱼ</c>, λ from the beta distribution
/// B(α, α) (Zhang, Cisse, Dauphin and Lopez-Paz 2018, "mixup: Beyond empirical risk minimization", section 2).
/// </summary>
/// <remarks>The partner j is any sample of the source, i itself too; j and λ are keyed by (seed, epoch, i).</remarks>
public sealed class Mixup : SampleSource
{
    private readonly SampleSource _source;
    private readonly long _seed;

    /// <summary>Makes the source.</summary>
    /// <param name="source">Where samples come from.</param>
    /// <param name="alpha">α, above 0 and at most 100: near 0 samples are hardly mixed, at 1 in every proportion as often.</param>
    /// <param name="seed">The seed of partners and proportions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not above 0 and at most 100.</exception>
    public Mixup(SampleSource source, double alpha, long seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!(alpha > 0 && alpha <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "α of the beta distribution is above 0 and at most 100.");
        }

        (_source, Alpha, _seed) = (source, alpha, seed);
    }

    /// <summary>α of the beta distribution.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"{_source.Description}, mixed up with α {Alpha:R}, seed {_seed}");

    /// <inheritdoc/>
    public override int Count => _source.Count;

    /// <inheritdoc/>
    public override Shape InputShape => _source.InputShape;

    /// <inheritdoc/>
    public override Shape TargetShape => _source.TargetShape;

    /// <summary>What a sample is mixed with.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="index">The sample.</param>
    /// <returns>The partner j and the sample's own part λ, from 0 to 1.</returns>
    public (int Partner, double Part) Draw(int epoch, int index)
    {
        KeyedRandom random = new(_seed, "mixup", epoch, index);
        return (random.NextInt(Count), Beta(Alpha, ref random));
    }

    /// <inheritdoc/>
    public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
    {
        (int partner, double part) = Draw(epoch, index);
        _source.Fill(epoch, index, input, target);
        using Scratch otherInput = new(input.Length), otherTarget = new(target.Length);
        _source.Fill(epoch, partner, otherInput.Span, otherTarget.Span);
        Mix(input, otherInput.Span, part);
        Mix(target, otherTarget.Span, part);
    }

    private static void Mix(Span<float> values, ReadOnlySpan<float> others, double part)
    {
        float own = (float)part, other = (float)(1 - part);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (own * values[i]) + (other * others[i]);
        }
    }

    // A beta number is one gamma number's part of two. For small α both may round to 0, so the logarithms are compared.
    private static double Beta(double alpha, ref KeyedRandom random)
    {
        double difference = LogGamma(alpha, ref random) - LogGamma(alpha, ref random);
        return 1 / (1 + Math.Exp(-difference));
    }

    // The logarithm of a gamma number: Marsaglia and Tsang 2000, "A simple method for generating gamma variables"; below 1 by their note in section 6.
    private static double LogGamma(double alpha, ref KeyedRandom random)
    {
        double boost = alpha < 1 ? Math.Log(1 - random.NextUniform()) / alpha : 0;
        double d = (alpha < 1 ? alpha + 1 : alpha) - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextUniform())), normal = radius * double.CosPi(2 * random.NextUniform());
            double v = 1 + (c * normal);
            v = v * v * v;
            if (v > 0 && Math.Log(1 - random.NextUniform()) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)))
            {
                return Math.Log(d * v) + boost;
            }
        }
    }
}
