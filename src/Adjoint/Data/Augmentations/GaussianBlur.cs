using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>Convolution with a sampled Gaussian, rows first, then columns; its taps add up to 1 and reach 4 standard deviations.</summary>
internal sealed record GaussianBlur
{
    /// <summary>The greatest standard deviation, in pixels.</summary>
    public const double Greatest = 1000;

    private readonly float[] _taps;

    /// <summary>Prepares the taps.</summary>
    /// <param name="sigma">The standard deviation in pixels; above 0, at most <see cref="Greatest"/>.</param>
    public GaussianBlur(double sigma)
    {
        if (!(sigma > 0 && sigma <= Greatest))
        {
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, $"A blur's standard deviation is above 0 and at most {Greatest} pixels.");
        }

        Sigma = sigma;
        int radius = (int)Math.Ceiling(4 * sigma);
        double[] taps = [.. Enumerable.Range(0, radius + 1).Select(i => Math.Exp(-i * (double)i / (2 * sigma * sigma)))];
        double sum = (2 * taps.Sum()) - taps[0];
        _taps = [.. taps.Select(tap => (float)(tap / sum))];
    }

    /// <summary>The standard deviation, in pixels.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public bool Equals(GaussianBlur? other) => other is not null && Sigma == other.Sigma;

    /// <inheritdoc/>
    public override int GetHashCode() => Sigma.GetHashCode();

    /// <summary>Blurs each channel of a picture in place.</summary>
    /// <param name="values">The picture.</param>
    /// <param name="picture">Height × width × channels.</param>
    /// <param name="outside">What is beyond the border; a constant is 0.</param>
    public void Apply(Span<float> values, Shape picture, Outside outside)
    {
        int height = picture[0], width = picture[1], channels = picture[2];
        using Scratch copy = new(values);
        Along(copy.Span, values, width, channels, height, width * channels, channels, outside);
        values.CopyTo(copy.Span);
        Along(copy.Span, values, height, width * channels, width, channels, channels, outside);
    }

    // Blurs lines of `length` pixels that are `step` apart; `lines` lines that begin `stride` apart.
    private void Along(ReadOnlySpan<float> source, Span<float> result, int length, int step, int lines, int stride, int channels, Outside outside)
    {
        for (int line = 0; line < lines; line++)
        {
            for (int i = 0; i < length; i++)
            {
                for (int c = 0; c < channels; c++)
                {
                    int start = (line * stride) + c;
                    float sum = _taps[0] * source[start + (i * step)];
                    for (int k = 1; k < _taps.Length; k++)
                    {
                        sum += _taps[k] * (At(source, start, i - k, length, step, outside) + At(source, start, i + k, length, step, outside));
                    }

                    result[start + (i * step)] = sum;
                }
            }
        }
    }

    private static float At(ReadOnlySpan<float> source, int start, int i, int length, int step, Outside outside)
    {
        int inside = Math.Clamp(i, 0, length - 1);
        return inside == i || outside == Outside.Edge ? source[start + (inside * step)] : 0;
    }
}
