using System.Numerics;
using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// The plane on which a dead-leaves picture grows, larger than the picture and with a border for the blur. Leaves are laid from front to
/// back, so that every pixel is painted once, by the first leaf that reaches it.
/// </summary>
internal sealed class DeadLeavesCanvas
{
    private const int Channels = 3;
    private const int Oversampling = 2;
    private const int Border = 4;
    private readonly int _height;
    private readonly int _width;

    // Linear light, interleaved.
    private readonly float[] _light;

    // For each place of a row (and one behind it), a place at or right of it up to which all is painted: following it finds the next free one.
    private readonly int[] _next;
    private long _free;

    internal DeadLeavesCanvas(int height, int width)
    {
        (_height, _width, _free) = (height, width, (long)height * width);
        _light = new float[height * width * Channels];
        _next = new int[height * (width + 1)];
        for (int i = 0; i < _next.Length; i++)
        {
            _next[i] = i % (width + 1);
        }
    }

    /// <summary>Lays leaves until nothing is free.</summary>
    internal void Cover(ref KeyedRandom random, DeadLeavesStyle style, float[][] textures, int textureSize)
    {
        float smallest = style.Smallest * Oversampling, largest = Math.Max(smallest * 2, Math.Max(_height, _width));

        // A leaf of radius r reaches the plane from (H + 2r)(W + 2r) places: the density of radii seen is r^−α times that, a mixture of
        // three powers.
        PowerLaw area = new(-style.Exponent, smallest, largest), border = new(1 - style.Exponent, smallest, largest), corner = new(2 - style.Exponent, smallest, largest);
        double areaWeight = (double)_height * _width * area.Mass, borderWeight = 2.0 * (_height + _width) * border.Mass, cornerWeight = 4 * corner.Mass;
        Span<HalfPlane> edges = stackalloc HalfPlane[Leaf.MaximumEdges];

        // The last leaf, behind all others, takes what is still free: with this many before it, that is a few pixels at most.
        long patience = (long)(40.0 * _height * _width / (smallest * smallest)) + 1000;
        while (_free > 0)
        {
            double which = random.NextUniform() * (areaWeight + borderWeight + cornerWeight), u = random.NextUniform();
            double radius = (which < areaWeight ? area : which < areaWeight + borderWeight ? border : corner).Quantile(u);
            bool last = --patience <= 0;
            float size = last ? 4 * largest : (float)radius;
            float x = last ? _width / 2f : (float)((random.NextUniform() * (_width + (2 * radius))) - radius);
            float y = last ? _height / 2f : (float)((random.NextUniform() * (_height + (2 * radius))) - radius);
            Leaf leaf = Leaf.Draw(ref random, style, x, y, size, edges);
            Lay(leaf, edges, textures[leaf.Texture.Number % textures.Length], textureSize);
        }
    }

    private void Lay(in Leaf leaf, ReadOnlySpan<HalfPlane> edges, float[] texture, int textureSize)
    {
        int top = Math.Max(0, (int)MathF.Ceiling(leaf.Y - leaf.Radius)), bottom = Math.Min(_height - 1, (int)MathF.Floor(leaf.Y + leaf.Radius));
        for (int row = top; row <= bottom; row++)
        {
            (float from, float to) = leaf.Span(row - leaf.Y, edges);
            int left = Math.Max(0, (int)MathF.Ceiling(leaf.X + from)), right = Math.Min(_width - 1, (int)MathF.Floor(leaf.X + to));
            if (left > right)
            {
                continue;
            }

            Span<int> next = _next.AsSpan(row * (_width + 1), _width + 1);
            (int u, int v) = leaf.Texture.Start(row);
            float shade = leaf.Luminance + (leaf.SlopeY * (row - leaf.Y));
            for (int column = Free(next, left); column <= right; column = Free(next, column + 1))
            {
                int across = (u + (column * leaf.Texture.ColumnStepX)) >> 8, down = (v + (column * leaf.Texture.ColumnStepY)) >> 8;
                float pattern = texture[((down & (textureSize - 1)) * textureSize) + (across & (textureSize - 1))];
                float luminance = shade + (leaf.SlopeX * (column - leaf.X)) + (leaf.Roughness * pattern);
                Span<float> pixel = _light.AsSpan(((row * _width) + column) * Channels, Channels);
                pixel[0] = Light(luminance + leaf.Red);
                pixel[1] = Light(luminance + leaf.Green);
                pixel[2] = Light(luminance + leaf.Blue);
                next[column] = right + 1;
                _free--;
            }
        }

        // Encoded values become light by squaring, close to what sRGB prescribes.
        static float Light(float encoded)
        {
            float clipped = Math.Clamp(encoded, 0, 1);
            return clipped * clipped;
        }
    }

