using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// A map of the plane that keeps lines straight: <c>y′ = YY·y + YX·x + ShiftY</c>, <c>x′ = XY·y + XX·x + ShiftX</c>. Coordinates are pixels from the picture's
/// centre, y downwards, x to the right.
/// </summary>
/// <param name="YY">What y contributes to y′.</param>
/// <param name="YX">What x contributes to y′.</param>
/// <param name="XY">What y contributes to x′.</param>
/// <param name="XX">What x contributes to x′.</param>
/// <param name="ShiftY">How far down everything moves.</param>
/// <param name="ShiftX">How far to the right everything moves.</param>
public readonly record struct AffineTransform(double YY, double YX, double XY, double XX, double ShiftY = 0, double ShiftX = 0)
{
    /// <summary>The map that leaves every point where it is.</summary>
    public static AffineTransform Identity => new(1, 0, 0, 1);

    /// <summary>A turn about the centre; exact for multiples of 90 degrees.</summary>
    /// <param name="degrees">The angle, anticlockwise as one looks at the picture.</param>
    public static AffineTransform Rotation(double degrees)
    {
        (double sine, double cosine) = double.SinCosPi(degrees / 180);
        return new AffineTransform(cosine, -sine, sine, cosine);
    }

    /// <summary>Larger or smaller about the centre.</summary>
    /// <param name="vertical">The factor of heights.</param>
    /// <param name="horizontal">The factor of widths.</param>
    public static AffineTransform Scaling(double vertical, double horizontal) => new(vertical, 0, 0, horizontal);

    /// <summary>A slant: rows move sideways in proportion to their distance from the centre, the upper ones to the right.</summary>
    /// <param name="degrees">The angle by which upright lines lean to the right; between −90 and 90.</param>
    public static AffineTransform Shear(double degrees) => new(1, 0, -double.TanPi(degrees / 180), 1);

    /// <summary>A move.</summary>
    /// <param name="down">How many pixels down.</param>
    /// <param name="right">How many pixels to the right.</param>
    public static AffineTransform Shift(double down, double right) => new(1, 0, 0, 1, down, right);

    /// <summary>This map, then another.</summary>
    /// <param name="next">The one that comes second.</param>
    public AffineTransform Then(AffineTransform next)
    {
        (double y, double x) = next.Map(ShiftY, ShiftX);
        return new AffineTransform(
            (next.YY * YY) + (next.YX * XY),
            (next.YY * YX) + (next.YX * XX),
            (next.XY * YY) + (next.XX * XY),
            (next.XY * YX) + (next.XX * XX),
            y,
            x);
    }

    /// <summary>The map that undoes this one.</summary>
    /// <exception cref="InvalidOperationException">It flattens the plane, so that nothing undoes it.</exception>
    public AffineTransform Inverse()
    {
        double determinant = (YY * XX) - (YX * XY);
        if (determinant == 0 || !double.IsFinite(1 / determinant))
        {
            throw new InvalidOperationException("A map that flattens the plane cannot be undone.");
        }

        AffineTransform linear = new(XX / determinant, -YX / determinant, -XY / determinant, YY / determinant);
        (double y, double x) = linear.Map(ShiftY, ShiftX);
        return linear with { ShiftY = -y, ShiftX = -x };
    }

    /// <summary>Where a point goes.</summary>
    /// <param name="y">How far below the centre it is.</param>
    /// <param name="x">How far to the right of the centre it is.</param>
    public (double Y, double X) Map(double y, double x) => ((YY * y) + (YX * x) + ShiftY, (XY * y) + (XX * x) + ShiftX);

    /// <summary>Moves a picture's content by this map, about its centre.</summary>
    /// <param name="values">The picture, in place.</param>
    /// <param name="picture">Height × width × channels.</param>
    /// <param name="outside">What is beyond the border.</param>
    /// <param name="value">The value beyond the border where that is <see cref="Outside.Constant"/>.</param>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    /// <exception cref="InvalidOperationException">The map flattens the plane.</exception>
    public void Warp(Span<float> values, Shape picture, Outside outside = Outside.Edge, float value = 0)
    {
        if (picture.Rank != 3 || values.Length != picture.Size)
        {
            throw new ArgumentException($"A picture of {picture} (height × width × channels) does not have {values.Length} numbers.", nameof(values));
        }

        if (this == Identity || values.IsEmpty)
        {
            return;
        }

        // Every pixel of the result asks where it comes from.
        AffineTransform back = Inverse();
        using Scratch source = new(values);
        BilinearSampler sampler = new(source.Span, picture, outside, value);
        int height = picture[0], width = picture[1], channels = picture[2];
        double middleY = (height - 1) / 2.0, middleX = (width - 1) / 2.0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double fromY, double fromX) = back.Map(y - middleY, x - middleX);
                sampler.Read(fromY + middleY, fromX + middleX, values.Slice(((y * width) + x) * channels, channels));
            }
        }
    }
}
