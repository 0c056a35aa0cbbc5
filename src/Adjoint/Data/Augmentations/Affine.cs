using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// Slants, scales, turns and moves the content, in this order and about the picture's centre, resampled once. What is left out does not happen.
/// </summary>
public sealed record Affine : GeometricAugmentation
{
    /// <summary>The greatest angle to either side, in degrees; from 0 to 180.</summary>
    public double Degrees { get; init => field = InRange(value, 0, 180); }

    /// <summary>The greatest slant to either side, in degrees; from 0 to 80.</summary>
    public double ShearDegrees { get; init => field = InRange(value, 0, 80); }

    /// <summary>The least factor of size; from 0.001 to 1.</summary>
    public double MinimumScale { get; init => field = InRange(value, 1e-3, 1); } = 1;

    /// <summary>The greatest factor of size; from 1 to 1000.</summary>
    public double MaximumScale { get; init => field = InRange(value, 1, 1e3); } = 1;

    /// <summary>The greatest move, as a part of height and width; from 0 to 1.</summary>
    public double Shift { get; init => field = InRange(value, 0, 1); }

    /// <inheritdoc/>
    protected override AffineTransform Draw(Shape picture, ref KeyedRandom random)
    {
        double degrees = Between(-Degrees, Degrees, ref random), shear = Between(-ShearDegrees, ShearDegrees, ref random);
        double factor = Scale.Factor(MinimumScale, MaximumScale, ref random);
        double down = Between(-Shift, Shift, ref random) * picture[0], right = Between(-Shift, Shift, ref random) * picture[1];
        return AffineTransform.Shear(shear)
            .Then(AffineTransform.Scaling(factor, factor))
            .Then(AffineTransform.Rotation(degrees))
            .Then(AffineTransform.Shift(down, right));
    }
}
