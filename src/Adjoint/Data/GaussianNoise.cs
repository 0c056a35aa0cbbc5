using System.Numerics;
using System.Runtime.InteropServices;
using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// White Gaussian noise that belongs to a seed and a picture's number: scoring a model twice, in another order or on other
/// threads, sees the same noise.
/// </summary>
public static class GaussianNoise
{
    private const int Chunk = 1024;

    /// <summary>Adds noise of mean 0; nothing is clipped.</summary>
    /// <param name="values">What to add to, in place.</param>
    /// <param name="sigma">The standard deviation, in the unit of the values (25/255 where white is 1); at least 0.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="index">The picture's number: every picture has its own noise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sigma"/> is negative or not finite.</exception>
    public static void Add(Span<float> values, float sigma, long seed, int index = 0) =>
        Add(values, sigma, new KeyedRandom(seed, "noise of a picture", index));

    /// <summary>A copy of a tensor with noise added; nothing is clipped.</summary>
    /// <param name="clean">The clean values; left as they are.</param>
    /// <param name="sigma">The standard deviation, in the unit of the values (25/255 where white is 1); at least 0.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="index">The picture's number: every picture has its own noise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sigma"/> is negative or not finite.</exception>
    public static Tensor<float> AddTo(Tensor<float> clean, float sigma, long seed, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(clean);
        Tensor<float> noisy = clean.Clone();
        Add(noisy.Span, sigma, seed, index);
        return noisy;
    }

    /// <summary>Adds the next normal numbers of a sequence, times <paramref name="sigma"/>.</summary>
    internal static void Add(Span<float> values, float sigma, KeyedRandom random)
    {
        Span<float> noise = stackalloc float[Chunk];
        do
        {
            Span<float> part = values[..Math.Min(Chunk, values.Length)];
            random.FillNormal(noise[..part.Length], 0, sigma);
            Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(part);
            ReadOnlySpan<Vector<float>> addends = MemoryMarshal.Cast<float, Vector<float>>(noise);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += addends[i];
            }

            for (int i = sums.Length * Vector<float>.Count; i < part.Length; i++)
            {
                part[i] += noise[i];
            }

            values = values[part.Length..];
        }
        while (!values.IsEmpty);
    }
}
