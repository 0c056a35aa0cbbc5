using Adjoint.Data;

namespace Adjoint.Imaging.Tests;

/// <summary>Pictures by formula, and folders that clean up behind themselves.</summary>
internal static class TestPictures
{
    public static Picture Noise(int height, int width, int channels, int depth, bool alpha)
    {
        Random random = new((height * 1000) + width);
        int opacityStep = depth == 8 ? 257 : 1;
        ushort[]? plane = alpha ? [.. Enumerable.Range(0, height * width).Select(_ => (ushort)(random.Next(65536 / opacityStep) * opacityStep))] : null;
        int[] samples = [.. Enumerable.Range(0, height * width * channels).Select(_ => random.Next(65536))];
        return depth == 8
            ? new Picture(height, width, channels, [.. samples.Select(v => (byte)v)], plane)
            : new Picture(height, width, channels, [.. samples.Select(v => (ushort)v)], plane);
    }

    /// <summary>A smooth picture, as photographs are.</summary>
    public static Picture Smooth(int height, int width, int channels) => new(
        height,
        width,
        channels,
        [.. from y in Enumerable.Range(0, height)
            from x in Enumerable.Range(0, width)
            from c in Enumerable.Range(0, channels)
            select (byte)(127.5 + (100 * Math.Sin((y * 0.05) + (x * 0.03) + c)))]);

    public static byte[] Encode(Picture picture, PictureFormat format, int quality = 95)
    {
        using MemoryStream stream = new();
        PictureFile.Write(picture, stream, format, quality);
        return stream.ToArray();
    }

    public static Picture Decode(byte[] file) => PictureFile.Read(new MemoryStream(file), "test");

    public static void AssertSame(Picture expected, Picture actual)
    {
        Assert.Equal((expected.Height, expected.Width, expected.Channels, expected.BitDepth), (actual.Height, actual.Width, actual.Channels, actual.BitDepth));
        Assert.True(expected.Bytes.SequenceEqual(actual.Bytes));
        Assert.True(expected.Words.SequenceEqual(actual.Words));
        Assert.Equal(expected.Alpha?.ToArray(), actual.Alpha?.ToArray());
    }

    /// <summary>10·log₁₀(255² / mean squared difference).</summary>
    public static double PeakSignalToNoise(Picture a, Picture b)
    {
        double sum = 0;
        for (int i = 0; i < a.Bytes.Length; i++)
        {
            sum += Math.Pow(a.Bytes[i] - b.Bytes[i], 2);
        }

        return 10 * Math.Log10(255.0 * 255 * a.Bytes.Length / sum);
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("adjoint-imaging-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
