using Adjoint.Tensors;

namespace Adjoint.Data.Digits;

/// <summary>
/// Handwritten digits that are drawn, not collected: as many labelled pictures as one likes, without download or licence. Each of the ten digits is written in several
/// ways; slant, proportions, pen, framing, sharpness and the course of every stroke vary, so that a linear classifier cannot tell them all apart while people can.
/// </summary>
/// <remarks>
/// <para>How a picture is made: the strokes of one way of writing, cubic curves, have their control points moved independently and by a smooth field; they are slanted,
/// turned and stretched. The result is framed either tightly, as cut-out digits are, or with wide margins; drawn by a round pen; and may be enlarged from a coarser
/// grid of pixels, as scans of low resolution are, or noisy.</para>
/// <para>Pictures are 28×28×1, 0 background and 1 ink. A picture is a function of seed and index alone; the digit is the index's last decimal, so that any ten in a row are all ten.</para>
/// </remarks>
public sealed class DrawnDigits
{
    /// <summary>Height and width of a picture.</summary>
    public const int Size = 28;

    private const int Pieces = 8;
    private const int MostPoints = 32;
    private static readonly int[] Grids = [8, 8, 8, 9, 10, 12];
    private static readonly PictureResizing[] Enlargements = [.. Grids.Select(grid => new PictureResizing([grid, grid, 1], [Size, Size, 1]))];
    private readonly long _seed;

    /// <summary>A family of pictures.</summary>
    /// <param name="seed">The seed of the family; take another one, or other indices, for pictures to test on.</param>
    public DrawnDigits(long seed) => _seed = seed;

    /// <summary>The classes' names, <c>0</c> to <c>9</c>.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, 10).Select(digit => ((char)('0' + digit)).ToString())];

    /// <summary>Draws one picture of the family. Several threads may call this at the same time.</summary>
    /// <param name="index">Which one, from 0.</param>
    /// <param name="picture">Room for 28×28 numbers, from 0 to 1.</param>
    /// <returns>The digit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    /// <exception cref="ArgumentException">There is no room for 28×28 numbers.</exception>
    public int Draw(int index, Span<float> picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (picture.Length != Size * Size)
        {
            throw new ArgumentException($"A drawn digit has {Size}×{Size} numbers; there is room for {picture.Length}.", nameof(picture));
        }

        int digit = index % 10;
        DigitStyle style = DigitStyle.Draw(new KeyedRandom(_seed, "digit style", index));
        (float X, float Y)[][][] ways = DigitShapes.Strokes[digit];
        (float X, float Y)[][] way = ways[(int)(style.Way * ways.Length)];

        Span<(float X, float Y)> points = stackalloc (float, float)[MostPoints];
        points = points[..Move(way, style, new KeyedRandom(_seed, "digit strokes", index), points)];
        if (style.Grid < 1)
        {
            int grid = (int)(style.Grid * Grids.Length);
            Span<float> coarse = stackalloc float[Grids[grid] * Grids[grid]];
            Ink(way, points, style, coarse, Grids[grid]);
            Enlargements[grid].Apply(coarse, picture);
        }
        else
        {
            Ink(way, points, style, picture, Size);
        }

        Finish(picture, style, new KeyedRandom(_seed, "digit noise", index));
        return digit;
    }

