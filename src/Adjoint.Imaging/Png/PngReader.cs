using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Adjoint.Data;
using Adjoint.Imaging.Files;

namespace Adjoint.Imaging.Png;

/// <summary>
/// Reads PNG row by row into the picture's own array. The graphics library decodes 16-bit grey to 8 bits and 16-bit colour to half
/// floats, up to 16 of 65535 off, and takes files without their end or with wrong checksums (measured with SkiaSharp 4.155); one way
/// for all depths is less code than two.
/// </summary>
internal sealed class PngReader
{
    /// <summary>Deflate turns a byte into at most 1032: a match of 258 bytes takes at least 2 bits.</summary>
    private const int LargestExpansion = 1032;

    private static readonly uint HeaderChunk = PngChunkReader.Name("IHDR"u8);
    private static readonly uint PaletteChunk = PngChunkReader.Name("PLTE"u8);
    private static readonly uint TransparencyChunk = PngChunkReader.Name("tRNS"u8);
    private static readonly uint DataChunk = PngChunkReader.Name("IDAT"u8);
    private static readonly uint EndChunk = PngChunkReader.Name("IEND"u8);

    /// <summary>Adam7: first column, first row, step of columns, step of rows of each pass.</summary>
    private static readonly (int Left, int Top, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly PngChunkReader _chunks;
    private readonly PngHeader _header;
    private readonly byte[] _palette = [];
    private readonly byte[] _transparency = [];
    private readonly int _channels;
    private readonly byte[]? _bytes;
    private readonly ushort[]? _words;
    private readonly ushort[]? _alpha;

    private PngReader(PictureSource source)
    {
        source.Stream.Seek(PngHeader.Signature.Length, SeekOrigin.Current);
        _chunks = new PngChunkReader(source.Stream);
        _chunks.Next();
        if (_chunks.Type != HeaderChunk)
        {
            throw new InvalidDataException("the PNG file does not begin with its header; it is damaged");
        }

        _header = PngHeader.Parse(_chunks.ReadAll(13));
        for (_chunks.Next(); _chunks.Type != DataChunk; _chunks.Next())
        {
            if (_chunks.Type == PaletteChunk)
            {
                _palette = _chunks.ReadAll(3 * 256);
            }
            else if (_chunks.Type == TransparencyChunk)
            {
                _transparency = _chunks.ReadAll(256);
            }
            else
            {
                SkipOptional();
            }
        }

        bool palette = _header.Color == PngColor.Palette;
        if (palette && (_palette.Length == 0 || _palette.Length % 3 != 0))
        {
            throw new InvalidDataException("the PNG file has no palette, or a damaged one");
        }

        bool grey = _header.Color is PngColor.Grey or PngColor.GreyAlpha || (palette && IsGrey(_palette));
        _channels = grey ? 1 : 3;
        CheckSize(source);

        long pixels = (long)_header.Width * _header.Height;
        if (_header.Depth == 16)
        {
            _words = new ushort[pixels * _channels];
        }
        else
        {
            _bytes = new byte[pixels * _channels];
        }

        bool keyed = _header.Color switch
        {
            PngColor.Grey => _transparency.Length == 2,
            PngColor.Rgb => _transparency.Length == 6,
            PngColor.Palette => _transparency.Length > 0,
            _ => false,
        };
        if (!keyed)
        {
            _transparency = [];
        }

        if (keyed || _header.Color is PngColor.GreyAlpha or PngColor.RgbAlpha)
        {
            _alpha = new ushort[pixels];
        }
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged or too large.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public static Picture Read(PictureSource source)
    {
        PngReader reader = new(source);
        reader.ReadRows();
        reader.ReadEnd();
        (int height, int width) = ((int)reader._header.Height, (int)reader._header.Width);
        return reader._bytes is not null
            ? new Picture(height, width, reader._channels, reader._bytes, reader._alpha)
            : new Picture(height, width, reader._channels, reader._words!, reader._alpha);
    }

    private static bool IsGrey(ReadOnlySpan<byte> palette)
    {
        for (int i = 0; i < palette.Length; i += 3)
        {
            if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    private void CheckSize(PictureSource source)
    {
        if (_header.Width > int.MaxValue || _header.Height > int.MaxValue)
        {
            throw new InvalidDataException("the PNG header asks for more rows or columns than PNG has; the file is damaged");
        }

        if (_header.RowBytes(_header.Width) >= Array.MaxLength)
        {
            throw new InvalidDataException($"a row of {_header.Width} pixels is too long; use a smaller picture");
        }

        Int128 content = (Int128)_header.RowBytes(_header.Width) * _header.Height;
        source.CheckSize(_header.Height, _header.Width, _channels, (Int128)source.Length * LargestExpansion, content);
    }

    /// <summary>Passes over a chunk that need not be understood.</summary>
    private void SkipOptional()
    {
        bool critical = (_chunks.Type & 0x2000_0000) == 0;
        if (critical)
        {
            throw new InvalidDataException("the PNG file has parts that are out of order or unknown; it is damaged");
        }

        _chunks.Finish();
    }

    private void ReadRows()
    {
        using PngDataStream data = new(_chunks);
        using ZLibStream inflated = new(data, CompressionMode.Decompress);
        (int height, int width) = ((int)_header.Height, (int)_header.Width);
        int longest = (int)_header.RowBytes(width);
        byte[] row = new byte[1 + longest];
        byte[] above = new byte[1 + longest];
        if (!_header.Interlaced)
        {
            ReadPass(inflated, (0, 0, 1, 1), height, width, ref row, ref above);
        }
        else
        {
            foreach ((int Left, int Top, int StepX, int StepY) pass in Passes)
            {
                int columns = (int)(((long)width - pass.Left + pass.StepX - 1) / pass.StepX);
                int rows = (int)(((long)height - pass.Top + pass.StepY - 1) / pass.StepY);
                if (columns > 0 && rows > 0)
                {
                    ReadPass(inflated, pass, rows, columns, ref row, ref above);
                }
            }
        }

        // Reading on makes the decompressor compare its checksum; data that is too long is no harm to the picture.
        inflated.ReadByte();
    }

    private void ReadPass(
        Stream stream, (int Left, int Top, int StepX, int StepY) pass, int rows, int columns, ref byte[] row, ref byte[] above)
    {
        int length = (int)_header.RowBytes(columns);
        above.AsSpan().Clear();
        for (int y = 0; y < rows; y++)
        {
            stream.ReadExactly(row, 0, 1 + length);
            PngFilter.Undo(row[0], row.AsSpan(1, length), above.AsSpan(1), _header.FilterDistance);
            int start = ((pass.Top + (y * pass.StepY)) * (int)_header.Width) + pass.Left;
            Store(row.AsSpan(1, length), start, pass.StepX, columns);
            (row, above) = (above, row);
        }
    }

    /// <summary>Puts a row's pixels at every <paramref name="step"/>-th place of the picture.</summary>
    private void Store(ReadOnlySpan<byte> row, int start, int step, int columns)
    {
        if (step == 1 && _alpha is null && _header.Depth >= 8 && _header.Color is PngColor.Grey or PngColor.Rgb)
        {
            StoreWhole(row, start * _channels);
            return;
        }

        if (_header.Depth == 16)
        {
            StoreWords(MemoryMarshal.Cast<byte, ushort>(row), start, step, columns);
        }
        else if (_header.Color == PngColor.Palette)
        {
            StorePalette(row, start, step, columns);
        }
        else
        {
            StoreBytes(row, start, step, columns);
        }
    }

    private void StoreWhole(ReadOnlySpan<byte> row, int start)
    {
        if (_bytes is not null)
        {
            row.CopyTo(_bytes.AsSpan(start));
            return;
        }

        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(row);
        Span<ushort> destination = _words.AsSpan(start, words.Length);
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, destination);
        }
        else
        {
            words.CopyTo(destination);
        }
    }

    private void StoreWords(ReadOnlySpan<ushort> row, int start, int step, int columns)
    {
        int perPixel = _header.SamplesPerPixel;
        for (int x = 0; x < columns; x++)
        {
            ReadOnlySpan<ushort> pixel = row.Slice(x * perPixel, perPixel);
            int place = start + (x * step);
            bool isKey = true;
            for (int c = 0; c < _channels; c++)
            {
                ushort value = FromBigEndian(pixel[c]);
                _words![(place * _channels) + c] = value;
                isKey &= _transparency.Length > 0 && value == Key(c);
            }

            if (_alpha is not null)
            {
                _alpha[place] = perPixel > _channels ? FromBigEndian(pixel[_channels]) : isKey ? (ushort)0 : ushort.MaxValue;
            }
        }
    }

    private void StoreBytes(ReadOnlySpan<byte> row, int start, int step, int columns)
    {
        int perPixel = _header.SamplesPerPixel;
        int factor = 255 / ((1 << _header.Depth) - 1);
        for (int x = 0; x < columns; x++)
        {
            int place = start + (x * step);
            bool isKey = true;
            for (int c = 0; c < _channels; c++)
            {
                int value = Sample(row, (x * perPixel) + c);
                _bytes![(place * _channels) + c] = (byte)(value * factor);
                isKey &= _transparency.Length > 0 && value == Key(c);
            }

            if (_alpha is not null)
            {
                _alpha[place] = perPixel > _channels ? Widen(row[(x * perPixel) + _channels]) : isKey ? (ushort)0 : ushort.MaxValue;
            }
        }
    }

    private void StorePalette(ReadOnlySpan<byte> row, int start, int step, int columns)
    {
        for (int x = 0; x < columns; x++)
        {
            int place = start + (x * step);
            int index = Sample(row, x);
            if (3 * index >= _palette.Length)
            {
                throw new InvalidDataException($"a pixel asks for colour {index}, but the PNG palette has only {_palette.Length / 3}; the file is damaged");
            }

            _palette.AsSpan(3 * index, _channels).CopyTo(_bytes.AsSpan(place * _channels));
            if (_alpha is not null)
            {
                _alpha[place] = index < _transparency.Length ? Widen(_transparency[index]) : ushort.MaxValue;
            }
        }
    }

    /// <summary>A sample of up to 8 bits; the first one in a byte is in its highest bits.</summary>
    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        int depth = _header.Depth;
        if (depth == 8)
        {
            return row[index];
        }

        int bit = index * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }

    /// <summary>The sample of the one colour that is clear.</summary>
    private int Key(int channel) => BinaryPrimitives.ReadUInt16BigEndian(_transparency.AsSpan(2 * channel));

    private static ushort Widen(byte value) => (ushort)(value * 257);

    private static ushort FromBigEndian(ushort value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    /// <summary>Checks that the file goes on to its end, so that one that was cut off does not pass.</summary>
    private void ReadEnd()
    {
        while (_chunks.Type != EndChunk)
        {
            if (_chunks.Type == DataChunk)
            {
                _chunks.Finish();
            }
            else
            {
                SkipOptional();
            }

            _chunks.Next();
        }

        _chunks.Finish();
    }
}
