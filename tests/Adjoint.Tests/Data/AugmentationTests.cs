using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Data;
using Adjoint.Data.Augmentations;
using Adjoint.Data.Corruptions;
using Adjoint.Tensors;

namespace Adjoint.Tests.Data;

/// <summary>Laws that every change of pictures obeys, and what each of them is.</summary>
public sealed class AugmentationTests
{
    private static readonly Dictionary<string, Augmentation> Changes = new()
    {
        ["crop"] = new Crop(padding: 2),
        ["flip"] = new Flip(),
        ["vertical flip"] = new Flip(FlipDirection.Vertical),
        ["turn"] = new Turn(),
        ["shift"] = new Shift(2, 3),
        ["fractional shift"] = new Shift(2, 3, WholePixels: false) { Outside = Outside.Constant },
        ["rotate"] = new Rotate(30),
        ["scale"] = new Scale(0.7, 1.4),
        ["affine"] = new Affine { Degrees = 10, ShearDegrees = 10, MinimumScale = 0.8, MaximumScale = 1.2, Shift = 0.1 },
        ["elastic"] = new Elastic(20, 2),
        ["colour jitter"] = new ColourJitter { Brightness = 0.5, Contrast = 0.5, Saturation = 0.5, Hue = 0.3 },
        ["cutout"] = new Cutout(4),
        ["salt and pepper"] = new SaltAndPepperCorruption(0.2),
        ["blur"] = new BlurCorruption(1),
        ["down-sampling"] = new DownSamplingCorruption(3),
        ["Gaussian"] = new GaussianCorruption(0.1, 0.05),
        ["Poisson"] = new PoissonCorruption(30),
        ["composite"] = new CompositeCorruption(new BlurCorruption(1), new GaussianCorruption(0.1)),
    };

    private static readonly Dictionary<string, Augmentation> Identities = new()
    {
        ["crop"] = new Crop(),
        ["flip"] = new Flip { Probability = 0 },
        ["shift"] = new Shift(0, 0),
        ["fractional shift"] = new Shift(0, 0, WholePixels: false),
        ["rotate"] = new Rotate(0),
        ["scale"] = new Scale(1, 1),
        ["affine"] = new Affine(),
        ["elastic"] = new Elastic(0, 2),
        ["colour jitter"] = new ColourJitter(),
        ["cutout"] = new Cutout(0),
        ["salt and pepper"] = new SaltAndPepperCorruption(0),
        ["blur"] = new BlurCorruption(0),
        ["down-sampling"] = new DownSamplingCorruption(1),
        ["Gaussian"] = new GaussianCorruption(0),
        ["composite"] = new CompositeCorruption(),
    };

    public static TheoryData<string> ChangeNames => [.. Changes.Keys];

    public static TheoryData<string> IdentityNames => [.. Identities.Keys];

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public void The_same_key_gives_the_same_bits_and_another_key_others(string name)
    {
        Augmentation change = Changes[name];
        foreach (Shape shape in new Shape[] { [9, 9, 3], [8, 11, 1], [1, 1, 1] })
        {
            float[] picture = Picture(shape), first = [.. picture], second = [.. picture];
            change.Apply(first, shape, new KeyedRandom(1, "change", 2, 3));
            change.Apply(second, shape, new KeyedRandom(1, "change", 2, 3));
            Assert.Equal(first, second);
            if (name is not ("Gaussian" or "Poisson" or "composite"))
            {
                Assert.All(first, value => Assert.InRange(value, 0, 1));
            }
        }

        Shape square = [9, 9, 3];
        HashSet<string> results = [];
        for (int key = 0; key < 20; key++)
        {
            float[] changed = Picture(square);
            change.Apply(changed, square, new KeyedRandom(1, "change", key));
            results.Add(string.Join(' ', changed));
        }

        Assert.True(results.Count > 1 || name is "blur" or "down-sampling");
    }

    [Theory]
    [MemberData(nameof(IdentityNames))]
    public void Settings_that_ask_for_nothing_change_nothing(string name)
    {
        Shape shape = [7, 8, 3];
        float[] picture = Picture(shape), changed = [.. picture];
        Identities[name].Apply(changed, shape, new KeyedRandom(1, "change"));
        Assert.Equal(picture, changed);
    }