    // The first free place at or right of a place; the path is halved on the way (Tarjan and van Leeuwen 1984), so that later searches are short.
    private static int Free(Span<int> next, int place)
    {
        while (next[place] != place)
        {
            next[place] = next[next[place]];
            place = next[place];
        }

        return place;
    }

    /// <summary>Blurs with a Gaussian, keeps every second row and column, and encodes.</summary>
    /// <param name="height">The picture's rows.</param>
    /// <param name="width">The picture's columns.</param>
    /// <param name="blur">The standard deviation in pixels of the picture.</param>
    internal Picture Develop(int height, int width, float blur)
    {
        // Taps at the distances ±½, ±1½, … of the fine grid from the middle of a pixel of the picture.
        Span<float> taps = stackalloc float[2 * Border];
        float sum = 0;
        for (int k = 0; k < taps.Length; k++)
        {
            float distance = (k - Border + 0.5f) / (Oversampling * blur);
            taps[k] = MathF.Exp(-distance * distance / 2);
            sum += taps[k];
        }

        for (int k = 0; k < taps.Length; k++)
        {
            taps[k] /= sum;
        }

        byte[] samples = new byte[height * width * Channels];
        float[] line = new float[_width * Channels];
        for (int y = 0; y < height; y++)
        {
            // The first of the eight fine rows around the middle of row y lies at 2y + 1, as the border is four.
            BlendRows((Oversampling * y) + 1, taps, line);
            for (int x = 0; x < width; x++)
            {
                ReadOnlySpan<float> source = line.AsSpan(((Oversampling * x) + 1) * Channels, taps.Length * Channels);
                float red = 0, green = 0, blue = 0;
                for (int k = 0; k < taps.Length; k++)
                {
                    red += taps[k] * source[Channels * k];
                    green += taps[k] * source[(Channels * k) + 1];
                    blue += taps[k] * source[(Channels * k) + 2];
                }

                Span<byte> pixel = samples.AsSpan(((y * width) + x) * Channels, Channels);
                pixel[0] = Encode(red);
                pixel[1] = Encode(green);
                pixel[2] = Encode(blue);
            }
        }

        return new Picture(height, width, Channels, samples);

        static byte Encode(float light) => (byte)((MathF.Sqrt(light) * byte.MaxValue) + 0.5f);
    }

    private void BlendRows(int top, ReadOnlySpan<float> taps, float[] line)
    {
        int stride = _width * Channels, i = 0;
        for (; i <= stride - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sum = default;
            for (int k = 0; k < taps.Length; k++)
            {
                sum += new Vector<float>(taps[k]) * new Vector<float>(_light, ((top + k) * stride) + i);
            }

            sum.CopyTo(line, i);
        }

        for (; i < stride; i++)
        {
            float sum = 0;
            for (int k = 0; k < taps.Length; k++)
            {
                sum += taps[k] * _light[((top + k) * stride) + i];
            }

            line[i] = sum;
        }
    }

    /// <summary>A density proportional to a power between two positive bounds.</summary>
    private readonly struct PowerLaw(double power, double low, double high)
    {
        private readonly double _exponent = power + 1;

        /// <summary>The integral of the power.</summary>
        internal double Mass => Math.Abs(_exponent) < 1e-6 ? Math.Log(high / low) : (Math.Pow(high, _exponent) - Math.Pow(low, _exponent)) / _exponent;

        /// <summary>The number below which a share <paramref name="u"/> of the mass lies.</summary>
        internal double Quantile(double u) => Math.Abs(_exponent) < 1e-6
            ? low * Math.Pow(high / low, u)
            : Math.Pow(double.Lerp(Math.Pow(low, _exponent), Math.Pow(high, _exponent), u), 1 / _exponent);
    }
}
