using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>Moves the content up or down and sideways, every distance up to the greatest as likely.</summary>
/// <param name="Vertical">The greatest distance up or down, in pixels; at least 0.</param>
/// <param name="Horizontal">The greatest distance sideways, in pixels; at least 0.</param>
/// <param name="WholePixels">Whether only whole pixels are moved by, which changes no value.</param>
public sealed record Shift(double Vertical, double Horizontal, bool WholePixels = true) : GeometricAugmentation
{
    /// <summary>The greatest distance up or down, in pixels.</summary>
    public double Vertical { get; init => field = InRange(value, 0, 1e6); } = InRange(Vertical, 0, 1e6);

    /// <summary>The greatest distance sideways, in pixels.</summary>
    public double Horizontal { get; init => field = InRange(value, 0, 1e6); } = InRange(Horizontal, 0, 1e6);

    /// <inheritdoc/>
    protected override AffineTransform Draw(Shape picture, ref KeyedRandom random) =>
        AffineTransform.Shift(Distance(Vertical, ref random), Distance(Horizontal, ref random));

    private double Distance(double greatest, ref KeyedRandom random)
    {
        int whole = (int)greatest;
        return WholePixels ? random.NextInt((2 * whole) + 1) - whole : Between(-greatest, greatest, ref random);
    }
}