    [Theory]
    [InlineData(FlipDirection.Horizontal)]
    [InlineData(FlipDirection.Vertical)]
    public void A_flip_mirrors_and_twice_is_nothing(FlipDirection direction)
    {
        Shape shape = [4, 5, 3];
        float[] picture = Picture(shape), flipped = [.. picture];
        Flip flip = new(direction) { Probability = 1 };
        flip.Apply(flipped, shape, default);
        for (int i = 0; i < picture.Length; i++)
        {
            (int y, int x, int c) = (i / 15, i / 3 % 5, i % 3);
            int mirrored = direction == FlipDirection.Horizontal ? (((y * 5) + 4 - x) * 3) + c : ((((3 - y) * 5) + x) * 3) + c;
            Assert.Equal(picture[mirrored], flipped[i]);
        }

        flip.Apply(flipped, shape, default);
        Assert.Equal(picture, flipped);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Turning_by_right_angles_is_exact_both_ways(int size)
    {
        Shape shape = [size, size, 3];
        float[] picture = Picture(shape);
        for (int quarters = -1; quarters < 5; quarters++)
        {
            float[] turned = [.. picture], rotated = [.. picture];
            Turn.By(turned, shape, quarters);
            AffineTransform.Rotation(90 * quarters).Warp(rotated, shape, Outside.Constant);
            Assert.Equal(rotated, turned);
            Turn.By(turned, shape, -quarters);
            Assert.Equal(picture, turned);
        }

        // Anticlockwise: the upper right corner comes to the upper left.
        float[] once = [.. picture];
        Turn.By(once, shape, 1);
        Assert.Equal(picture[(size - 1) * 3], once[0]);
    }

    [Theory]
    [InlineData(Outside.Edge)]
    [InlineData(Outside.Constant)]
    public void A_shift_by_whole_pixels_is_exact(Outside outside)
    {
        Shape shape = [6, 7, 2];
        float[] picture = Picture(shape), shifted = [.. picture];
        AffineTransform.Shift(2, -3).Warp(shifted, shape, outside, 0.5f);
        for (int i = 0; i < picture.Length; i++)
        {
            (int y, int x, int c) = ((i / 14) - 2, (i / 2 % 7) + 3, i % 2);
            bool inside = y >= 0 && x < 7;
            (y, x) = (Math.Max(y, 0), Math.Min(x, 6));
            Assert.Equal(inside || outside == Outside.Edge ? picture[(((y * 7) + x) * 2) + c] : 0.5f, shifted[i]);
        }
    }

    [Fact]
    public void Maps_compose_and_are_undone()
    {
        AffineTransform map = AffineTransform.Shear(20).Then(AffineTransform.Rotation(33)).Then(AffineTransform.Scaling(2, 0.5)).Then(AffineTransform.Shift(1, 2));
        (double y, double x) = map.Then(map.Inverse()).Map(3, 4);
        Assert.Equal((3, 4), (Math.Round(y, 12), Math.Round(x, 12)));
        (double up, double right) = AffineTransform.Rotation(90).Map(0, 1);
        Assert.Equal((-1, 0), (up, right));
        Assert.Throws<InvalidOperationException>(() => AffineTransform.Scaling(0, 1).Inverse());
    }

    [Fact]
    public void Noise_has_the_stated_mean_and_variance()
    {
        Shape shape = [200, 200, 1];
        foreach ((Corruption corruption, double level, double variance) in new (Corruption, double, double)[]
        {
            (new GaussianCorruption(0.1), 0.5, 0.01),
            (new PoissonCorruption(5), 0.4, 0.4 / 5),
            (new PoissonCorruption(400), 0.5, 0.5 / 400),
            (new SaltAndPepperCorruption(0.3), 0.5, 0.3 / 4),
        })
        {
            float[] values = new float[shape.Size];
            Array.Fill(values, (float)level);
            corruption.Apply(values, shape, new KeyedRandom(8, "noise"));
            double mean = values.Average(v => (double)v), spread = values.Average(v => (v - level) * (v - level));
            Assert.Equal(level, mean, 5 * Math.Sqrt(variance / values.Length));
            Assert.Equal(1, spread / variance, 0.06);
        }
    }

    [Fact]
    public void Blur_is_the_Gaussian_and_down_sampling_the_mean_of_blocks()
    {
        Shape shape = [21, 21, 1];
        float[] point = new float[shape.Size];
        point[(10 * 21) + 10] = 1;
        new BlurCorruption(1.5).Apply(point, shape, default);
        Assert.Equal(1, point.Sum(v => (double)v), 1e-5);
        Assert.Equal(Math.Exp(-(4 + 1) / (2 * 1.5 * 1.5)), point[(12 * 21) + 11] / point[(10 * 21) + 10], 1e-5);

        float[] blocks = [1, 3, 5, 7, 1, 3, 5, 7];
        new DownSamplingCorruption(2).Apply(blocks, [2, 4, 1], default);

        // Block means 2 and 6 at places ½ and 2½: bilinear between, flat outside.
        Assert.Equal([2f, 3f, 5f, 6f, 2f, 3f, 5f, 6f], blocks);
    }

    [Fact]
    public void Cutout_covers_at_most_its_square_and_hue_turns_colours()
    {
        Shape shape = [20, 20, 2];
        HashSet<int> covered = [];
        for (int key = 0; key < 300; key++)
        {
            float[] ones = [.. Enumerable.Repeat(1f, shape.Size)];
            new Cutout(6).Apply(ones, shape, new KeyedRandom(key, "cutout"));
            covered.Add(ones.Count(v => v == 0));
        }

        Assert.Equal(72, covered.Max());
        Assert.True(covered.Min() is >= 18 and < 72);

        // Half the circle from pure red is cyan; a third of a key's range reaches any hue, but greatest and least channel stay.
        for (int key = 0; key < 50; key++)
        {
            float[] pixel = [1, 0.2f, 0.2f];
            new ColourJitter { Hue = 0.5 }.Apply(pixel, [1, 1, 3], new KeyedRandom(key, "hue"));
            Assert.Equal((1f, 0.2f), (pixel.Max(), pixel.Min()));
        }
    }

    [Fact]
    public void Augmented_samples_belong_to_seed_epoch_and_index()
    {
        LabelledPictures pictures = new([12, 12, 1], Picture([40, 12, 12]), [.. Enumerable.Range(0, 40).Select(i => i % 2)], ["a", "b"]);
        AugmentedSamples source = new(new LabelledSamples(pictures), [new Crop(10, 10), new Elastic(5, 2), new Cutout(3), new GaussianCorruption(0.1)], 5);
        Assert.Equal([10, 10, 1], source.InputShape);
        float[][] forward = [.. Enumerable.Range(0, 40).Select(i => Sample(source, 3, i))];
        Parallel.For(0, 40, i => Assert.Equal(forward[39 - i], Sample(source, 3, 39 - i)));
        Assert.NotEqual(forward[0], Sample(source, 4, 0));
        Assert.NotEqual(forward[0], Sample(new AugmentedSamples(new LabelledSamples(pictures), [new Crop(10, 10)], 6), 3, 0));

        float[] input = new float[100], target = new float[2];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 40; i++)
        {
            source.Fill(0, i, input, target);
        }

        // A shape or two a sample at most, never the picture again.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 * 400);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void Mixup_mixes_inputs_and_targets_in_beta_proportions(double alpha)
    {
        float[] values = [.. Enumerable.Range(0, 500).Select(i => (float)i)];
        Mixup source = new(new ArraySamples(new Tensor<float>([500, 1], values), new Tensor<float>([500, 1], [.. values.Select(v => 2 * v)])), alpha, 9);
        double sum = 0, squares = 0;
        for (int epoch = 0; epoch < 40; epoch++)
        {
            for (int i = 0; i < 500; i++)
            {
                (int partner, double part) = source.Draw(epoch, i);
                sum += part;
                squares += part * part;
                if (epoch == 0)
                {
                    float[] input = new float[1], target = new float[1];
                    source.Fill(0, i, input, target);
                    Assert.Equal((part * i) + ((1 - part) * partner), input[0], 1e-3);
                    Assert.Equal(2 * input[0], target[0], 2e-3f);
                }
            }
        }

        // B(α, α) has mean ½ and variance 1 / (4 (2α + 1)).
        double mean = sum / 20000, variance = (squares / 20000) - (mean * mean);
        Assert.Equal(0.5, mean, 0.02);
        Assert.Equal(1, variance * 4 * ((2 * alpha) + 1), 0.06);
    }

    [Fact]
    public void Restoration_without_corruption_copies_and_takes_luminance()
    {
        Picture colour = new(9, 8, 3, [.. Enumerable.Range(0, 216).Select(i => (byte)i)]);
        foreach ((RestorationColours colours, int inputs, int targets) in new[] { (RestorationColours.Colour, 3, 3), (RestorationColours.Grey, 1, 1), (RestorationColours.ColourToGrey, 3, 1) })
        {
            RestorationSamples source = new([colour], new CompositeCorruption(), colours, 6, 1, 3, 20);
            Assert.Equal([6, 6, inputs], source.InputShape);
            Assert.Equal([4, 4, targets], source.TargetShape);
            Tensor<float> input = new(source.InputShape), target = new(source.TargetShape);
            source.Fill(1, 7, input.Span, target.Span);
            float here = targets == inputs ? input[2, 3, 0] : Luminance.Of(input[2, 3, 0], input[2, 3, 1], input[2, 3, 2]);
            Assert.Equal(here, target[1, 2, 0]);
        }
    }

    [Fact]
    public void Training_files_name_the_changes()
    {
        string[] kinds = ["affine", "blur", "colour-jitter", "crop", "cutout", "down-sampling", "elastic", "flip", "gaussian-noise", "poisson-noise", "rotate", "salt-and-pepper", "scale", "shift", "turn"];
        Assert.Equal(kinds, AugmentationTable.Kinds.Kinds);
        Assert.Equal(new Rotate(15) { Outside = Outside.Constant }, Read("""{"kind": "rotate", "degrees": 15, "outside": "constant"}"""));
        Assert.Equal(new Elastic(34, 4), Read("\"elastic\""));
        Assert.Equal(new GaussianCorruption(0.1), Read("""{"kind": "gaussian-noise", "sigma": 0.1}"""));
        Assert.Equal(new Flip(FlipDirection.Vertical) { Probability = 1 }, Read("""{"kind": "flip", "direction": "vertical", "probability": 1}"""));
        Assert.Contains("degrees", Assert.Throws<SettingsException>(() => Read("""{"kind": "rotate", "degrees": 181}""")).Message, StringComparison.Ordinal);
        Assert.Contains("rotate", Assert.Throws<SettingsException>(() => Read("\"rotat\"")).Message, StringComparison.Ordinal);
        Assert.Contains("augmentation[0]", Assert.Throws<SettingsException>(() => Read("""{"kind": "scale", "minimum": 2}""")).Message, StringComparison.Ordinal);

        static Augmentation Read(string json) => JsonSettings.ReadPart(JsonDocument.Parse(json).RootElement, "augmentation[0]", AugmentationTable.Kinds);
    }

    [Fact]
    public void Wrong_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Degrees", () => new Rotate(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("Maximum", () => new Scale(1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>("Probability", () => new Flip { Probability = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>("Hue", () => new ColourJitter { Hue = 0.6 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlurCorruption(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Elastic(1, 0));
        Assert.Throws<ArgumentException>(() => new Crop(30).Result([28, 28, 1]));
        Assert.Throws<ArgumentException>(() => new Turn().Apply(new float[3], [2, 2, 1], default));
        Assert.Throws<ArgumentException>(() => Turn.By(new float[6], [2, 3, 1], 1));
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => new Mixup(new DigitSource(), 0, 1));
    }

    private static float[] Sample(SampleSource source, int epoch, int index)
    {
        float[] input = new float[source.InputShape.Size], target = new float[source.TargetShape.Size];
        source.Fill(epoch, index, input, target);
        return [.. input, .. target];
    }

    private static float[] Picture(Shape shape)
    {
        float[] values = new float[shape.Size];
        new KeyedRandom(4, "picture").FillUniform(values);
        return values;
    }

    private sealed class DigitSource : SampleSource
    {
        public override int Count => 1;

        public override Shape InputShape => [1];

        public override Shape TargetShape => [1];

        public override void Fill(int epoch, int index, Span<float> input, Span<float> target) => input.Clear();
    }
}
