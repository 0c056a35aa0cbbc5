using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>Changes one after the other, each with random numbers of its own: leaving out one does not change what the others draw.</summary>
internal sealed class AugmentationPipeline
{
    private readonly (Augmentation Augmentation, Shape Shape, string Purpose)[] _steps;
    private readonly long _seed;

    /// <summary>Prepares the changes.</summary>
    /// <param name="picture">Height × width × channels.</param>
    /// <param name="augmentations">The changes.</param>
    /// <param name="seed">The seed.</param>
    public AugmentationPipeline(Shape picture, IReadOnlyList<Augmentation> augmentations, long seed)
    {
        if (picture.Rank != 3)
        {
            throw new ArgumentException($"Only pictures (height × width × channels) are changed so, not {picture}.", nameof(picture));
        }

        _seed = seed;
        Result = picture;
        _steps = new (Augmentation, Shape, string)[augmentations.Count];
        for (int i = 0; i < _steps.Length; i++)
        {
            _steps[i] = (augmentations[i], Result, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"augmentation {i}"));
            Result = augmentations[i].Result(Result);
        }
    }

    /// <summary>The shape of a changed picture.</summary>
    public Shape Result { get; }

    /// <summary>Changes a picture in place; the first elements of <see cref="Result"/> hold the changed one.</summary>
    public void Apply(Span<float> values, int epoch, int index)
    {
        foreach ((Augmentation augmentation, Shape shape, string purpose) in _steps)
        {
            augmentation.Apply(values[..shape.Size], shape, new KeyedRandom(_seed, purpose, epoch, index));
        }
    }
}
