using System.Buffers.Binary;
using Adjoint.Data;

namespace Adjoint.Imaging.Jpeg;

/// <summary>
/// Writes baseline JPEG in bands of 8 or 16 rows. It is not left to the graphics library because that one takes only whole bitmaps
/// of four bytes a pixel: more memory than the picture itself.
/// </summary>
internal sealed class JpegWriter
{
    /// <summary>The most rows or columns of a JPEG file.</summary>
    public const int LargestSide = 65535;

    /// <summary>From this quality on, colour has as many samples as brightness.</summary>
    private const int FullColorQuality = 90;

    private readonly Picture _picture;
    private readonly Stream _stream;
    private readonly int _factor;
    private readonly int _paddedWidth;
    private readonly byte[][] _steps;

    private JpegWriter(Picture picture, Stream stream, int quality)
    {
        (_picture, _stream) = (picture, stream);
        _factor = picture.Channels == 3 && quality < FullColorQuality ? 2 : 1;
        int unit = 8 * _factor;
        _paddedWidth = (picture.Width + unit - 1) / unit * unit;
        _steps = [JpegTables.Scale(JpegTables.LuminanceSteps, quality), JpegTables.Scale(JpegTables.ChrominanceSteps, quality)];
    }

    private bool Grey => _picture.Channels == 1;

    /// <summary>Writes the whole file.</summary>
    public static void Write(Picture picture, Stream stream, int quality)
    {
        JpegWriter writer = new(picture, stream, quality);
        writer.WriteHeaders();
        writer.WriteBlocks();
        stream.Write([0xFF, 0xD9]);
    }

