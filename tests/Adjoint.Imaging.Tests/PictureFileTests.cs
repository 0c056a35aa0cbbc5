using System.Diagnostics;
using Adjoint.Data;

namespace Adjoint.Imaging.Tests;

public class PictureFileTests
{
    public static TheoryData<string, int, int, bool> Kinds()
    {
        TheoryData<string, int, int, bool> data = [];
        foreach (int channels in new[] { 1, 3 })
        {
            foreach (bool alpha in new[] { false, true })
            {
                data.Add("it.png", 8, channels, alpha);
                data.Add("it.PNG", 16, channels, alpha);
                data.Add("it.bmp", 8, channels, alpha);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_is_read_again(string name, int depth, int channels, bool alpha)
    {
        using TestFolder folder = new();
        foreach ((int height, int width) in new[] { (1, 1), (1, 2), (3, 1), (7, 5), (40, 67), (300, 200) })
        {
            Picture picture = TestPictures.Noise(height, width, channels, depth, alpha);
            PictureFile.Write(picture, folder[name]);
            Picture read = PictureFile.Read(folder[name]);
            if (alpha && channels == 1 && name.EndsWith("bmp", StringComparison.Ordinal))
            {
                // BMP has no grey with opacity: it comes back as colour with three equal channels.
                picture = new Picture(height, width, 3, [.. picture.Bytes.ToArray().SelectMany(b => new[] { b, b, b })], picture.Alpha!.Value.ToArray());
            }

            TestPictures.AssertSame(picture, read);
            Assert.Equal([folder[name]], Directory.GetFiles(folder.Path));
        }
    }

    [Theory]
    [InlineData(PictureFormat.Bmp)]
    [InlineData(PictureFormat.Jpeg)]
    public void Sixteen_bits_are_rounded_where_a_format_holds_eight(PictureFormat format)
    {
        Picture picture = new(1, 3, 1, [128, 129, 65535]);
        byte[] samples = TestPictures.Decode(TestPictures.Encode(picture, format, 100)).Bytes.ToArray();
        Assert.All(samples.Zip([0, 1, 255]), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
        if (format == PictureFormat.Bmp)
        {
            Assert.Equal([0, 1, 255], samples);
        }
    }

    [Fact]
    public void The_content_counts_and_not_the_name()
    {
        using TestFolder folder = new();
        File.WriteAllBytes(folder["it.jpg"], TestPictures.Encode(TestPictures.Smooth(4, 5, 3), PictureFormat.Png));
        Assert.Equal(5, PictureFile.Read(folder["it.jpg"]).Width);
    }

    [Theory]
    [InlineData(PictureFormat.Png)]
    [InlineData(PictureFormat.Jpeg)]
    [InlineData(PictureFormat.Bmp)]
    public void A_picture_may_begin_in_the_middle_of_a_stream(PictureFormat format)
    {
        byte[] file = TestPictures.Encode(TestPictures.Smooth(40, 50, 3), format);
        MemoryStream stream = new([.. new byte[1000], .. file]) { Position = 1000 };
        TestPictures.AssertSame(TestPictures.Decode(file), PictureFile.Read(stream, "test"));
    }

    [Fact]
    public void A_pipe_is_read_too()
    {
        byte[] file = TestPictures.Encode(TestPictures.Smooth(4, 5, 3), PictureFormat.Png);
        using System.IO.Compression.BrotliStream pipe = new(new MemoryStream(Compress(file)), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(5, PictureFile.Read(pipe, "pipe").Width);
    }

    [Theory]
    [InlineData("picture.gif")]
    [InlineData("picture")]
    [InlineData("folder.png/picture.")]
    public void Extension_that_is_unknown_is_refused_and_the_known_ones_are_named(string path)
    {
        Picture picture = new(1, 1, 1, new byte[1]);
        PictureFormatException refused = Assert.Throws<PictureFormatException>(() => PictureFile.Write(picture, path));
        Assert.Contains(path, refused.Message);
        Assert.Contains(".png, .jpg, .jpeg, .bmp", refused.Message);
        Assert.False(PictureFile.HasPictureExtension(path));
    }

    [Theory]
    [InlineData("GIF89a  ", "GIF")]
    [InlineData("RIFFxxxxWEBPVP8 ", "WebP")]
    [InlineData("II*\0abcd", "TIFF")]
    [InlineData("<html><body>", "not a picture")]
    [InlineData("x", "not a picture")]
    [InlineData("", "empty")]
    [InlineData("BM", "ends before")]
    public void What_is_no_picture_is_refused_by_name_in_one_line(string content, string reason)
    {
        using TestFolder folder = new();
        File.WriteAllBytes(folder["it.png"], [.. content.Select(c => (byte)c)]);
        string message = Assert.Throws<PictureFormatException>(() => PictureFile.Read(folder["it.png"])).Message;
        Assert.Contains(folder["it.png"], message);
        Assert.Contains(reason, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Missing_files_and_folders_are_named()
    {
        using TestFolder folder = new();
        Assert.Contains(folder["none.png"], Assert.Throws<FileNotFoundException>(() => PictureFile.Read(folder["none.png"])).Message);
        Assert.Contains("no/none.png", Assert.Throws<FileNotFoundException>(() => PictureFile.Read(folder["no/none.png"])).Message);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => PictureFile.Read(folder.Path)).Message);
        Picture picture = new(1, 1, 1, new byte[1]);
        Assert.Contains("create it", Assert.Throws<DirectoryNotFoundException>(() => PictureFile.Write(picture, folder["no/it.png"])).Message);
        Directory.CreateDirectory(folder["taken.png"]);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => PictureFile.Write(picture, folder["taken.png"])).Message);
    }

    [Fact]
    public void A_read_that_fails_is_named()
    {
        if (!File.Exists("/proc/self/mem"))
        {
            Assert.Skip("There is no file here that can be opened but not read.");
        }

        Assert.StartsWith("/proc/self/mem: reading failed", Assert.Throws<IOException>(() => PictureFile.Read("/proc/self/mem")).Message);
    }

    [Fact]
    public void What_may_not_be_read_is_named()
    {
        using TestFolder folder = new();
        File.WriteAllBytes(folder["it.png"], [1]);
        if (!OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(folder["it.png"], UnixFileMode.None);
        }
        else
        {
            Assert.Skip("Permissions do not bind this user.");
        }

        Assert.Contains("permissions", Assert.Throws<IOException>(() => PictureFile.Read(folder["it.png"])).Message);
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_and_nothing_else()
    {
        using TestFolder folder = new();
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", "size=64k", "adjoint-test", folder.Path))
        {
            Assert.Skip("A small disk to fill cannot be mounted here (that takes Linux and its administrator).");
        }

        try
        {
            PictureFile.Write(new Picture(1, 1, 1, new byte[1]), folder["it.png"]);
            byte[] old = File.ReadAllBytes(folder["it.png"]);
            IOException error = Assert.Throws<IOException>(() => PictureFile.Write(TestPictures.Noise(300, 300, 3, 8, false), folder["it.png"]));
            Assert.Contains(folder["it.png"] + ": the file cannot be written", error.Message);
            Assert.Equal(old, File.ReadAllBytes(folder["it.png"]));
            Assert.Single(Directory.GetFiles(folder.Path));
        }
        finally
        {
            Run("umount", folder.Path);
        }
    }

    [Fact]
    public void A_stream_that_fails_is_an_io_error()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("There is no /dev/full here.");
        }

        foreach (PictureFormat format in Enum.GetValues<PictureFormat>())
        {
            Assert.Throws<IOException>(() =>
            {
                using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write);
                PictureFile.Write(TestPictures.Noise(200, 200, 3, 8, false), full, format);
                full.Flush();
            });
        }
    }

    [Fact]
    public void Opacity_is_refused_for_JPEG_unless_everything_is_opaque()
    {
        Picture picture = new(1, 2, 1, new byte[2]);
        Assert.Contains("opacity", Assert.Throws<PictureFormatException>(() => TestPictures.Encode(picture.WithAlpha(new ushort[2]), PictureFormat.Jpeg)).Message);
        TestPictures.Encode(picture.WithAlpha(new ushort[] { 65535, 65535 }), PictureFormat.Jpeg);
        TestPictures.Encode(new Picture(1, 65500, 1, new byte[65500]), PictureFormat.Jpeg);
        Assert.Throws<PictureFormatException>(() => TestPictures.Encode(new Picture(1, 65501, 1, new byte[65501]), PictureFormat.Jpeg));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPictures.Encode(picture, PictureFormat.Jpeg, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPictures.Encode(picture, PictureFormat.Jpeg, 101));
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream target = new();
        using (System.IO.Compression.BrotliStream stream = new(target, System.IO.Compression.CompressionMode.Compress))
        {
            stream.Write(content);
        }

        return target.ToArray();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
