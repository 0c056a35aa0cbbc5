using Adjoint.Tensors;

namespace Adjoint.Data.Corruptions;

/// <summary>White Gaussian noise: <c>y = x + σ n</c>, n standard normal; nothing is clipped.</summary>
/// <param name="Sigma">σ, where white is 1; at least 0.</param>
/// <param name="MinimumSigma">Where given, each picture gets a σ of its own, spread evenly from here to <paramref name="Sigma"/>; at least 0.</param>
public sealed record GaussianCorruption(double Sigma, double? MinimumSigma = null) : Corruption
{
    /// <summary>σ, where white is 1.</summary>
    public double Sigma { get; } = InRange(Sigma, 0, float.MaxValue);

    /// <summary>The least σ of pictures that have their own.</summary>
    public double? MinimumSigma { get; } = MinimumSigma is double least ? InRange(least, 0, Sigma) : null;

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        double sigma = MinimumSigma is double least ? Between(least, Sigma, ref random) : Sigma;
        if (sigma > 0)
        {
            GaussianNoise.Add(values, (float)sigma, random);
        }
    }
}
