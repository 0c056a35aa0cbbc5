using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// Changes brightness, contrast, saturation and hue, in this order, as light and cameras do. Results are clipped to 0 to 1. A grey picture (any number of channels
/// but 3) has neither saturation nor hue.
/// </summary>
public sealed record ColourJitter : Augmentation
{
    /// <summary>b: values are multiplied by a factor from 1 − b (at least 0) to 1 + b.</summary>
    public double Brightness { get; init => field = InRange(value, 0, 10); }

    /// <summary>c: distances from the picture's mean grey value are multiplied by a factor from 1 − c (at least 0) to 1 + c.</summary>
    public double Contrast { get; init => field = InRange(value, 0, 10); }

    /// <summary>s: distances from each pixel's grey value (<see cref="Luminance"/>) are multiplied by a factor from 1 − s (at least 0) to 1 + s.</summary>
    public double Saturation { get; init => field = InRange(value, 0, 10); }

    /// <summary>h: the hue is turned by −h to h of the whole circle, h at most ½; greatest and least channel stay as they are (the model HSV).</summary>
    public double Hue { get; init => field = InRange(value, 0, 0.5); }

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        float brightness = Factor(Brightness, ref random), contrast = Factor(Contrast, ref random), saturation = Factor(Saturation, ref random);
        float turn = (float)Between(-Hue, Hue, ref random);
        bool colour = picture[2] == 3;
        if (brightness != 1)
        {
            Spread(values, 0, brightness);
        }

        if (contrast != 1)
        {
            Spread(values, Grey(values, colour), contrast);
        }

        for (int i = 0; colour && (saturation != 1 || turn != 0) && i < values.Length; i += 3)
        {
            Span<float> pixel = values.Slice(i, 3);
            if (saturation != 1)
            {
                Spread(pixel, Luminance.Of(pixel[0], pixel[1], pixel[2]), saturation);
            }

            if (turn != 0)
            {
                TurnHue(pixel, turn);
            }
        }
    }

    private static float Factor(double amount, ref KeyedRandom random) => (float)Between(Math.Max(1 - amount, 0), 1 + amount, ref random);

    private static void Spread(Span<float> values, float centre, float factor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Clamp(centre + ((values[i] - centre) * factor), 0, 1);
        }
    }

    private static float Grey(ReadOnlySpan<float> values, bool colour)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i] * (!colour ? 1 : (i % 3) switch { 0 => Luminance.Red, 1 => Luminance.Green, _ => Luminance.Blue });
        }

        return (float)(sum / (colour ? values.Length / 3 : values.Length));
    }

    // Smith 1978, "Color gamut transform pairs": hue in sixths of the circle from red over green and blue.
    private static void TurnHue(Span<float> pixel, float turn)
    {
        float red = pixel[0], green = pixel[1], blue = pixel[2];
        float most = Math.Max(red, Math.Max(green, blue)), least = Math.Min(red, Math.Min(green, blue)), range = most - least;
        if (!(range > 0))
        {
            return;
        }

        float hue = most == red ? (green - blue) / range : most == green ? 2 + ((blue - red) / range) : 4 + ((red - green) / range);
        hue += 6 * turn;
        for (int c = 0; c < 3; c++)
        {
            // Distance on the circle from the channel's own hue: full up to one sixth, none from two sixths.
            float away = MathF.Abs(hue - (2 * c)) % 6;
            away = away > 3 ? 6 - away : away;
            pixel[c] = least + (range * Math.Clamp(2 - away, 0, 1));
        }
    }
}
