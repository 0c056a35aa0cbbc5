using Adjoint.Tensors;
using CsCheck;

namespace Adjoint.Tests.Tensors;

public sealed class KeyedRandomTests
{
    // Random123 1.14, tests/kat_vectors: counter, key, result.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_answers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint r0, uint r1, uint r2, uint r3) =>
        Assert.Equal((r0, r1, r2, r3), Philox4x32.Block(c0, c1, c2, c3, k0, k1));

    [Fact]
    public void Vector_filling_uses_the_words_that_single_draws_use() => Gen.Select(Gen.Long, Gen.Int, Gen.Int, Gen.Long[0, 1L << 34], Gen.Int[0, 200]).Sample(
        (seed, first, second, position, length) =>
        {
            KeyedRandom filled = new(seed, "test", first, second) { Position = position };
            KeyedRandom single = filled;
            float[] numbers = new float[length];
            filled.FillUniform(numbers);
            foreach (float number in numbers)
            {
                Assert.Equal(single.NextUniformSingle(), number);
            }

            Assert.Equal(single.Position, filled.Position);
        });

    [Fact]
    public void Normal_numbers_do_not_depend_on_how_they_are_cut() => Gen.Select(Gen.Long, Gen.Int[0, 70], Gen.Int[0, 70].Array[1, 10]).Sample((seed, skip, pieces) =>
    {
        KeyedRandom whole = new(seed, "test") { Position = skip };
        KeyedRandom cut = whole;
        float[] expected = new float[pieces.Sum()], actual = new float[pieces.Sum()];
        whole.FillNormal(expected, 0.5f, 2);
        int done = 0;
        foreach (int piece in pieces)
        {
            cut.FillNormal(actual.AsSpan(done, piece), 0.5f, 2);
            done += piece;
        }

        Assert.Equal(expected, actual);
    });

    [Fact]
    public void Every_length_fills_its_numbers_and_no_more()
    {
        float[] all = new float[71];
        new KeyedRandom(3, "test").FillNormal(all);
        for (int length = 0; length <= 70; length++)
        {
            float[] guarded = new float[length + 2];
            Array.Fill(guarded, float.NaN);
            KeyedRandom random = new(3, "test");
            random.FillNormal(guarded.AsSpan(1, length));
            Assert.Equal(all[..length], guarded[1..^1]);
            Assert.True(float.IsNaN(guarded[0]) && float.IsNaN(guarded[^1]));
            Assert.Equal(length, random.Position);
        }
    }

    [Fact]
    public void Normal_numbers_are_those_of_Box_and_Muller_in_double_precision()
    {
        float[] normals = new float[1 << 16];
        new KeyedRandom(11, "test").FillNormal(normals);
        KeyedRandom random = new(11, "test");
        uint[] words = [.. normals.Select(_ => random.NextUInt())];
        for (int i = 0; i < normals.Length; i++)
        {
            bool sine = (i & 16) != 0;
            uint first = words[i & ~16], second = words[i | 16];
            double radius = Math.Sqrt(-2 * Math.Log((float)(((first >> 1) + 0.5) / (1L << 31))));
            double turn = second / (double)(1L << 32);
            double expected = radius * (sine ? double.SinPi(2 * turn) : double.CosPi(2 * turn));
            Assert.Equal(expected, normals[i], 2e-6);
        }
    }

    [Fact]
    public void Numbers_are_the_same_bits_on_every_machine()
    {
        // Written down once; a change breaks everyone's reproducibility.
        float[] normals = new float[1000];
        new KeyedRandom(2024, "noise", 3, 5).FillNormal(normals);
        uint hash = 0;
        foreach (float normal in normals)
        {
            hash = (hash * 31) + BitConverter.SingleToUInt32Bits(normal);
        }

        Assert.Equal(ExpectedHash, hash);
    }

    private const uint ExpectedHash = 657713806;

    [Fact]
    public void Normal_numbers_have_the_moments_and_the_distribution_of_the_normal_law()
    {
        const int Count = 1 << 22;
        float[] normals = new float[Count];
        new KeyedRandom(7, "test").FillNormal(normals);
        double[] moments = new double[7];
        foreach (float z in normals)
        {
            double power = 1;
            for (int p = 1; p <= 6; p++)
            {
                power *= z;
                moments[p] += power / Count;
            }
        }

        // Standard deviations of the sample moments: √((μ₂ₚ − μₚ²)/n); five of them are allowed.
        double[] expected = [1, 0, 1, 0, 3, 0, 15], variance = [0, 1, 2, 15, 96, 945, 10170];
        for (int p = 1; p <= 6; p++)
        {
            Assert.Equal(expected[p], moments[p], 5 * Math.Sqrt(variance[p] / Count));
        }

        // Kolmogorov–Smirnov: the distance of the distributions times √n exceeds 1.95 once in a thousand.
        Array.Sort(normals);
        double distance = 0;
        for (int i = 0; i < Count; i += 64)
        {
            distance = Math.Max(distance, Math.Abs(NormalDistribution(normals[i]) - ((i + 0.5) / Count)));
        }

        Assert.True(distance * Math.Sqrt(Count) < 1.95, $"{distance * Math.Sqrt(Count)}");

        // Tails: 2·n·Q(4) ≈ 266 and 2·n·Q(5) ≈ 2.4 are expected beyond 4 and 5.
        Assert.InRange(normals.Count(z => Math.Abs(z) > 4), 266 - 82, 266 + 82);
        Assert.InRange(normals.Count(z => Math.Abs(z) > 5), 0, 11);
    }

