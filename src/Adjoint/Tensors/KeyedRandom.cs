using System.Numerics;

namespace Adjoint.Tensors;

/// <summary>
/// Random numbers that belong to a key (seed, purpose, and two more numbers such as epoch and sample) instead of to a shared stream:
/// whoever asks, in whatever order, on however many threads, gets the same numbers for the same key. Different keys give
/// sequences that never overlap.
/// </summary>
/// <remarks>
/// <para>The generator is <see cref="Philox4x32"/>: the seed is its key; position, purpose and the two numbers are its counter. One key has
/// 2³⁴ numbers, then they repeat.</para>
/// <para>Every number takes one 32-bit word of the sequence (<see cref="NextUniform"/> two, <see cref="NextInt"/> seldom more than one) and
/// depends on its position alone, so that filling an array in pieces gives what filling it at once gives.
/// All numbers are bitwise the same on every machine.</para>
/// <para>A value type that holds its position: copies go their own ways. Pass it by <c>ref</c> to share a position.</para>
/// </remarks>
public struct KeyedRandom
{
    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _purpose;
    private readonly uint _first;
    private readonly uint _second;
    private ulong _position;

    /// <summary>The start of the sequence of a key.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="purpose">What the numbers are for, such as <c>"initialization"</c>, <c>"order"</c> or <c>"noise"</c>: sequences for different purposes have nothing in
    /// common. It is hashed to 32 bits.</param>
    /// <param name="first">A number that distinguishes sequences of one purpose, usually the epoch.</param>
    /// <param name="second">Another such number, usually the sample.</param>
    /// <exception cref="ArgumentNullException"><paramref name="purpose"/> is null.</exception>
    public KeyedRandom(long seed, string purpose, int first = 0, int second = 0)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _purpose = Hash(purpose);
        _first = (uint)first;
        _second = (uint)second;
    }

    /// <summary>How many 32-bit words of the sequence have been used; may be set, to skip or to repeat numbers.</summary>
    public long Position
    {
        readonly get => (long)_position;
        set => _position = (ulong)value;
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt()
    {
        // Within a group of 16 blocks the sequence runs through the first words of all blocks, then their second words, and so on.
        (uint block, int lane) = Locate(_position);
        int word = lane / Philox4x32.GroupBlocks;
        _position++;
        (uint word0, uint word1, uint word2, uint word3) =
            Philox4x32.Block(block + ((uint)lane % Philox4x32.GroupBlocks), _purpose, _first, _second, _key0, _key1);
        return word switch { 0 => word0, 1 => word1, 2 => word2, _ => word3 };
    }

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1, each exactly as likely.</summary>
    /// <param name="count">How many numbers there are to choose from; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <remarks>Lemire, "Fast random integer generation in an interval" (2019): multiply, and reject the few products that would favour some numbers.</remarks>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ulong product = (ulong)NextUInt() * (uint)count;
        if ((uint)product < (uint)count)
        {
            uint surplus = (uint)((1UL << 32) % (uint)count);
            while ((uint)product < surplus)
            {
                product = (ulong)NextUInt() * (uint)count;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A number from [0, 1): a multiple of 2⁻⁵³, each as likely.</summary>
    public double NextUniform()
    {
        ulong high = NextUInt();
        return (((high << 32) | NextUInt()) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A number from [0, 1): a multiple of 2⁻²⁴, each as likely.</summary>
    public float NextUniformSingle() => (NextUInt() >> 8) * (1f / (1 << 24));

    /// <summary>Fills with independent numbers spread evenly over [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound; rounding may reach it unless it is 1 and the lower one 0.</param>
    /// <exception cref="ArgumentException">A bound is not finite, or they are in the wrong order.</exception>
    public void FillUniform(Span<float> destination, float low = 0, float high = 1)
    {
        if (!float.IsFinite(high - low) || low > high)
        {
            throw new ArgumentException($"Uniform numbers need finite bounds in order, not {low} and {high}.", nameof(low));
        }

        Fill(destination, normal: false, low, high - low);
    }

    /// <summary>
    /// Fills with independent normal numbers (<a href="https://en.wikipedia.org/wiki/Box-Muller_transform">Box–Muller</a>, in single precision; at most 6.67
    /// standard deviations from the mean).
    /// </summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="sigma">The standard deviation, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite, or the mean is not finite.</exception>
    public void FillNormal(Span<float> destination, float mean = 0, float sigma = 1)
    {
        if (!float.IsFinite(mean))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of normal numbers is finite.");
        }

        if (!(sigma >= 0) || !float.IsFinite(sigma))
        {
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "A standard deviation is finite and at least 0.");
        }

        Fill(destination, normal: true, mean, sigma);
    }

    /// <summary>Puts the items into a random order, every order being as likely (Fisher and Yates).</summary>
    /// <param name="items">What to reorder in place.</param>
    /// <typeparam name="T">The type of an item.</typeparam>
    public void Shuffle<T>(Span<T> items)
    {
        for (int left = items.Length; left > 1; left--)
        {
            int chosen = NextInt(left);
            (items[left - 1], items[chosen]) = (items[chosen], items[left - 1]);
        }
    }

    /// <summary>The numbers from 0 to <paramref name="count"/> − 1 in a random order.</summary>
    /// <param name="count">How many numbers; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] permutation = new int[count];
        for (int i = 0; i < count; i++)
        {
            permutation[i] = i;
        }

        Shuffle<int>(permutation);
        return permutation;
    }

    // The first block of the group that holds a position, and the place in that group.
    private static (uint Block, int Lane) Locate(ulong position) =>
        ((uint)(position / Philox4x32.GroupWords) * Philox4x32.GroupBlocks, (int)(position % Philox4x32.GroupWords));

    private void Fill(Span<float> destination, bool normal, float offset, float scale)
    {
        Span<uint> words = stackalloc uint[Philox4x32.GroupWords];
        Span<float> numbers = stackalloc float[Philox4x32.GroupWords];
        while (!destination.IsEmpty)
        {
            (uint block, int lane) = Locate(_position);
            Philox4x32.FillGroup(block, _purpose, _first, _second, _key0, _key1, words);
            int count = Math.Min(Philox4x32.GroupWords - lane, destination.Length);
            Span<float> target = count == Philox4x32.GroupWords ? destination : numbers;
            if (normal)
            {
                BoxMuller.Transform(words, offset, scale, target);
            }
            else
            {
                for (int i = 0; i < Philox4x32.GroupWords; i += Vector<uint>.Count)
                {
                    Vector<float> uniform = Vector.ConvertToSingle(Vector.AsVectorInt32(new Vector<uint>(words[i..]) >>> 8)) * new Vector<float>(1f / (1 << 24));
                    ((uniform * scale) + new Vector<float>(offset)).CopyTo(target[i..]);
                }
            }

            if (count < Philox4x32.GroupWords)
            {
                numbers.Slice(lane, count).CopyTo(destination);
            }

            destination = destination[count..];
            _position += (ulong)count;
        }
    }

    // FNV-1a over UTF-16 units.
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char unit in text)
        {
            hash = (hash ^ unit) * 16777619;
        }

        return hash;
    }
}
