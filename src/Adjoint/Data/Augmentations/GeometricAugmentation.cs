using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>A change that moves a picture's content by a random <see cref="AffineTransform"/> about its centre.</summary>
public abstract record GeometricAugmentation : Augmentation
{
    /// <summary>What is beyond the border.</summary>
    public Outside Outside { get; init; }

    /// <summary>The value beyond the border where that is <see cref="Outside.Constant"/>.</summary>
    public float Value { get; init; }

    /// <summary>Draws a map.</summary>
    /// <param name="picture">Height × width × channels.</param>
    /// <param name="random">Where random numbers come from.</param>
    protected abstract AffineTransform Draw(Shape picture, ref KeyedRandom random);

    /// <inheritdoc/>
    protected sealed override void Change(Span<float> values, Shape picture, ref KeyedRandom random) =>
        Draw(picture, ref random).Warp(values, picture, Outside, Value);
}
