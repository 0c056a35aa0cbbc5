using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>Turns the content about the picture's centre, every angle up to the greatest as likely.</summary>
/// <param name="Degrees">The greatest angle to either side; from 0 to 180.</param>
public sealed record Rotate(double Degrees) : GeometricAugmentation
{
    /// <summary>The greatest angle to either side; from 0 to 180.</summary>
    public double Degrees { get; init => field = InRange(value, 0, 180); } = InRange(Degrees, 0, 180);

    /// <inheritdoc/>
    protected override AffineTransform Draw(Shape picture, ref KeyedRandom random) => AffineTransform.Rotation(Between(-Degrees, Degrees, ref random));
}
