using Adjoint.Data;
using Adjoint.Tensors;

namespace Adjoint.Tests.Data;

public sealed class NoisyToGreyTests
{
    [Fact]
    public void Without_noise_the_target_is_the_luminance_of_the_inner_input()
    {
        NoisyToGrey source = new([Random(40, 50, 3), Random(30, 31, 1)], patch: 20, margin: 2, seed: 1, sigma: 0, samplesPerEpoch: 64);
        Assert.Equal([20, 20, 3], source.InputShape);
        Assert.Equal([16, 16, 1], source.TargetShape);
        for (int index = 0; index < source.Count; index++)
        {
            (Tensor<float> input, Tensor<float> target) = Sample(source, 0, index);
            for (int y = 0; y < 16; y++)
            {
                for (int x = 0; x < 16; x++)
                {
                    Assert.Equal(
                        (0.299 * input[y + 2, x + 2, 0]) + (0.587 * input[y + 2, x + 2, 1]) + (0.114 * input[y + 2, x + 2, 2]),
                        target[y, x, 0],
                        1e-6);
                    if (index % 2 == 1)
                    {
                        Assert.True(input[y, x, 0] == input[y, x, 1] && input[y, x, 1] == input[y, x, 2]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Crops_come_from_everywhere_in_all_eight_orientations()
    {
        // Every sample value is unique in the picture, so that a crop tells its place and its orientation.
        ushort[] samples = new ushort[6 * 7 * 3];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (ushort)i;
        }

        NoisyToGrey source = new([new Picture(6, 7, 3, samples)], 4, 1, 1, 0, 4000);
        Dictionary<(int, int, int), int> seen = [];
        for (int index = 0; index < source.Count; index++)
        {
            (Tensor<float> input, _) = Sample(source, 2, index);
            int[] corners = [At(0, 0), At(0, 3), At(3, 0), At(3, 3)];
            int corner = corners.Min();
            int orientation = (Array.IndexOf(corners, corner) * 2) + (Math.Abs(At(0, 0) - At(0, 1)) == 1 ? 0 : 1);
            seen[(corner / 7, corner % 7, orientation)] = seen.GetValueOrDefault((corner / 7, corner % 7, orientation)) + 1;

            int At(int y, int x) => (int)MathF.Round(input[y, x, 0] * ushort.MaxValue) / 3;
        }

        Assert.Equal(3 * 4 * 8, seen.Count);
        Assert.All(seen.Values, n => Assert.InRange(n, 12, 84)); // 4000/96 ± 6.5 standard deviations
    }

    [Fact]
    public void Samples_depend_on_seed_epoch_and_index_alone()
    {
        Picture[] pictures = [Random(40, 50, 3)];
        NoisyToGrey source = new(pictures, 20, 2, 1, samplesPerEpoch: 8), twin = new(pictures, 20, 2, 1, samplesPerEpoch: 8), other = new(pictures, 20, 2, 2, samplesPerEpoch: 8);
        (Tensor<float> Input, Tensor<float> Target)[] forward = [.. Enumerable.Range(0, 8).Select(i => Sample(source, 3, i))];
        Parallel.For(0, 8, i =>
        {
            (Tensor<float> input, Tensor<float> target) = Sample(twin, 3, 7 - i);
            Assert.Equal(forward[7 - i].Input.Span, input.Span);
            Assert.Equal(forward[7 - i].Target.Span, target.Span);
        });
        Assert.NotEqual(forward[0].Input.Span.ToArray(), forward[1].Input.Span.ToArray());
        Assert.NotEqual(forward[0].Input.Span.ToArray(), Sample(source, 4, 0).Input.Span.ToArray());
        Assert.NotEqual(forward[0].Input.Span.ToArray(), Sample(other, 3, 0).Input.Span.ToArray());
    }

    [Fact]
    public void The_noise_is_white_of_the_stated_strength_and_not_clipped()
    {
        NoisyToGrey source = new([new Picture(64, 64, 1, new byte[64 * 64])], 64, 0, 1, samplesPerEpoch: 20);
        double sum = 0, squares = 0, neighbours = 0, channels = 0;
        int count = 20 * 64 * 64 * 3;
        for (int index = 0; index < 20; index++)
        {
            (Tensor<float> input, Tensor<float> target) = Sample(source, 0, index);
            Assert.True(target.Span.IndexOfAnyExcept(0f) < 0);
            Span<float> values = input.Span;
            for (int i = 0; i < values.Length; i++)
            {
                sum += values[i];
                squares += values[i] * values[i];
                channels += i > 0 ? values[i] * values[i - 1] : 0;
                neighbours += i > 2 ? values[i] * values[i - 3] : 0;
            }
        }

        double sigma = 25.0 / 255, deviation = 1 / Math.Sqrt(count);
        Assert.Equal(0, sum / count / sigma, 5 * deviation);
        Assert.Equal(1, squares / count / (sigma * sigma), 5 * Math.Sqrt(2) * deviation);
        Assert.Equal(0, channels / count / (sigma * sigma), 5 * deviation);
        Assert.Equal(0, neighbours / count / (sigma * sigma), 5 * deviation);
    }

    [Fact]
    public void Filling_allocates_nothing()
    {
        NoisyToGrey source = new([Random(80, 90, 3), Random(80, 90, 1)], 68, 2, 1, samplesPerEpoch: 64);
        float[] input = new float[source.InputShape.Size], target = new float[source.TargetShape.Size];
        source.Fill(0, 0, input, target);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int index = 0; index < 64; index++)
        {
            source.Fill(0, index, input, target);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_picture_that_is_too_small_is_named()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => new NoisyToGrey([Random(40, 50, 3), Random(19, 50, 3)], 20, 2, 1));
        Assert.Contains("Picture 1 is 19×50", failure.Message, StringComparison.Ordinal);
        Assert.Contains("20×20", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NoisyToGrey([], 20, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoisyToGrey([Random(40, 50, 3)], 20, 10, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoisyToGrey([Random(40, 50, 3)], 20, 2, 1, float.NaN));
        NoisyToGrey source = new([Random(40, 50, 3)], 20, 2, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(source, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(source, -1, 0));
        Assert.Throws<ArgumentException>(() => source.Fill(0, 0, new float[3], new float[256]));
    }

    [Fact]
    public void Noise_for_scoring_belongs_to_the_picture()
    {
        Tensor<float> clean = Random(33, 47, 3).ToTensor();
        Tensor<float> noisy = GaussianNoise.AddTo(clean, 0.1f, 5, 2);
        GaussianNoise.AddTo(clean, 0.1f, 5, 1);
        Assert.Equal(noisy.Span, GaussianNoise.AddTo(clean, 0.1f, 5, 2).Span);
        Assert.NotEqual(noisy.Span.ToArray(), GaussianNoise.AddTo(clean, 0.1f, 5, 1).Span.ToArray());
        Assert.NotEqual(noisy.Span.ToArray(), GaussianNoise.AddTo(clean, 0.1f, 6, 2).Span.ToArray());
        double squares = 0;
        float[] normals = new float[clean.Shape.Size];
        GaussianNoise.Add(normals, 0.1f, 5, 2);
        for (int i = 0; i < normals.Length; i++)
        {
            Assert.Equal(clean.Span[i] + normals[i], noisy.Span[i]);
            squares += normals[i] * normals[i];
        }

        Assert.Equal(0.01, squares / normals.Length, 0.01 * 5 * Math.Sqrt(2.0 / normals.Length));
        GaussianNoise.Add([], 0.1f, 1);
    }

    [Fact]
    public void Luminance_weighs_the_encoded_colours()
    {
        Assert.Equal(0.299f, Luminance.Of(1, 0, 0));
        Assert.Equal(1, Luminance.Of(1, 1, 1), 1e-6f);
        Tensor<float> grey = Luminance.Of(new Picture(1, 2, 3, [255, 0, 0, 0, 0, 255]));
        Assert.Equal([1, 2, 1], grey.Shape);
        Assert.Equal([0.299f, 0.114f], grey.Span.ToArray());
        Assert.Equal([1f], Luminance.Of(new Picture(1, 1, 1, [255])).Span.ToArray());
        Assert.Throws<ArgumentException>(() => Luminance.Of(new Tensor<float>([2, 2])));
        Assert.Throws<ArgumentException>(() => Luminance.Compute(new float[4], new float[1]));
    }

    [Theory]
    [InlineData(100, 0.2, 0.1, 70, 20, 10)]
    [InlineData(7, 0.5, 0.5, 0, 4, 3)]
    [InlineData(3, 0, 0, 3, 0, 0)]
    [InlineData(0, 0.5, 0.1, 0, 0, 0)]
    public void A_split_is_a_partition(int count, double validation, double test, int trains, int validates, int tests)
    {
        DataSplit split = DataSplit.Random(count, validation, test, 9);
        Assert.Equal((trains, validates, tests), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(Enumerable.Range(0, count), split.Train.Concat(split.Validation).Concat(split.Test).Order());
        Assert.Equal(split.Train, DataSplit.Random(count, validation, test, 9).Train);
    }

    [Fact]
    public void Splits_differ_by_seed_and_select_items()
    {
        Assert.NotEqual(DataSplit.Random(100, 0.2, 0.1, 1).Test, DataSplit.Random(100, 0.2, 0.1, 2).Test);
        Assert.Equal(["c", "a"], DataSplit.Select(["a", "b", "c"], [2, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataSplit.Random(3, 0.6, 0.6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataSplit.Random(3, double.NaN, 0, 1));
    }

    private static (Tensor<float> Input, Tensor<float> Target) Sample(SampleSource source, int epoch, int index)
    {
        Tensor<float> input = new(source.InputShape), target = new(source.TargetShape);
        input.Span.Fill(float.NaN);
        target.Span.Fill(float.NaN);
        source.Fill(epoch, index, input.Span, target.Span);
        return (input, target);
    }

    private static Picture Random(int height, int width, int channels)
    {
        byte[] samples = new byte[height * width * channels];
        KeyedRandom random = new(height, "picture", width, channels);
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (byte)random.NextUInt();
        }

        return new Picture(height, width, channels, samples);
    }
}
