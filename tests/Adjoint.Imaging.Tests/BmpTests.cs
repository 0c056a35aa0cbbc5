using System.Buffers.Binary;
using Adjoint.Data;

namespace Adjoint.Imaging.Tests;

public class BmpTests
{
    [Fact]
    public void Twenty_four_bits_are_blue_green_red_from_the_bottom_in_rows_of_whole_words()
    {
        byte[] file = File(2, 2, 24, 0, [], [], [1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0]);
        Assert.Equal([9, 8, 7, 12, 11, 10, 3, 2, 1, 6, 5, 4], TestPictures.Decode(file).Bytes.ToArray());
    }

    [Fact]
    public void A_negative_height_means_from_the_top()
    {
        byte[] file = File(-2, 1, 24, 0, [], [], [1, 2, 3, 0, 4, 5, 6, 0]);
        Assert.Equal([3, 2, 1, 6, 5, 4], TestPictures.Decode(file).Bytes.ToArray());
    }

    [Theory]
    [InlineData(1, new byte[] { 0b0100_0000, 0, 0, 0 })]
    [InlineData(4, new byte[] { 0x01, 0, 0, 0 })]
    [InlineData(8, new byte[] { 0, 1, 0, 0 })]
    public void Palettes_of_1_4_and_8_bits(int depth, byte[] row)
    {
        byte[] file = File(1, 2, depth, 0, [], [3, 2, 1, 0, 6, 5, 4, 0], row);
        Assert.Equal([1, 2, 3, 4, 5, 6], TestPictures.Decode(file).Bytes.ToArray());
    }

    [Fact]
    public void A_palette_of_greys_gives_a_grey_picture()
    {
        byte[] file = File(1, 2, 8, 0, [], [7, 7, 7, 0, 9, 9, 9, 0], [1, 0, 0, 0]);
        Picture picture = TestPictures.Decode(file);
        Assert.Equal(1, picture.Channels);
        Assert.Equal([9, 7], picture.Bytes.ToArray());
    }

    [Fact]
    public void Runs_of_bytes()
    {
        // Two of colour 1, end of row; then one step to the right, three values one by one; end.
        byte[] file = File(2, 4, 8, 1, [], [0, 0, 0, 0, 1, 1, 1, 0, 2, 2, 2, 0], [2, 1, 0, 0, 0, 2, 1, 0, 0, 3, 2, 1, 2, 0, 0, 1]);
        Assert.Equal([0, 2, 1, 2, 1, 1, 0, 0], TestPictures.Decode(file).Bytes.ToArray());
    }

    [Fact]
    public void Runs_of_half_bytes()
    {
        byte[] file = File(1, 6, 4, 2, [], [0, 0, 0, 0, 1, 1, 1, 0, 2, 2, 2, 0], [3, 0x12, 0, 3, 0x21, 0x00, 0, 1]);
        Assert.Equal([1, 2, 1, 2, 1, 0], TestPictures.Decode(file).Bytes.ToArray());
    }

    [Fact]
    public void Sixteen_bits_are_five_a_colour_or_what_the_masks_say()
    {
        byte[] five = File(1, 2, 16, 0, [], [], [0xFF, 0x7F, 0x1F, 0x00]);
        Assert.Equal([255, 255, 255, 0, 0, 255], TestPictures.Decode(five).Bytes.ToArray());
        byte[] six = File(1, 2, 16, 3, [0x00, 0xF8, 0, 0, 0xE0, 0x07, 0, 0, 0x1F, 0, 0, 0], [], [0xE0, 0x07, 0x00, 0xF8]);
        Assert.Equal([0, 255, 0, 255, 0, 0], TestPictures.Decode(six).Bytes.ToArray());
    }

    [Fact]
    public void The_fourth_byte_of_thirty_two_bits_is_opacity_only_if_a_mask_says_so()
    {
        Assert.Null(TestPictures.Decode(File(1, 1, 32, 0, [], [], [1, 2, 3, 4])).Alpha);
    }

    [Fact]
    public void The_oldest_headers_have_palettes_of_three_bytes()
    {
        byte[] palette = new byte[3 * 256];
        (palette[3], palette[4], palette[5]) = (6, 5, 4);
        byte[] header = [(byte)'B', (byte)'M', 0, 0, 0, 0, 0, 0, 0, 0, 0x1A, 3, 0, 0, 12, 0, 0, 0, 2, 0, 1, 0, 1, 0, 8, 0];
        Assert.Equal([4, 5, 6, 0, 0, 0], TestPictures.Decode([.. header, .. palette, 1, 0, 0, 0]).Bytes.ToArray());
        palette[3] = palette[5] = 5;
        Assert.Equal([5, 0], TestPictures.Decode([.. header, .. palette, 1, 0, 0, 0]).Bytes.ToArray());
    }

    [Fact]
    public void Opacity_that_would_be_lost_is_refused()
    {
        byte[] file = File(1, 1, 32, 6, [0, 0, 0xFF, 0, 0, 0xFF, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF], [], [1, 2, 3, 4]);
        Assert.Contains("opacity", Assert.Throws<PictureFormatException>(() => TestPictures.Decode(file)).Message);
    }

    [Theory]
    [InlineData(8, 0, 100, 0xFF)]
    [InlineData(32, 3, 54, 0x05)]
    public void Headers_that_cannot_be_are_refused(int depth, int compression, int offset, byte mask)
    {
        byte[] file = File(1, 1, depth, compression, [mask, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0xFF, 0], [9, 9, 9, 0], [0, 0, 0, 0]);
        file[10] = (byte)offset;
        Assert.Contains("damaged", Assert.Throws<PictureFormatException>(() => TestPictures.Decode(file)).Message);
    }

    [Theory]
    [InlineData(24, 4)]
    [InlineData(7, 0)]
    [InlineData(8, 2)]
    public void Kinds_that_are_not_read_say_so(int depth, int compression) => Assert.Contains(
        "are not read",
        Assert.Throws<PictureFormatException>(() => TestPictures.Decode(File(1, 1, depth, compression, [], [], [0, 0, 0, 0]))).Message);

    [Fact]
    public void Headers_that_lie_are_refused_without_taking_memory()
    {
        byte[] file = File(1, 1, 24, 0, [], [], [0, 0, 0, 0]);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), 20000);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), 20000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("20000×20000", Assert.Throws<PictureFormatException>(() => TestPictures.Decode(file)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), int.MinValue);
        Assert.Throws<PictureFormatException>(() => TestPictures.Decode(file));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        byte[] file = TestPictures.Encode(TestPictures.Smooth(5, 6, 3), PictureFormat.Bmp);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] part = file[..length];
            Assert.Throws<PictureFormatException>(() => TestPictures.Decode(part));
        }
    }

    private static byte[] File(int height, int width, int depth, int compression, byte[] masks, byte[] palette, byte[] pixels)
    {
        byte[] header = new byte[54];
        (header[0], header[1], header[14], header[26], header[28], header[30]) = ((byte)'B', (byte)'M', 40, 1, (byte)depth, (byte)compression);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(2), 54 + masks.Length + palette.Length + pixels.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(10), 54 + masks.Length + palette.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(22), height);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(46), palette.Length / 4);
        return [.. header, .. masks, .. palette, .. pixels];
    }
}
