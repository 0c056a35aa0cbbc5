using Adjoint.Data;

namespace Adjoint.Imaging.Tests;

public class JpegTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Smooth_pictures_of_every_size_come_back_nearly_unchanged(int channels)
    {
        foreach (int quality in new[] { 75, 95 })
        {
            foreach ((int height, int width) in new[] { (1, 1), (1, 17), (7, 3), (8, 8), (9, 16), (15, 33), (16, 16), (50, 61), (200, 300) })
            {
                Picture picture = TestPictures.Smooth(height, width, channels);
                Picture read = TestPictures.Decode(TestPictures.Encode(picture, PictureFormat.Jpeg, quality));
                Assert.Equal((height, width, channels, 8), (read.Height, read.Width, read.Channels, read.BitDepth));
                Assert.InRange(TestPictures.PeakSignalToNoise(picture, read), quality == 95 ? 40 : 32, double.PositiveInfinity);
            }
        }
    }

    [Fact]
    public void Higher_quality_is_nearer_and_longer()
    {
        byte[] grain = TestPictures.Noise(64, 64, 3, 8, false).Bytes.ToArray();
        Picture picture = new(64, 64, 3, [.. TestPictures.Smooth(64, 64, 3).Bytes.ToArray().Zip(grain, (s, g) => (byte)(s + (g / 16)))]);
        (double lastNearness, int lastLength) = (0, 0);
        foreach (int quality in new[] { 1, 10, 50, 75, 90, 100 })
        {
            byte[] file = TestPictures.Encode(picture, PictureFormat.Jpeg, quality);
            double nearness = TestPictures.PeakSignalToNoise(picture, TestPictures.Decode(file));
            Assert.True(nearness > lastNearness && file.Length > lastLength, $"quality {quality}");
            (lastNearness, lastLength) = (nearness, file.Length);
        }

        Assert.InRange(lastNearness, 45, 100);
    }

    /// <summary>Corners of the stored picture, clockwise from the upper left, as orientation 1 to 8 shows them.</summary>
    [Theory]
    [InlineData(1, "ABCD")]
    [InlineData(2, "BADC")]
    [InlineData(3, "CDAB")]
    [InlineData(4, "DCBA")]
    [InlineData(5, "ADCB")]
    [InlineData(6, "DABC")]
    [InlineData(7, "CBAD")]
    [InlineData(8, "BCDA")]
    public void Photographs_come_upright(int orientation, string corners)
    {
        foreach (int channels in new[] { 1, 3 })
        {
            const int Height = 16, Width = 24;
            byte[] levels = [20, 90, 160, 230]; // A, B, C, D: upper left, upper right, lower right, lower left.
            byte[] samples = new byte[Height * Width * channels];
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    byte level = y < Height / 2 ? levels[x < Width / 2 ? 0 : 1] : levels[x < Width / 2 ? 3 : 2];
                    samples.AsSpan(((y * Width) + x) * channels, channels).Fill(level);
                }
            }

            byte[] file = TestPictures.Encode(new Picture(Height, Width, channels, samples), PictureFormat.Jpeg, 100);
            Picture picture = TestPictures.Decode([.. file.AsSpan(0, 2), .. Exif(orientation), .. file.AsSpan(2)]);

            bool turned = orientation >= 5;
            Assert.Equal(turned ? (Width, Height) : (Height, Width), (picture.Height, picture.Width));
            (int bottom, int right) = (picture.Height - 1, picture.Width - 1);
            int[] seen = [PngTests.At(picture, 0, 0, 0), PngTests.At(picture, 0, right, 0), PngTests.At(picture, bottom, right, 0), PngTests.At(picture, bottom, 0, 0)];
            for (int i = 0; i < 4; i++)
            {
                Assert.InRange(seen[i], levels[corners[i] - 'A'] - 3, levels[corners[i] - 'A'] + 3);
            }
        }
    }

    [Fact]
    public void A_file_cut_off_before_its_last_rows_is_refused()
    {
        byte[] file = TestPictures.Encode(TestPictures.Smooth(64, 64, 3), PictureFormat.Jpeg);
        for (int length = 0; length < file.Length * 9 / 10; length++)
        {
            byte[] part = file[..length];
            Assert.Throws<PictureFormatException>(() => TestPictures.Decode(part));
        }
    }

    [Fact]
    public void A_header_that_promises_gigapixels_is_refused()
    {
        byte[] file = TestPictures.Encode(TestPictures.Smooth(8, 8, 3), PictureFormat.Jpeg);
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0x4E, 0x20, 0x4E, 0x20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("20000×20000", Assert.Throws<PictureFormatException>(() => TestPictures.Decode(file)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static byte[] Exif(int orientation) =>
    [
        0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];
}
