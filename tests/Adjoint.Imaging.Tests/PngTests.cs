using Adjoint.Data;

namespace Adjoint.Imaging.Tests;

public class PngTests
{
    private static readonly (int Color, int Depth)[] Kinds =
    [
        (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16),
    ];

    public static TheoryData<int, int, bool, int, int> Files()
    {
        TheoryData<int, int, bool, int, int> data = [];
        foreach ((int color, int depth) in Kinds)
        {
            foreach (bool interlaced in new[] { false, true })
            {
                foreach ((int height, int width) in new[] { (1, 1), (2, 3), (5, 1), (1, 7), (9, 17), (33, 70) })
                {
                    data.Add(color, depth, interlaced, height, width);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_kind_of_file_gives_its_samples(int color, int depth, bool interlaced, int height, int width)
    {
        int largest = (1 << depth) - 1;
        byte[] palette = color == 3 ? [.. Enumerable.Range(0, 3 << depth).Select(i => (byte)(i * 37))] : [];
        TestPng file = new()
        {
            Height = height,
            Width = width,
            Color = color,
            Depth = depth,
            Interlaced = interlaced,
            Palette = palette,
            Sample = (y, x, c) => Scramble(y, x, c) & largest,
        };

        Picture picture = Read(file.Encode());

        Assert.Equal((height, width), (picture.Height, picture.Width));
        Assert.Equal(color is 0 or 4 ? 1 : 3, picture.Channels);
        Assert.Equal(depth == 16 ? 16 : 8, picture.BitDepth);
        Assert.Equal(color >= 4, picture.Alpha is not null);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < picture.Channels; c++)
                {
                    int stored = Scramble(y, x, c) & largest;
                    int expected = color == 3 ? palette[(3 * (Scramble(y, x, 0) & largest)) + c]
                        : depth < 8 ? stored * 255 / largest : stored;
                    Assert.Equal(expected, At(picture, y, x, c));
                }

                if (color >= 4)
                {
                    int stored = Scramble(y, x, picture.Channels) & largest;
                    Assert.Equal(depth == 8 ? stored * 257 : stored, picture.Alpha!.Value.Span[(y * width) + x]);
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    public void The_colour_named_as_clear_gets_no_opacity(int color, int depth)
    {
        int channels = color == 2 ? 3 : 1;
        TestPng file = new()
        {
            Height = 2,
            Width = 3,
            Color = color,
            Depth = depth,
            Transparency = [.. Enumerable.Repeat(new byte[] { 0, 2 }, channels).SelectMany(b => b)],
            Sample = (y, x, c) => x == 1 ? 2 : x == 2 && c == 0 ? 2 : 1,
        };

        ushort[] alpha = Read(file.Encode()).Alpha!.Value.ToArray();

        ushort third = channels == 1 ? (ushort)0 : ushort.MaxValue;
        Assert.Equal([ushort.MaxValue, 0, third, ushort.MaxValue, 0, third], alpha);
    }

    [Fact]
    public void A_palette_may_have_opacity_for_its_first_colours()
    {
        TestPng file = new()
        {
            Height = 1,
            Width = 3,
            Color = 3,
            Depth = 2,
            Palette = [1, 2, 3, 4, 5, 6, 7, 8, 9],
            Transparency = [0, 100],
            Sample = (_, x, _) => x,
        };

        Picture picture = Read(file.Encode());

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], picture.Bytes.ToArray());
        Assert.Equal([0, 25700, 65535], picture.Alpha!.Value.ToArray());
    }

    [Fact]
    public void A_palette_of_greys_gives_a_grey_picture()
    {
        TestPng file = new() { Height = 1, Width = 2, Color = 3, Depth = 1, Palette = [9, 9, 9, 200, 200, 200], Sample = (_, x, _) => x };
        Picture picture = Read(file.Encode());
        Assert.Equal(1, picture.Channels);
        Assert.Equal([9, 200], picture.Bytes.ToArray());
    }

    [Fact]
    public void A_gamma_in_the_file_changes_no_sample()
    {
        TestPng file = new() { Height = 1, Width = 256, Color = 2, Depth = 8, Extra = ("gAMA", TestPng.Number(100000)), Sample = (_, x, _) => x };
        Assert.Equal(Enumerable.Range(0, 768).Select(i => (byte)(i / 3)), Read(file.Encode()).Bytes.ToArray());
    }

    [Fact]
    public void Colour_under_clear_pixels_is_kept()
    {
        TestPng file = new() { Height = 1, Width = 1, Color = 6, Depth = 8, Sample = (_, _, c) => c == 3 ? 0 : 100 + c };
        Assert.Equal([100, 101, 102], Read(file.Encode()).Bytes.ToArray());
    }

    [Fact]
    public void An_index_beyond_the_palette_is_refused()
    {
        TestPng file = new() { Height = 1, Width = 1, Color = 3, Depth = 8, Palette = [1, 2, 3], Sample = (_, _, _) => 1 };
        Assert.Contains("palette has only 1", Assert.Throws<PictureFormatException>(() => Read(file.Encode())).Message);
    }

    [Fact]
    public void A_header_that_promises_gigabytes_takes_no_memory()
    {
        List<byte> file = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        TestPng.Chunk(file, "IHDR", [.. TestPng.Number(20000), .. TestPng.Number(20000), 8, 2, 0, 0, 0]);
        TestPng.Chunk(file, "IDAT", new byte[100]);
        TestPng.Chunk(file, "IEND", []);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cannot hold them", Assert.Throws<PictureFormatException>(() => Read([.. file])).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Data_that_ask_for_a_dictionary_are_refused()
    {
        List<byte> file = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        TestPng.Chunk(file, "IHDR", [.. TestPng.Number(1), .. TestPng.Number(1), 8, 0, 0, 0, 0]);
        TestPng.Chunk(file, "IDAT", [0x78]);
        TestPng.Chunk(file, "IDAT", [0x20, 0, 0, 0, 0, 0, 0]);
        TestPng.Chunk(file, "IEND", []);
        Assert.Contains("dictionary", Assert.Throws<PictureFormatException>(() => Read([.. file])).Message);
    }

    [Fact]
    public void More_pixels_than_allowed_are_refused()
    {
        byte[] file = new TestPng { Height = 10, Width = 11, Color = 0, Depth = 8, Sample = (_, _, _) => 0 }.Encode();
        Assert.Contains("109", Assert.Throws<PictureFormatException>(() => PictureFile.Read(new MemoryStream(file), "it", 109)).Message);
        Assert.Equal(10, PictureFile.Read(new MemoryStream(file), "it", 110).Height);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        byte[] file = new TestPng { Height = 6, Width = 5, Color = 2, Depth = 8, Sample = Scramble8 }.Encode();
        for (int length = 0; length < file.Length; length++)
        {
            byte[] part = file[..length];
            Assert.Throws<PictureFormatException>(() => Read(part));
        }
    }

    [Fact]
    public void A_changed_byte_anywhere_is_noticed()
    {
        byte[] file = new TestPng { Height = 6, Width = 5, Color = 2, Depth = 8, Sample = Scramble8 }.Encode();
        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 0x10;
            Assert.Throws<PictureFormatException>(() => Read(changed));
        }
    }

    internal static int Scramble(int y, int x, int c) => (int)((uint)((y * 7919) + (x * 104729) + (c * 1299709) + 12345) * 2654435761u >> 13) & 0xFFFF;

    internal static int At(Picture picture, int y, int x, int c)
    {
        int place = (((y * picture.Width) + x) * picture.Channels) + c;
        return picture.BitDepth == 8 ? picture.Bytes[place] : picture.Words[place];
    }

    private static int Scramble8(int y, int x, int c) => Scramble(y, x, c) & 0xFF;

    private static Picture Read(byte[] file) => PictureFile.Read(new MemoryStream(file), "test.png");
}