    [Fact]
    public void Uniform_numbers_fill_their_interval_evenly()
    {
        const int Count = 1 << 20, Bins = 256;
        float[] numbers = new float[Count];
        new KeyedRandom(7, "test").FillUniform(numbers, -1, 3);
        int[] bins = new int[Bins];
        foreach (float number in numbers)
        {
            Assert.InRange(number, -1, 3);
            bins[(int)((number + 1) / 4 * Bins)]++;
        }

        Assert.InRange(ChiSquare(bins, (double)Count / Bins), 255 - (5 * 22.6), 255 + (5 * 22.6));
        KeyedRandom random = new(7, "test");
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double number = random.NextUniform();
            Assert.True(number is >= 0 and < 1);
            sum += number;
        }

        Assert.Equal(0.5, sum / 100_000, 5 * 0.2887 / Math.Sqrt(100_000));
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("first")]
    [InlineData("second")]
    [InlineData("purpose")]
    public void Neighbouring_keys_give_independent_numbers(string changed)
    {
        // The correlation of n independent pairs has standard deviation 1/√n; the largest of 100 stays below 5 of them.
        const int Count = 1 << 14;
        float[] left = new float[Count], right = new float[Count];
        for (int key = 0; key < 100; key++)
        {
            Key(key).FillNormal(left);
            Key(key + 1).FillNormal(right);
            double product = 0, squares = 0;
            for (int i = 0; i < Count; i++)
            {
                product += left[i] * right[i];
                squares += (left[i] * left[i] - 1) * (right[i] * right[i] - 1);
            }

            Assert.InRange(product / Math.Sqrt(Count), -5, 5);
            Assert.InRange(squares / 2 / Math.Sqrt(Count), -5, 5);
        }

        KeyedRandom Key(int key) => changed switch
        {
            "seed" => new(key, "test"),
            "first" => new(1, "test", key),
            "second" => new(1, "test", 0, key),
            _ => new(1, $"test {key}"),
        };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Whole_numbers_are_equally_likely(int count)
    {
        KeyedRandom random = new(5, "test");
        int[] bins = new int[count];
        for (int i = 0; i < count * 1000; i++)
        {
            bins[random.NextInt(count)]++;
        }

        double freedom = count - 1;
        Assert.InRange(ChiSquare(bins, 1000), 0, freedom + (5 * Math.Sqrt(2 * freedom)));
    }

    [Fact]
    public void Whole_numbers_below_a_count_that_does_not_divide_2_to_the_32_are_unbiased()
    {
        // Of 3·2³⁰ numbers each residue modulo 3 is as likely; without rejection residue 0 would appear 1.5 times too often here.
        KeyedRandom random = new(5, "test");
        int[] bins = new int[3];
        for (int i = 0; i < 30_000; i++)
        {
            bins[random.NextInt(3 << 29) % 3]++;
        }

        Assert.InRange(ChiSquare(bins, 10_000), 0, 20);
    }

    [Fact]
    public void Permutations_hold_every_number_once_and_are_equally_likely()
    {
        Dictionary<string, int> orders = [];
        for (int key = 0; key < 24_000; key++)
        {
            int[] order = new KeyedRandom(1, "order", key).Permutation(4);
            Assert.Equal([0, 1, 2, 3], order.Order());
            orders[string.Join(',', order)] = orders.GetValueOrDefault(string.Join(',', order)) + 1;
        }

        Assert.Equal(24, orders.Count);
        Assert.InRange(ChiSquare([.. orders.Values], 1000), 0, 60);
        Assert.Empty(new KeyedRandom(1, "order").Permutation(0));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        KeyedRandom random = new(1, "test");
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Permutation(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillNormal(new float[1], 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillNormal(new float[1], float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillNormal(new float[1], 0, float.NaN));
        Assert.Throws<ArgumentException>(() => random.FillUniform(new float[1], 1, 0));
        Assert.Throws<ArgumentNullException>(() => new KeyedRandom(1, null!));
    }

    private static double ChiSquare(int[] bins, double expected) => bins.Sum(n => (n - expected) * (n - expected) / expected);

    // Φ(x) by Abramowitz and Stegun 7.1.26; its error, 1.5e-7, is far below 1/√n.
    private static double NormalDistribution(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2), t = 1 / (1 + (0.3275911 * z));
        double tail = t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429)))))))) * Math.Exp(-z * z) / 2;
        return x > 0 ? 1 - tail : tail;
    }
}
