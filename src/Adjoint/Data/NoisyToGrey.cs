using System.Globalization;
using Adjoint.Data.Corruptions;
using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// Samples for learning to denoise and to turn to grey at once: the input is a random crop of a colour picture with white Gaussian
/// noise added, the target is the luminance of the same crop without noise.
/// </summary>
/// <remarks>
/// <para>Sample <c>i</c> comes from picture <c>i</c> modulo the number of pictures: every picture appears equally often (up to one).
/// The position of the crop, its orientation (one of the eight flips and quarter turns) and the noise are keyed by (seed, epoch, i).</para>
/// <para>Values are those of the file, 0 black and 1 white, before noise; noisy values are not clipped. <see cref="Luminance"/> states what grey
/// means. A grey picture counts as a colour picture with R = G = B; each channel gets its own noise.</para>
/// <para>These are <see cref="RestorationSamples"/> of one kind.</para>
/// </remarks>
public sealed class NoisyToGrey : SampleSource
{
    private readonly RestorationSamples _samples;
    private readonly int _pictures;

    /// <summary>A source of noisy crops of pictures.</summary>
    /// <param name="pictures">The pictures; at least one, none smaller than the patch.</param>
    /// <param name="patch">Height and width P of the crop: the input is P×P×3.</param>
    /// <param name="margin">How many pixels m the target lacks on each side, as valid convolutions eat them (2 for two 3×3 layers):
    /// the target is (P−2m)×(P−2m)×1.</param>
    /// <param name="seed">The seed of crops, orientations and noise.</param>
    /// <param name="sigma">The noise's standard deviation, where white is 1; at least 0.</param>
    /// <param name="samplesPerEpoch">How many samples an epoch has; one for each picture if left out.</param>
    /// <param name="augment">Whether crops are flipped and turned at random.</param>
    /// <exception cref="ArgumentException">There is no picture, or one is smaller than the patch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The patch, the margin, sigma or the number of samples is outside its range.</exception>
    public NoisyToGrey(
        IReadOnlyList<Picture> pictures,
        int patch,
        int margin,
        long seed,
        float sigma = 25f / 255f,
        int? samplesPerEpoch = null,
        bool augment = true)
    {
        if (!(sigma >= 0) || !float.IsFinite(sigma))
        {
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "The noise's standard deviation is finite and at least 0.");
        }

        _samples = new RestorationSamples(
            pictures, new GaussianCorruption(sigma), RestorationColours.ColourToGrey, patch, margin, seed, samplesPerEpoch, augment);
        (Sigma, _pictures) = (sigma, pictures.Count);
    }

    /// <summary>The seed of crops, orientations and noise.</summary>
    public long Seed => _samples.Seed;

    /// <summary>The noise's standard deviation, where white is 1.</summary>
    public float Sigma { get; }

    /// <summary>Whether crops are flipped and turned at random.</summary>
    public bool Augment => _samples.Augment;

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"noisy to grey, {_pictures} pictures, seed {Seed}, sigma {Sigma:R}, augmented {(Augment ? "yes" : "no")}");

    /// <inheritdoc/>
    public override int Count => _samples.Count;

    /// <inheritdoc/>
    public override Shape InputShape => _samples.InputShape;

    /// <inheritdoc/>
    public override Shape TargetShape => _samples.TargetShape;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative, or there is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has not the size of its shape.</exception>
    public override void Fill(int epoch, int index, Span<float> input, Span<float> target) => _samples.Fill(epoch, index, input, target);
}
