using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// Makes the content larger or smaller about the picture's centre, by the same factor in height and width. The factor's logarithm is spread evenly: half and twice the
/// size are as likely.
/// </summary>
/// <param name="Minimum">The least factor; above 0.</param>
/// <param name="Maximum">The greatest factor; at least the least.</param>
public sealed record Scale(double Minimum, double Maximum) : GeometricAugmentation
{
    /// <summary>The least factor.</summary>
    public double Minimum { get; } = InRange(Minimum, 1e-3, 1e3);

    /// <summary>The greatest factor.</summary>
    public double Maximum { get; } = InRange(Maximum, Minimum, 1e3);

    /// <inheritdoc/>
    protected override AffineTransform Draw(Shape picture, ref KeyedRandom random)
    {
        double factor = Factor(Minimum, Maximum, ref random);
        return AffineTransform.Scaling(factor, factor);
    }

    /// <summary>A factor between two, its logarithm spread evenly.</summary>
    internal static double Factor(double minimum, double maximum, ref KeyedRandom random) =>
        minimum == maximum ? minimum : minimum * Math.Pow(maximum / minimum, random.NextUniform());
}
