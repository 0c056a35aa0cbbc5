using Adjoint.Data;

namespace Adjoint.Imaging.Tests;

public class PictureRegionTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Every_value_survives_the_way_through_floats(int depth)
    {
        int count = 1 << depth;
        Picture all = depth == 8
            ? new Picture(1, count, 1, [.. Enumerable.Range(0, count).Select(i => (byte)i)])
            : new Picture(1, count, 1, [.. Enumerable.Range(0, count).Select(i => (ushort)i)]);
        float[] values = new float[count];
        all.CopyRegion(0, 0, 1, count, values);
        Assert.Equal(0, values[0]);
        Assert.Equal(1, values[^1]);
        Picture back = Picture.Create(1, count, 1, depth);
        back.WriteRegion(0, 0, 1, count, values);
        TestPictures.AssertSame(all, back);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Values_are_rounded_and_clipped_alike_at_every_place(int depth)
    {
        double largest = (1 << depth) - 1;
        (float Value, double Expected)[] cases =
        [
            (float.NaN, 0), (-1, 0), (float.NegativeInfinity, 0), (2, largest), (float.PositiveInfinity, largest), (1, largest), (-0f, 0),
            ((float)(0.4 / largest), 0), ((float)(0.6 / largest), 1), ((float)(100.4 / largest), 100), ((float)(100.6 / largest), 101), (float.Epsilon, 0),
        ];
        for (int length = 1; length < 150; length += 7)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(i => cases[i % cases.Length].Value)];
            Picture picture = Picture.Create(1, length, 1, depth);
            picture.WriteRegion(0, 0, 1, length, values);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(cases[i % cases.Length].Expected, PngTests.At(picture, 0, i, 0));
            }
        }
    }

    [Fact]
    public void Tiles_with_borders_put_together_give_the_picture()
    {
        Picture picture = TestPictures.Noise(23, 37, 3, 8, false);
        Picture result = Picture.Create(23, 37, 3, 8);
        float[] tile = new float[14 * 14 * 3];
        for (int top = 0; top < 23; top += 10)
        {
            for (int left = 0; left < 37; left += 10)
            {
                picture.CopyRegion(top - 2, left - 2, 14, 14, tile);
                for (int y = 0; y < 14; y++)
                {
                    for (int x = 0; x < 14; x++)
                    {
                        int expected = PngTests.At(picture, Mirror(top - 2 + y, 23), Mirror(left - 2 + x, 37), 1);
                        Assert.Equal(expected / 255.0, tile[(((y * 14) + x) * 3) + 1], 1e-6);
                    }
                }

                (int rows, int columns) = (Math.Min(10, 23 - top), Math.Min(10, 37 - left));
                float[] core = [.. from y in Enumerable.Range(2, rows) from i in Enumerable.Range(6, columns * 3) select tile[(y * 14 * 3) + i]];
                result.WriteRegion(top, left, rows, columns, core);
            }
        }

        TestPictures.AssertSame(picture, result);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Picture picture = Picture.Create(4, 5, 1, 16);
        Assert.Throws<ArgumentException>(() => picture.WriteRegion(3, 0, 2, 1, new float[2]));
        Assert.Throws<ArgumentException>(() => picture.WriteRegion(0, -1, 1, 1, new float[1]));
        Assert.Throws<ArgumentException>(() => picture.WriteRegion(0, 0, 1, 1, new float[2]));
        Assert.Throws<ArgumentException>(() => Picture.Create(0, 1, 1, 8));
        Assert.Throws<ArgumentException>(() => Picture.Create(1, 1, 2, 8));
        Assert.Throws<ArgumentException>(() => Picture.Create(1, 1, 1, 12));
        Assert.Throws<ArgumentException>(() => Picture.Create(100000, 100000, 3, 8));
        Assert.Throws<ArgumentException>(() => picture.WithAlpha(new ushort[3]));
        Assert.Null(picture.WithAlpha(new ushort[20]).WithAlpha(null).Alpha);
    }

    private static int Mirror(int i, int length)
    {
        while (i < 0 || i >= length)
        {
            i = i < 0 ? -i : (2 * (length - 1)) - i;
        }

        return i;
    }
}
