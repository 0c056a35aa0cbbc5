using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// Dead-leaves pictures: shapes of all sizes that hide one another, as the things of the world do. They have the statistics of
/// photographs at every scale (power spectrum, heavy-tailed gradients), need no download and no licence, and denoisers trained on them
/// carry over to photographs.
/// </summary>
/// <remarks>
/// <para>The model: Matheron 1968; Alvarez, Gousseau and Morel, "The size of objects in natural and artificial images", 1999; Lee, Mumford and
/// Huang, "Occlusion models for natural images", IJCV 41, 2001; for training denoisers: Achddou, Gousseau and Ladjal, "Synthetic images as a regularity prior
/// for image restoration neural networks", 2021.</para>
/// <para>How a picture is made, at twice its height and width: leaves (ellipses, rectangles and other convex polygons) are laid from front to back until they
/// cover the plane. The density of their radii is proportional to r^−α; α = 3 would make the model the same at every scale, but photographs have
/// larger smooth regions than that, so α varies from 1.9 to 2.9, between a least radius of 0.5 to 5 pixels and the picture's size. Positions are uniform
/// over all places from which a leaf reaches into the picture. Each leaf has a colour, a linear shading and a texture (lattice noise with equal
/// power in each octave, turned and stretched). The result is blurred and halved in height and width in nearly linear light, as a lens and a sensor do, and encoded (with
/// exponent ½, close to sRGB) to 8 bits. Exposure, contrast, colours, texture and sharpness vary from picture to picture; their ranges were matched to
/// the luminance histogram, gradients, power spectrum and channel correlations of photographs.</para>
/// <para>A picture is a function of seed, index, height and width alone, so that pictures can be made in any order and on any number of threads.</para>
/// </remarks>
public sealed class DeadLeaves
{
    private const int Oversampling = 2;
    private const int TextureSize = 256;
    private const int Textures = 4;
    private const int Border = 4;
    private const int MaximumPlane = 1 << 28;
    private readonly long _seed;
    private readonly float[][] _textures;

    /// <summary>A family of pictures.</summary>
    /// <param name="seed">The seed of the family.</param>
    public DeadLeaves(long seed)
    {
        _seed = seed;
        _textures = new float[Textures][];
        for (int i = 0; i < Textures; i++)
        {
            _textures[i] = Texture(new KeyedRandom(seed, "dead-leaves texture", i), 0.75f + (0.15f * i));
        }
    }

    /// <summary>Makes one picture of the family.</summary>
    /// <param name="index">Which one, from 0.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <returns>A colour picture of 8 bits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its least, or there are more than about 2²⁶ pixels.</exception>
    public Picture Create(int index, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        long planeHeight = ((long)Oversampling * height) + (2 * Border), planeWidth = ((long)Oversampling * width) + (2 * Border);
        if (Math.Max(planeHeight, planeWidth) > MaximumPlane || planeHeight * planeWidth > MaximumPlane)
        {
            throw new ArgumentOutOfRangeException(nameof(height), $"A picture of {height}×{width} has more than 2²⁶ pixels, border included.");
        }

        KeyedRandom random = new(_seed, "dead leaves", index);
        DeadLeavesStyle style = DeadLeavesStyle.Draw(ref random);
        DeadLeavesCanvas canvas = new((int)planeHeight, (int)planeWidth);
        canvas.Cover(ref random, style, _textures, TextureSize);
        return canvas.Develop(height, width, style.Blur);
    }

    /// <summary>Makes the first pictures of the family, all of one size, on all processors.</summary>
    /// <param name="count">How many.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its least, or the pictures are too large.</exception>
    public IReadOnlyList<Picture> CreateMany(int count, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Picture[] pictures = new Picture[count];
        if (count > 0)
        {
            pictures[0] = Create(0, height, width);
            Parallel.For(1, count, index => pictures[index] = Create(index, height, width));
        }

        return pictures;
    }

    // Noise whose spectrum falls as a power of the frequency: octaves of smooth lattice noise, each half as fine and `persistence` as strong
    // as would keep all scales equal. Periodic; mean 0, standard deviation 1.
    private static float[] Texture(KeyedRandom random, float persistence)
    {
        float[] texture = new float[TextureSize * TextureSize];
        float strength = 1;
        for (int cells = TextureSize; cells >= 4; cells /= 2)
        {
            float[] lattice = new float[cells * cells];
            random.FillNormal(lattice);
            int step = TextureSize / cells;
            for (int y = 0; y < TextureSize; y++)
            {
                int y0 = y / step, y1 = (y0 + 1) % cells;
                float fy = (y % step) / (float)step;
                for (int x = 0; x < TextureSize; x++)
                {
                    int x0 = x / step, x1 = (x0 + 1) % cells;
                    float fx = (x % step) / (float)step;
                    float upper = float.Lerp(lattice[(y0 * cells) + x0], lattice[(y0 * cells) + x1], fx);
                    float lower = float.Lerp(lattice[(y1 * cells) + x0], lattice[(y1 * cells) + x1], fx);
                    texture[(y * TextureSize) + x] += strength * float.Lerp(upper, lower, fy);
                }
            }

            strength *= persistence;
        }

        double sum = 0, squares = 0;
        foreach (float value in texture)
        {
            sum += value;
            squares += value * value;
        }

        double mean = sum / texture.Length, deviation = Math.Sqrt((squares / texture.Length) - (mean * mean));
        for (int i = 0; i < texture.Length; i++)
        {
            texture[i] = (float)((texture[i] - mean) / deviation);
        }

        return texture;
    }
}
