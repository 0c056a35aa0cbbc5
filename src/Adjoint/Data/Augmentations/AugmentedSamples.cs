using System.Globalization;
using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// Samples of another source whose input pictures are changed at random, differently in every epoch. Targets stay as they are: for labels that is right; a
/// target that is itself a picture would have to move along, as <see cref="RestorationSamples"/> does.
/// </summary>
/// <remarks>The random numbers are keyed by (seed, epoch, sample, place in the list of changes): same bits in any order and for any number of threads.</remarks>
public sealed class AugmentedSamples : SampleSource
{
    private readonly SampleSource _source;
    private readonly Augmentation[] _augmentations;
    private readonly AugmentationPipeline _pipeline;
    private readonly int _size;
    private readonly long _seed;

    /// <summary>Makes the source.</summary>
    /// <param name="source">Where samples come from; inputs are height × width × channels.</param>
    /// <param name="augmentations">The changes, made one after the other.</param>
    /// <param name="seed">The seed of the changes.</param>
    /// <exception cref="ArgumentException">Inputs are no pictures, or not of a shape that can be changed so.</exception>
    public AugmentedSamples(SampleSource source, IReadOnlyList<Augmentation> augmentations, long seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(augmentations);
        (_source, _augmentations, _seed) = (source, [.. augmentations], seed);
        _pipeline = new AugmentationPipeline(source.InputShape, _augmentations, seed);
        _size = source.InputShape.Size;
    }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"{_source.Description}, changed by {string.Join<Augmentation>(", ", _augmentations)}, seed {_seed}");

    /// <inheritdoc/>
    public override int Count => _source.Count;

    /// <inheritdoc/>
    public override Shape InputShape => _pipeline.Result;

    /// <inheritdoc/>
    public override Shape TargetShape => _source.TargetShape;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A span has not the size of its shape.</exception>
    public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
    {
        if (input.Length == _size)
        {
            _source.Fill(epoch, index, input, target);
            _pipeline.Apply(input, epoch, index);
            return;
        }

        if (input.Length != InputShape.Size)
        {
            throw new ArgumentException($"An input of {InputShape} does not fill {input.Length} numbers.", nameof(input));
        }

        // Crops begin with a larger picture.
        using Scratch picture = new(_size);
        _source.Fill(epoch, index, picture.Span, target);
        _pipeline.Apply(picture.Span, epoch, index);
        picture.Span[..input.Length].CopyTo(input);
    }
}
