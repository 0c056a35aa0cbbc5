using Adjoint.Data;
using Adjoint.Tensors;

namespace Adjoint.Tests.Data;

public sealed class LabelledPicturesTests
{
    private static readonly string[] Names = ["no", "yes", "perhaps"];

    [Fact]
    public void Parts_share_pictures_and_keep_labels()
    {
        LabelledPictures all = new([1, 2, 1], new byte[] { 0, 51, 102, 153, 204, 255 }, [2, 0, 2], Names);
        Assert.Equal([1, 0, 2], all.CountByClass());
        LabelledPictures part = all.Select([2, 0]).Select([0, 0, 1]);
        Assert.Equal([2, 2, 2], Enumerable.Range(0, 3).Select(part.Label));
        Assert.Equal([0.8f, 1f, 0.8f, 1f, 0f, 0.2f], part.ToTensor(0, 3).Span.ToArray());
        Assert.Equal([1, 1, 2, 1], all.ToTensor(1, 1).Shape);
        LabelledPictures numbers = new([1, 2, 1], new float[] { 0.25f, 1, 3, 4 }, [0, 1], Names);
        Assert.Equal([3f, 4f], numbers.Select([1]).ToTensor(0, 1).Span.ToArray());
    }

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        Assert.Contains("label 3", Refused(() => new LabelledPictures([1, 1, 1], new byte[2], [0, 3], Names)), StringComparison.Ordinal);
        Assert.Contains("2 labels", Refused(() => new LabelledPictures([1, 2, 1], new byte[2], [0, 1], Names)), StringComparison.Ordinal);
        Refused(() => new LabelledPictures([2, 1], new byte[2], [0], Names));
        Refused(() => new LabelledPictures([1, 1, 1], new byte[2], [0, 1], Names, 0));
        LabelledPictures all = new([1, 1, 1], new byte[2], [0, 1], Names);
        Refused(() => all.Select([2]));
        Refused(() => all.CopyTo(0, new float[2]));
        Refused(() => new LabelledSamples(all.Select([])));
        Refused(() => new LabelledSamples(new LabelledPictures([1, 1, 1], new byte[1], [0], ["only"])));
    }

    [Fact]
    public void A_stratified_split_shares_out_every_class_alike()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i < 150 ? 0 : i < 190 ? 1 : 2)];
        DataSplit split = DataSplit.Stratified(labels, 0.2, 0.1, 4);
        Assert.Equal(Enumerable.Range(0, 200), split.Train.Concat(split.Validation).Concat(split.Test).Order());
        Assert.Equal([30, 8, 2], Counts(split.Validation));
        Assert.Equal([15, 4, 1], Counts(split.Test));
        Assert.Equal(split.Test, DataSplit.Stratified(labels, 0.2, 0.1, 4).Test);
        Assert.NotEqual(split.Test, DataSplit.Stratified(labels, 0.2, 0.1, 5).Test);

        int[] Counts(IReadOnlyList<int> part) => [.. Enumerable.Range(0, 3).Select(label => part.Count(item => labels[item] == label))];
    }

    [Fact]
    public void No_part_of_a_split_is_an_item_off_its_share_and_training_has_every_class()
    {
        double[] shares = [0, 0.1, 0.25, 0.45, 0.5, 0.9];
        foreach ((double validation, double test) in shares.SelectMany(_ => shares, (v, t) => (v, t)).Where(pair => pair.v + pair.t < 1))
        {
            for (int count = 1; count < 25; count++)
            {
                // A second, larger class, so that there are two.
                int[] labels = [.. Enumerable.Range(0, count + 40).Select(i => i < count ? 1 : 0)];
                DataSplit split = DataSplit.Stratified(labels, validation, test, count);
                Assert.Equal(Enumerable.Range(0, labels.Length), split.Train.Concat(split.Validation).Concat(split.Test).Order());
                Assert.InRange(Off(split.Validation, validation), -1, 1);
                Assert.InRange(Off(split.Test, test), -1, 1);
                Assert.Contains(split.Train, item => labels[item] == 1);

                double Off(IReadOnlyList<int> part, double share) => part.Count(item => labels[item] == 1) - (share * count);
            }
        }

        Assert.Equal([0, 1], DataSplit.Stratified([0, 1], 0.9, 0, 1).Train);
    }

    [Fact]
    public void Samples_are_pictures_and_one_hot_targets()
    {
        LabelledSamples samples = new(new LabelledPictures([1, 2, 1], new byte[] { 0, 255, 255, 0 }, [1, 2], Names));
        float[] input = new float[2], target = [9, 9, 9];
        samples.Fill(0, 1, input, target);
        Assert.Equal([1f, 0f], input);
        Assert.Equal([0f, 0f, 1f], target);
    }

    [Theory]
    [InlineData(8, 8, 28, 28)]
    [InlineData(28, 28, 8, 8)]
    [InlineData(5, 9, 12, 12)]
    [InlineData(4, 4, 4, 4)]
    public void Resizing_keeps_flat_pictures_flat_and_ramps_straight(int height, int width, int newHeight, int newWidth)
    {
        float[] flat = new float[height * width], ramp = new float[height * width], result = new float[newHeight * newWidth];
        flat.AsSpan().Fill(0.3f);
        for (int i = 0; i < ramp.Length; i++)
        {
            ramp[i] = i % width;
        }

        PictureResizing resizing = new([height, width, 1], [newHeight, newWidth, 1]);
        resizing.Apply(flat, result);
        Assert.All(result, value => Assert.Equal(0.3f, value, 1e-6f));
        resizing.Apply(ramp, result);

        // Away from the border a straight line is interpolated exactly where pictures grow; a widened triangle of a width that is no whole number of pixels, sampled
        // at pixels, has its centre up to a hundredth of a pixel off. Pixel x of the result is at (x + ½) part / new − ½ + the cut-off border.
        double part = Math.Min(width, height * (double)newWidth / newHeight), step = part / newWidth;
        for (int x = 0; x < newWidth; x++)
        {
            double place = ((width - part) / 2) + ((x + 0.5) * step) - 0.5;
            if (place >= Math.Max(step, 1) - 0.5 && place <= width - 0.5 - Math.Max(step, 1))
            {
                Assert.Equal(place, result[((newHeight / 2) * newWidth) + x], step <= 1 ? 1e-5 : 0.01);
            }
        }
    }

    [Fact]
    public void Resizing_converts_between_grey_and_colour()
    {
        float[] grey = new float[1], colour = new float[3];
        new PictureResizing([1, 1, 3], [1, 1, 1]).Apply([1, 0, 0], grey);
        Assert.Equal([0.299f], grey);
        new PictureResizing([1, 1, 1], [1, 1, 3]).Apply([0.5f], colour);
        Assert.Equal([0.5f, 0.5f, 0.5f], colour);
        Assert.Throws<ArgumentException>(() => new PictureResizing([1, 1, 2], [1, 1, 3]));
    }

    [Fact]
    public void Array_samples_are_slices()
    {
        ArraySamples samples = new(new Tensor<float>([2, 1, 2], [1, 2, 3, 4]), new Tensor<float>([2], [5, 6]));
        float[] input = new float[2], target = new float[1];
        samples.Fill(7, 1, input, target);
        Assert.Equal([3f, 4f, 6f], input.Concat(target));
        Assert.Throws<ArgumentOutOfRangeException>(() => samples.Fill(0, 2, input, target));
        Assert.Throws<ArgumentException>(() => new ArraySamples(new Tensor<float>([2]), new Tensor<float>([3])));
    }

    private static string Refused(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static string Refused(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
