using Adjoint.Tensors;

namespace Adjoint.Data.Digits;

/// <summary>How one digit is written: everything random about it but the course of its strokes. Lengths are parts of the picture's side.</summary>
internal readonly struct DigitStyle
{
    private const float CoarsePart = 0.4f;
    private readonly float _yy, _yx, _xy, _xx, _bendX, _bendY, _phaseX, _phaseY;

    private DigitStyle(ReadOnlySpan<float> uniform, ReadOnlySpan<float> normal)
    {
        (Way, Grid) = (uniform[0], uniform[1] / CoarsePart);
        Shake = 0.012f + (0.028f * uniform[2]);

        // Half of the pictures are cut out tightly, the others have wide margins. Scans of low resolution are cut out, and their lines wide, or little would be left.
        bool coarse = uniform[1] < CoarsePart, tight = coarse || uniform[3] < 0.2f;
        Height = tight ? 0.94f + (0.06f * uniform[4]) : 0.6f + (0.28f * uniform[4]);
        Width = tight ? 0.85f + (0.15f * uniform[5]) : 0.6f + (0.25f * uniform[5]);
        float shift = tight ? 0.25f : 0.3f;
        (OffsetX, OffsetY) = (shift * ((2 * uniform[6]) - 1), shift * ((2 * uniform[7]) - 1));
        Radius = (coarse ? 0.052f + (0.045f * uniform[8]) : 0.035f + (0.05f * uniform[8])) * Height;
        Softness = 1 + (1.2f * uniform[9] * uniform[9]);
        Ink = coarse ? 1 : 1 - (0.25f * uniform[10] * uniform[10]);
        Noise = uniform[11] < 0.4f ? 0.15f * uniform[11] : 0;

        // Most people write with a slant to the right.
        float turn = 0.14f * Math.Clamp(normal[0], -2, 2), shear = 0.08f + (0.22f * Math.Clamp(normal[1], -2, 2));
        float wide = 0.62f + (0.38f * uniform[12]);
        (float sine, float cosine) = MathF.SinCos(turn);
        (_xx, _xy) = (cosine * wide, (-shear * cosine) - sine);
        (_yx, _yy) = (sine * wide, (-shear * sine) + cosine);
        (_bendX, _bendY) = (0.05f * Math.Clamp(normal[2], -2, 2), 0.05f * Math.Clamp(normal[3], -2, 2));
        (_phaseX, _phaseY) = (2 * uniform[13], 2 * uniform[14]);
    }

    /// <summary>Which way of writing, from 0 to below 1.</summary>
    public float Way { get; }

    /// <summary>Below 1 where the picture is drawn on a coarse grid first: which one, from 0 to below 1.</summary>
    public float Grid { get; }

    /// <summary>The standard deviation of what each control point moves, in parts of the digit's height.</summary>
    public float Shake { get; }

    /// <summary>The inked box's height; the box touches this or the width.</summary>
    public float Height { get; }

    /// <summary>The inked box's width.</summary>
    public float Width { get; }

    /// <summary>Where in the room that is left the box stands: 0 in the middle, ±½ at the border.</summary>
    public float OffsetX { get; }

    /// <summary>The same for its height.</summary>
    public float OffsetY { get; }

    /// <summary>Half the pen's width.</summary>
    public float Radius { get; }

    /// <summary>Over how many pixels ink fades.</summary>
    public float Softness { get; }

    /// <summary>The darkest ink.</summary>
    public float Ink { get; }

    /// <summary>The noise's standard deviation.</summary>
    public float Noise { get; }

    /// <summary>Draws a style.</summary>
    /// <param name="random">Where random numbers come from.</param>
    public static DigitStyle Draw(KeyedRandom random)
    {
        Span<float> uniform = stackalloc float[16], normal = stackalloc float[4];
        random.FillUniform(uniform);
        random.FillNormal(normal);
        return new DigitStyle(uniform, normal);
    }

    /// <summary>Bends, slants, turns and stretches a point of the unit square about its middle.</summary>
    public (float X, float Y) Place(float x, float y)
    {
        // A wave along each axis moves points that are near one another alike.
        float bentX = x - 0.5f + (_bendX * float.SinPi((1.5f * y) + _phaseX)), bentY = y - 0.5f + (_bendY * float.SinPi((1.5f * x) + _phaseY));
        return ((_xx * bentX) + (_xy * bentY), (_yx * bentX) + (_yy * bentY));
    }
}
