using System.Globalization;
using System.Runtime.InteropServices;
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
/// </remarks>
public sealed class NoisyToGrey : SampleSource
{
    private readonly Picture[] _pictures;
    private readonly int _patch;
    private readonly int _margin;

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
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerEpoch ?? 1, 1, nameof(samplesPerEpoch));
        if (!(sigma >= 0) || !float.IsFinite(sigma))
        {
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "The noise's standard deviation is finite and at least 0.");
        }

        if (2L * margin >= patch)
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, $"A margin of {margin} on each side leaves nothing of a patch of {patch}×{patch}.");
        }

        if (pictures.Count == 0)
        {
            throw new ArgumentException("Samples need at least one picture.", nameof(pictures));
        }

        _pictures = [.. pictures];
        for (int i = 0; i < _pictures.Length; i++)
        {
            Picture picture = _pictures[i] ?? throw new ArgumentException($"Picture {i} is null.", nameof(pictures));
            if (picture.Height < patch || picture.Width < patch)
            {
                throw new ArgumentException(
                    $"Picture {i} is {picture.Height}×{picture.Width}, too small for patches of {patch}×{patch}; leave it out or choose smaller patches.",
                    nameof(pictures));
            }
        }

        (_patch, _margin, Seed, Sigma, Augment) = (patch, margin, seed, sigma, augment);
        Count = samplesPerEpoch ?? _pictures.Length;
        InputShape = [patch, patch, 3];
        TargetShape = [patch - (2 * margin), patch - (2 * margin), 1];
    }

    /// <summary>The seed of crops, orientations and noise.</summary>
    public long Seed { get; }

    /// <summary>The noise's standard deviation, where white is 1.</summary>
    public float Sigma { get; }

    /// <summary>Whether crops are flipped and turned at random.</summary>
    public bool Augment { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"noisy to grey, {_pictures.Length} pictures, seed {Seed}, sigma {Sigma:R}, augmented {(Augment ? "yes" : "no")}");

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override Shape InputShape { get; }

    /// <inheritdoc/>
    public override Shape TargetShape { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative, or there is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has not the size of its shape.</exception>
    public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} samples in an epoch.");
        }

        if (input.Length != InputShape.Size || target.Length != TargetShape.Size)
        {
            throw new ArgumentException($"A sample is an input of {InputShape} and a target of {TargetShape}; there is room for {input.Length} and {target.Length} numbers.", nameof(input));
        }

        Picture picture = _pictures[index % _pictures.Length];
        KeyedRandom random = new(Seed, "crop", epoch, index);
        int top = random.NextInt(picture.Height - _patch + 1);
        int left = random.NextInt(picture.Width - _patch + 1);
        int orientation = Augment ? random.NextInt(8) : 0;

        if (picture.Channels == 3)
        {
            picture.CopyRegion(top, left, _patch, _patch, input);
        }
        else
        {
            Span<float> grey = input[^(_patch * _patch)..];
            picture.CopyRegion(top, left, _patch, _patch, grey);
            for (int i = 0; i < grey.Length; i++)
            {
                // Writing runs behind reading until the last pixel, so that expanding in place is safe.
                float value = grey[i];
                input[3 * i] = value;
                input[(3 * i) + 1] = value;
                input[(3 * i) + 2] = value;
            }
        }

        Orient(input, orientation);
        int inner = _patch - (2 * _margin);
        for (int y = 0; y < inner; y++)
        {
            Luminance.Compute(input.Slice(((((y + _margin) * _patch) + _margin) * 3), inner * 3), target.Slice(y * inner, inner));
        }

        GaussianNoise.Add(input, Sigma, new KeyedRandom(Seed, "noise", epoch, index));
    }

    // Bit 0 mirrors left and right, bit 1 top and bottom, bit 2 transposes: the eight symmetries of the square.
    private void Orient(Span<float> values, int orientation)
    {
        Span<Pixel> pixels = MemoryMarshal.Cast<float, Pixel>(values);
        if ((orientation & 1) != 0)
        {
            for (int y = 0; y < _patch; y++)
            {
                pixels.Slice(y * _patch, _patch).Reverse();
            }
        }

        if ((orientation & 2) != 0)
        {
            for (int y = 0; y < _patch / 2; y++)
            {
                Span<Pixel> upper = pixels.Slice(y * _patch, _patch), lower = pixels.Slice((_patch - 1 - y) * _patch, _patch);
                for (int x = 0; x < upper.Length; x++)
                {
                    (upper[x], lower[x]) = (lower[x], upper[x]);
                }
            }
        }

        if ((orientation & 4) != 0)
        {
            for (int y = 1; y < _patch; y++)
            {
                for (int x = 0; x < y; x++)
                {
                    int here = (y * _patch) + x, there = (x * _patch) + y;
                    (pixels[here], pixels[there]) = (pixels[there], pixels[here]);
                }
            }
        }
    }

    private readonly record struct Pixel(float Red, float Green, float Blue);
}
