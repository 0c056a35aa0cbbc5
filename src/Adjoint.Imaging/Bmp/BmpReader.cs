using System.Buffers.Binary;
using System.Numerics;
using Adjoint.Data;
using Adjoint.Imaging.Files;

namespace Adjoint.Imaging.Bmp;

/// <summary>Reads BMP row by row: palettes of 1, 4 and 8 bits (also run-length coded), 16, 24 and 32 bits with masks.</summary>
internal sealed class BmpReader
{
    private readonly BmpHeader _header;
    private readonly Stream _stream;
    private readonly int _height;
    private readonly int _width;
    private readonly int _channels;
    private readonly byte[] _samples;
    private readonly ushort[]? _alpha;

    private BmpReader(PictureSource source)
    {
        long start = source.Stream.Position;
        _stream = source.Stream;
        _header = BmpHeader.Read(_stream);
        bool runs = _header.Compression is BmpCompression.RunLength4 or BmpCompression.RunLength8;
        _channels = _header.Palette.Length > 0 && IsGrey(_header.Palette) ? 1 : 3;

        // Two bytes of a run-length coded file give at most 255 pixels.
        Int128 content = runs ? (Int128)_header.Height * _header.Width : (Int128)_header.Height * _header.Stride;
        source.CheckSize(_header.Height, _header.Width, _channels, runs ? (Int128)source.Length * 255 : source.Length, content);
        (_height, _width) = ((int)_header.Height, (int)_header.Width);
        if (_header.Offset < _stream.Position - start || _header.Offset > source.Length)
        {
            throw new InvalidDataException("the BMP header says that the pixels begin where they cannot; the file is damaged");
        }

        _samples = new byte[(long)_height * _width * _channels];
        _alpha = _header.Masks.Length > 0 && _header.Masks[3] != 0 && _header.Depth is 16 or 32 ? new ushort[_height * _width] : null;
        _stream.Position = start + _header.Offset;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged or too large.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public static Picture Read(PictureSource source)
    {
        BmpReader reader = new(source);
        if (reader._header.Compression is BmpCompression.RunLength4 or BmpCompression.RunLength8)
        {
            reader.ReadRuns();
        }
        else
        {
            reader.ReadRows();
        }

        return new Picture(reader._height, reader._width, reader._channels, reader._samples, reader._alpha);
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

    private void ReadRows()
    {
        byte[] row = new byte[_header.Stride];
        for (int i = 0; i < _height; i++)
        {
            _stream.ReadExactly(row);
            int y = _header.TopDown ? i : _height - 1 - i;
            switch (_header.Depth)
            {
                case <= 8:
                    StoreIndices(row, y);
                    break;
                case 24:
                    StoreColors(row, y);
                    break;
                default:
                    StoreMasked(row, y);
                    break;
            }
        }
    }

    private void StoreIndices(ReadOnlySpan<byte> row, int y)
    {
        int depth = _header.Depth;
        for (int x = 0; x < _width; x++)
        {
            int bit = x * depth;
            Store(y, x, (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1));
        }
    }

    private void StoreColors(ReadOnlySpan<byte> row, int y)
    {
        Span<byte> destination = _samples.AsSpan(y * _width * 3, _width * 3);
        for (int i = 0; i < destination.Length; i += 3)
        {
            (destination[i], destination[i + 1], destination[i + 2]) = (row[i + 2], row[i + 1], row[i]);
        }
    }

    private void StoreMasked(ReadOnlySpan<byte> row, int y)
    {
        int bytes = _header.Depth / 8;
        for (int x = 0; x < _width; x++)
        {
            ReadOnlySpan<byte> pixel = row.Slice(x * bytes, bytes);
            uint bits = bytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(pixel) : BinaryPrimitives.ReadUInt32LittleEndian(pixel);
            int place = (y * _width) + x;
            for (int c = 0; c < 3; c++)
            {
                _samples[(place * 3) + c] = (byte)Scale(bits, _header.Masks[c], byte.MaxValue);
            }

            if (_alpha is not null)
            {
                _alpha[place] = (ushort)Scale(bits, _header.Masks[3], ushort.MaxValue);
            }
        }
    }

    /// <summary>The bits under a mask, spread over 0..<paramref name="maximum"/>.</summary>
    private static uint Scale(uint bits, uint mask, uint maximum)
    {
        if (mask == 0)
        {
            return 0;
        }

        int shift = BitOperations.TrailingZeroCount(mask);
        ulong largest = mask >> shift;
        ulong value = (bits & mask) >> shift;
        return (uint)(((value * maximum) + (largest / 2)) / largest);
    }

    private void Store(int y, int x, int index)
    {
        if (3 * index >= _header.Palette.Length)
        {
            throw new InvalidDataException(
                $"a pixel asks for colour {index}, but the BMP palette has only {_header.Palette.Length / 3}; the file is damaged");
        }

        _header.Palette.AsSpan(3 * index, _channels).CopyTo(_samples.AsSpan(((y * _width) + x) * _channels));
    }

    /// <summary>
    /// Runs: a count and a value; or 0 and 0 (end of row), 1 (end of picture), 2 (a step right and up), or a number of values that
    /// follow one by one, padded to an even number of bytes. What no run reaches has the palette's first colour.
    /// </summary>
    private void ReadRuns()
    {
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
            {
                Store(y, x, 0);
            }
        }

        bool half = _header.Compression == BmpCompression.RunLength4;
        Span<byte> pair = stackalloc byte[2];
        Span<byte> values = stackalloc byte[256];
        (int row, int column) = (0, 0);
        while (row < _height)
        {
            _stream.ReadExactly(pair);
            (int count, int value) = (pair[0], pair[1]);
            if (count > 0)
            {
                for (int i = 0; i < count; i++)
                {
                    StoreRun(row, column++, half ? ((i & 1) == 0 ? value >> 4 : value & 15) : value);
                }
            }
            else if (value == 0)
            {
                (row, column) = (row + 1, 0);
            }
            else if (value == 1)
            {
                return;
            }
            else if (value == 2)
            {
                _stream.ReadExactly(pair);
                (row, column) = (row + pair[1], column + pair[0]);
            }
            else
            {
                int bytes = half ? (value + 1) / 2 : value;
                _stream.ReadExactly(values[..(bytes + (bytes & 1))]);
                for (int i = 0; i < value; i++)
                {
                    StoreRun(row, column++, half ? ((i & 1) == 0 ? values[i / 2] >> 4 : values[i / 2] & 15) : values[i]);
                }
            }
        }
    }

    private void StoreRun(int row, int column, int index)
    {
        if (column >= _width)
        {
            throw new InvalidDataException("a BMP row is longer than the picture is wide; the file is damaged");
        }

        Store(_height - 1 - row, column, index);
    }
}