    private void WriteHeaders()
    {
        _stream.Write([0xFF, 0xD8]);
        WriteSegment(0xE0, [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteSteps(0);
        if (!Grey)
        {
            WriteSteps(1);
        }

        Span<byte> frame = stackalloc byte[15];
        frame[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)_picture.Height);
        BinaryPrimitives.WriteUInt16BigEndian(frame[3..], (ushort)_picture.Width);
        frame[5] = (byte)_picture.Channels;
        for (int c = 0; c < _picture.Channels; c++)
        {
            int factor = c == 0 ? _factor : 1;
            (frame[6 + (3 * c)], frame[7 + (3 * c)], frame[8 + (3 * c)]) = ((byte)(c + 1), (byte)(factor * 17), (byte)(c == 0 ? 0 : 1));
        }

        WriteSegment(0xC0, frame[..(6 + (3 * _picture.Channels))]);
        WriteCode(0x00, JpegTables.LuminanceDcCounts, JpegTables.DcValues);
        WriteCode(0x10, JpegTables.LuminanceAcCounts, JpegTables.LuminanceAcValues);
        if (!Grey)
        {
            WriteCode(0x01, JpegTables.ChrominanceDcCounts, JpegTables.DcValues);
            WriteCode(0x11, JpegTables.ChrominanceAcCounts, JpegTables.ChrominanceAcValues);
        }

        WriteSegment(0xDA, Grey ? [1, 1, 0x00, 0, 63, 0] : [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    }

    private void WriteSteps(byte number)
    {
        Span<byte> content = stackalloc byte[65];
        content[0] = number;
        for (int i = 0; i < 64; i++)
        {
            content[1 + i] = _steps[number][JpegTables.Zigzag[i]];
        }

        WriteSegment(0xDB, content);
    }

    private void WriteCode(byte number, ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values) =>
        WriteSegment(0xC4, [number, .. counts, .. values]);

    private void WriteSegment(byte marker, ReadOnlySpan<byte> content)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(content.Length + 2));
        _stream.Write(head);
        _stream.Write(content);
    }

    private void WriteBlocks()
    {
        JpegBlockWriter.Component luminance = new(
            JpegBlockWriter.Code.From(JpegTables.LuminanceDcCounts, JpegTables.DcValues),
            JpegBlockWriter.Code.From(JpegTables.LuminanceAcCounts, JpegTables.LuminanceAcValues),
            JpegBlockWriter.Reciprocals(_steps[0]));
        JpegBlockWriter.Component blueness = new(
            JpegBlockWriter.Code.From(JpegTables.ChrominanceDcCounts, JpegTables.DcValues),
            JpegBlockWriter.Code.From(JpegTables.ChrominanceAcCounts, JpegTables.ChrominanceAcValues),
            JpegBlockWriter.Reciprocals(_steps[1]));
        JpegBlockWriter.Component redness = blueness with { };

        JpegBlockWriter blocks = new(_stream);
        int unit = 8 * _factor;
        float[] y = new float[unit * _paddedWidth];
        float[] cb = new float[Grey ? 0 : y.Length];
        float[] cr = new float[cb.Length];
        byte[] buffer = new byte[_picture.Width * _picture.Channels];
        for (int top = 0; top < _picture.Height; top += unit)
        {
            for (int row = 0; row < unit; row++)
            {
                // Below the last row it is repeated, and so is the last column to the right.
                ReadOnlySpan<byte> samples = Samples.Row(_picture, Math.Min(top + row, _picture.Height - 1), buffer);
                Range line = (row * _paddedWidth)..((row + 1) * _paddedWidth);
                if (Grey)
                {
                    Shift(samples, y.AsSpan(line));
                }
                else
                {
                    Split(samples, y.AsSpan(line), cb.AsSpan(line), cr.AsSpan(line));
                }
            }

            if (!Grey && _factor == 2)
            {
                Halve(cb);
                Halve(cr);
            }

            for (int left = 0; left < _paddedWidth; left += unit)
            {
                for (int block = 0; block < _factor * _factor; block++)
                {
                    (int down, int right) = (block / _factor * 8, block % _factor * 8);
                    blocks.Write(y.AsSpan((down * _paddedWidth) + left + right), _paddedWidth, luminance);
                }

                if (!Grey)
                {
                    blocks.Write(cb.AsSpan(left / _factor), _paddedWidth, blueness);
                    blocks.Write(cr.AsSpan(left / _factor), _paddedWidth, redness);
                }
            }
        }

        blocks.Finish();
    }

    private static void Shift(ReadOnlySpan<byte> samples, Span<float> y)
    {
        for (int x = 0; x < samples.Length; x++)
        {
            y[x] = samples[x] - 128f;
        }

        y[samples.Length..].Fill(y[samples.Length - 1]);
    }

    /// <summary>Brightness and two colour differences (ITU-T T.871).</summary>
    private static void Split(ReadOnlySpan<byte> samples, Span<float> y, Span<float> cb, Span<float> cr)
    {
        int width = samples.Length / 3;
        for (int x = 0; x < width; x++)
        {
            float r = samples[3 * x], g = samples[(3 * x) + 1], b = samples[(3 * x) + 2];
            float brightness = (0.299f * r) + (0.587f * g) + (0.114f * b);
            (y[x], cb[x], cr[x]) = (brightness - 128, (b - brightness) * (0.5f / 0.886f), (r - brightness) * (0.5f / 0.701f));
        }

        y[width..].Fill(y[width - 1]);
        cb[width..].Fill(cb[width - 1]);
        cr[width..].Fill(cr[width - 1]);
    }

    /// <summary>The means of 2×2 samples, in the upper left quarter of the band.</summary>
    private void Halve(Span<float> plane)
    {
        for (int row = 0; row < 8; row++)
        {
            ReadOnlySpan<float> upper = plane.Slice(2 * row * _paddedWidth, _paddedWidth);
            ReadOnlySpan<float> lower = plane.Slice(((2 * row) + 1) * _paddedWidth, _paddedWidth);
            Span<float> means = plane.Slice(row * _paddedWidth, _paddedWidth / 2);
            for (int x = 0; x < means.Length; x++)
            {
                means[x] = (upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1]) / 4;
            }
        }
    }
}
