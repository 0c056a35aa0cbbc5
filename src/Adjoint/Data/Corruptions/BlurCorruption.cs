using Adjoint.Data.Augmentations;
using Adjoint.Tensors;

namespace Adjoint.Data.Corruptions;

/// <summary>Blur by a Gaussian (rows, then columns; taps up to 4σ that add up to 1), edge pixels repeated beyond the border.</summary>
/// <param name="Sigma">The Gaussian's standard deviation σ in pixels; from 0 (no blur) to 1000.</param>
public sealed record BlurCorruption(double Sigma) : Corruption
{
    private readonly GaussianBlur? _blur = InRange(Sigma, 0, GaussianBlur.Greatest, nameof(Sigma)) > 0 ? new GaussianBlur(Sigma) : null;

    /// <summary>The Gaussian's standard deviation in pixels.</summary>
    public double Sigma => _blur?.Sigma ?? 0;

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random) => _blur?.Apply(values, picture, Outside.Edge);
}
