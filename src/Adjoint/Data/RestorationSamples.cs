using System.Globalization;
using Adjoint.Data.Corruptions;
using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// Samples for learning to restore pictures: the input is a random crop of a picture, corrupted; the target is the same crop as it was, less a margin.
/// </summary>
/// <remarks>
/// <para>Sample <c>i</c> comes from picture <c>i</c> modulo the number of pictures: every picture appears equally often (up to one).
/// The position of the crop, its orientation (one of the eight flips and quarter turns) and the corruption are keyed by (seed, epoch, i).</para>
/// <para>Values are those of the file, 0 black and 1 white, before corruption. A grey picture counts as a colour picture with R = G = B where colour is
/// wanted; each channel gets its own noise.</para>
/// </remarks>
public sealed class RestorationSamples : SampleSource
{
    private readonly Picture[] _pictures;
    private readonly int _patch, _margin, _inputChannels, _targetChannels;

    /// <summary>A source of corrupted crops of pictures.</summary>
    /// <param name="pictures">The pictures; at least one, none smaller than the patch.</param>
    /// <param name="corruption">What is to be undone.</param>
    /// <param name="colours">Whether input and target are grey or colour.</param>
    /// <param name="patch">Height and width P of the crop: the input is P×P×channels.</param>
    /// <param name="margin">How many pixels m the target lacks on each side, as valid convolutions eat them (2 for two 3×3 layers):
    /// the target is (P−2m)×(P−2m)×channels.</param>
    /// <param name="seed">The seed of crops, orientations and corruption.</param>
    /// <param name="samplesPerEpoch">How many samples an epoch has; one for each picture if left out.</param>
    /// <param name="augment">Whether crops are flipped and turned at random.</param>
    /// <exception cref="ArgumentException">There is no picture, or one is smaller than the patch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The patch, the margin or the number of samples is outside its range.</exception>
    public RestorationSamples(
        IReadOnlyList<Picture> pictures,
        Corruption corruption,
        RestorationColours colours,
        int patch,
        int margin,
        long seed,
        int? samplesPerEpoch = null,
        bool augment = true)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(corruption);
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerEpoch ?? 1, 1, nameof(samplesPerEpoch));
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

        (_patch, _margin, Seed, Augment, Corruption, Colours) = (patch, margin, seed, augment, corruption, colours);
        _inputChannels = colours == RestorationColours.Grey ? 1 : 3;
        _targetChannels = colours == RestorationColours.Colour ? 3 : 1;
        Count = samplesPerEpoch ?? _pictures.Length;
        InputShape = [patch, patch, _inputChannels];
        TargetShape = [patch - (2 * margin), patch - (2 * margin), _targetChannels];
    }

    /// <summary>What is to be undone.</summary>
    public Corruption Corruption { get; }

    /// <summary>Whether input and target are grey or colour.</summary>
    public RestorationColours Colours { get; }

    /// <summary>The seed of crops, orientations and corruption.</summary>
    public long Seed { get; }

    /// <summary>Whether crops are flipped and turned at random.</summary>
    public bool Augment { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"restoration ({Colours}) of {_pictures.Length} pictures, {Corruption}, seed {Seed}, augmented {(Augment ? "yes" : "no")}");

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
        Read(picture, top, left, input);
        Orient(input, orientation);
        FillTarget(input, target);
        Corruption.Apply(input, InputShape, new KeyedRandom(Seed, "noise", epoch, index));
    }

    private void Read(Picture picture, int top, int left, Span<float> input)
    {
        if (picture.Channels == _inputChannels)
        {
            picture.CopyRegion(top, left, _patch, _patch, input);
        }
        else if (_inputChannels == 1)
        {
            using Scratch colours = new(3 * input.Length);
            picture.CopyRegion(top, left, _patch, _patch, colours.Span);
            Luminance.Compute(colours.Span, input);
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
    }

    // Bit 0 mirrors left and right, bit 1 top and bottom, bit 2 transposes: the eight symmetries of the square.
    private void Orient(Span<float> values, int orientation)
    {
        if ((orientation & 1) != 0)
        {
            SquareSymmetry.MirrorColumns(values, InputShape);
        }

        if ((orientation & 2) != 0)
        {
            SquareSymmetry.MirrorRows(values, InputShape);
        }

        if ((orientation & 4) != 0)
        {
            SquareSymmetry.Transpose(values, InputShape);
        }
    }

    private void FillTarget(ReadOnlySpan<float> input, Span<float> target)
    {
        int inner = _patch - (2 * _margin);
        for (int y = 0; y < inner; y++)
        {
            ReadOnlySpan<float> source = input.Slice((((y + _margin) * _patch) + _margin) * _inputChannels, inner * _inputChannels);
            Span<float> row = target.Slice(y * inner * _targetChannels, inner * _targetChannels);
            if (_inputChannels == _targetChannels)
            {
                source.CopyTo(row);
            }
            else
            {
                Luminance.Compute(source, row);
            }
        }
    }
}
