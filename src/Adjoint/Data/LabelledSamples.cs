using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// Samples for learning to classify: the input is a picture (H×W×C), the target is 1 at its class and 0 elsewhere (K numbers). Wrap it in
/// <see cref="Augmentations.AugmentedSamples"/> or <see cref="Augmentations.Mixup"/> to vary the pictures.
/// </summary>
public sealed class LabelledSamples : SampleSource
{
    private readonly LabelledPictures _pictures;

    /// <summary>Makes the source.</summary>
    /// <param name="pictures">The pictures; at least one, of at least two classes.</param>
    /// <exception cref="ArgumentException">There is no picture, or a single class.</exception>
    public LabelledSamples(LabelledPictures pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Count == 0)
        {
            throw new ArgumentException("Samples need at least one picture.", nameof(pictures));
        }

        if (pictures.Classes.Count < 2)
        {
            throw new ArgumentException("Telling classes apart takes at least two of them.", nameof(pictures));
        }

        _pictures = pictures;
        TargetShape = [pictures.Classes.Count];
    }

    /// <inheritdoc/>
    public override string Description => $"{Count} pictures of {_pictures.Classes.Count} classes";

    /// <inheritdoc/>
    public override int Count => _pictures.Count;

    /// <inheritdoc/>
    public override Shape InputShape => _pictures.PictureShape;

    /// <inheritdoc/>
    public override Shape TargetShape { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has not the size of its shape.</exception>
    public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
    {
        if (target.Length != TargetShape.Size)
        {
            throw new ArgumentException($"A target of {TargetShape} does not fill {target.Length} numbers.", nameof(target));
        }

        _pictures.CopyTo(index, input);
        target.Clear();
        target[_pictures.Label(index)] = 1;
    }
}