    /// <summary>Draws pictures of the family, on all processors, and keeps them as bytes.</summary>
    /// <param name="first">The first one's index, from 0.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are no such indices.</exception>
    public LabelledPictures Create(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Math.Min(int.MaxValue - first, Array.MaxLength / (Size * Size)));
        byte[] values = new byte[count * Size * Size];
        int[] labels = new int[count];
        Parallel.For(0, count, i =>
        {
            Span<float> picture = stackalloc float[Size * Size];
            labels[i] = Draw(first + i, picture);
            PictureSamples.Quantize(picture, values.AsSpan(i * Size * Size, Size * Size));
        });
        return new LabelledPictures([Size, Size, 1], values, labels, Classes);
    }

    // Moves the control points and frames what comes out, in parts of the picture's side; returns their number.
    private static int Move((float X, float Y)[][] way, DigitStyle style, KeyedRandom random, Span<(float X, float Y)> points)
    {
        Span<float> normals = stackalloc float[2 * MostPoints];
        random.FillNormal(normals);
        int count = 0;
        foreach ((float X, float Y)[] stroke in way)
        {
            float moveX = 0, moveY = 0;
            for (int i = 0; i < stroke.Length; i++, count++)
            {
                // Handles go with the point of the curve before them, and a little their own way.
                float ownX = normals[2 * count] * style.Shake, ownY = normals[(2 * count) + 1] * style.Shake;
                (moveX, moveY) = i % 3 == 0 ? (ownX, ownY) : (moveX, moveY);
                (float x, float y) = (stroke[i].X + moveX + (i % 3 == 0 ? 0 : ownX), stroke[i].Y + moveY + (i % 3 == 0 ? 0 : ownY));
                points[count] = style.Place(x, y);
            }
        }

        Frame(points[..count], way, style);
        return count;
    }

    // Scales and moves the points so that the inked box has the style's size and place.
    private static void Frame(Span<(float X, float Y)> points, (float X, float Y)[][] way, DigitStyle style)
    {
        (float left, float right, float top, float bottom) = (float.MaxValue, float.MinValue, float.MaxValue, float.MinValue);
        foreach ((float x, float y) in new Course(way, points))
        {
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
        }

        float pen = 2 * style.Radius;
        float height = Math.Max(bottom - top, 1e-3f), width = Math.Max(right - left, 1e-3f);
        float vertical = (style.Height - pen) / height, horizontal = (style.Width - pen) / width;
        float scale = Math.Min(vertical, horizontal);
        float slackX = 1 - (width * scale) - pen, slackY = 1 - (height * scale) - pen;
        float centreX = 0.5f + (slackX * style.OffsetX), centreY = 0.5f + (slackY * style.OffsetY);
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = (((points[i].X - ((left + right) / 2)) * scale) + centreX, ((points[i].Y - ((top + bottom) / 2)) * scale) + centreY);
        }
    }

    private static void Ink((float X, float Y)[][] way, ReadOnlySpan<(float X, float Y)> points, DigitStyle style, Span<float> pixels, int size)
    {
        StrokeCanvas canvas = new(pixels, size);
        float radius = style.Radius * size, softness = size == Size ? style.Softness : 1;
        Course course = new(way, points);
        (float X, float Y) last = default;
        while (course.MoveNext())
        {
            (float X, float Y) point = (course.Current.X * size, course.Current.Y * size);
            if (!course.Begins)
            {
                canvas.Line(last.X, last.Y, point.X, point.Y, radius, softness);
            }

            last = point;
        }
    }

    private static void Finish(Span<float> picture, DigitStyle style, KeyedRandom random)
    {
        Span<float> noise = stackalloc float[Size * Size];
        if (style.Noise > 0)
        {
            random.FillNormal(noise, 0, style.Noise);
        }

        for (int i = 0; i < picture.Length; i++)
        {
            picture[i] = Math.Clamp((picture[i] * style.Ink) + noise[i], 0, 1);
        }
    }

    // Runs along the strokes: every curve in eight straight pieces.
    private ref struct Course((float X, float Y)[][] way, ReadOnlySpan<(float X, float Y)> points)
    {
        private readonly ReadOnlySpan<(float X, float Y)> _points = points;
        private int _stroke = -1, _first, _curve, _piece = Pieces, _curves;

        public (float X, float Y) Current { get; private set; }

        /// <summary>Whether the current point begins a stroke.</summary>
        public bool Begins { get; private set; }

        public readonly Course GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_piece == Pieces && _curve + 1 < _curves)
            {
                (_piece, _curve) = (0, _curve + 1);
            }
            else if (_piece == Pieces)
            {
                _first += _stroke < 0 ? 0 : way[_stroke].Length;
                if (++_stroke == way.Length)
                {
                    return false;
                }

                (_curve, _piece, _curves) = (0, 0, way[_stroke].Length / 3);
                (Current, Begins) = (_points[_first], true);
                return true;
            }

            int start = _first + (3 * _curve);
            float t = ++_piece / (float)Pieces, s = 1 - t;
            float a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
            (float X, float Y) p = _points[start], q = _points[start + 1], r = _points[start + 2], e = _points[start + 3];
            Current = ((a * p.X) + (b * q.X) + (c * r.X) + (d * e.X), (a * p.Y) + (b * q.Y) + (c * r.Y) + (d * e.Y));
            Begins = false;
            return true;
        }
    }
}
