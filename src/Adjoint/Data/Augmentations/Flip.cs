using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>Mirrors pictures, half of them unless <see cref="Augmentation.Probability"/> says otherwise.</summary>
public sealed record Flip : Augmentation
{
    /// <summary>Makes the change.</summary>
    /// <param name="direction">Which way.</param>
    public Flip(FlipDirection direction = FlipDirection.Horizontal) => (Direction, Probability) = (direction, 0.5);

    /// <summary>Which way.</summary>
    public FlipDirection Direction { get; init; }

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        if (Direction == FlipDirection.Horizontal)
        {
            SquareSymmetry.MirrorColumns(values, picture);
        }
        else
        {
            SquareSymmetry.MirrorRows(values, picture);
        }
    }
}
