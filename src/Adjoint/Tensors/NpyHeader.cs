using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Adjoint.Tensors;

/// <summary>
/// The header of a .npy file: the bytes 93 4E 55 4D 50 59, the version, the length of the text, and a text that is a Python dictionary
/// with exactly the keys descr, fortran_order and shape. Every failure is an <see cref="InvalidDataException"/>.
/// </summary>
/// <param name="Type">The element type without byte order, such as <c>f4</c>.</param>
/// <param name="BigEndian">Whether the highest byte comes first.</param>
/// <param name="Fortran">Whether the first axis varies fastest.</param>
/// <param name="Shape">The shape.</param>
internal sealed record NpyHeader(string Type, bool BigEndian, bool Fortran, Shape Shape)
{
    private const int MaximumText = 1 << 16;
    private const int Alignment = 64;
    private const int MaximumRank = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The bytes of a header of version 1.0, padded so that the numbers start on a multiple of 64 bytes.</summary>
    internal static byte[] Compose(string descriptor, Shape shape)
    {
        string lengths = shape.Rank == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
        string text = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': {lengths}, }}";
        int start = Magic.Length + 4;
        int total = (start + text.Length + Alignment) / Alignment * Alignment;
        byte[] header = new byte[total];
        header.AsSpan(start).Fill((byte)' ');
        Magic.CopyTo(header);
        header[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(start - 2), checked((ushort)(total - start)));
        Encoding.ASCII.GetBytes(text, header.AsSpan(start));
        header[^1] = (byte)'\n';
        return header;
    }

    /// <summary>Reads a header and leaves the stream at the first number.</summary>
    internal static NpyHeader Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[Magic.Length + 2];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith(Magic))
        {
            throw new InvalidDataException("it does not begin with the mark of such files.");
        }

        int version = start[^2];
        if (version is not (1 or 2 or 3) || start[^1] != 0)
        {
            throw new InvalidDataException($"it has version {version}.{start[^1]}; 1.0, 2.0 and 3.0 are read.");
        }

        Span<byte> prefix = stackalloc byte[sizeof(uint)];
        prefix.Clear();
        stream.ReadExactly(prefix[..(version == 1 ? sizeof(ushort) : sizeof(uint))]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        if (length > stream.Length - stream.Position)
        {
            throw new InvalidDataException($"its header claims {length} bytes, but only {stream.Length - stream.Position} follow.");
        }

        if (length > MaximumText)
        {
            throw new InvalidDataException($"its header of {length} bytes is longer than any array of numbers needs.");
        }

        byte[] text = new byte[length];
        stream.ReadExactly(text);
        if (version == 3 && !Utf8.IsValid(text))
        {
            throw new InvalidDataException("its header is not UTF-8.");
        }

        return new Parser(version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text)).Parse();
    }

    /// <summary>Recursive descent over the few forms that a header has.</summary>
    private sealed class Parser(string text)
    {
        private int _next;

        internal NpyHeader Parse()
        {
            string? descriptor = null;
            bool? fortran = null;
            Shape? shape = null;
            Expect('{');
            while (!Accept('}'))
            {
                string key = ReadString();
                Expect(':');
                switch (key)
                {
                    case "descr" when descriptor is null:
                        descriptor = ReadString();
                        break;
                    case "fortran_order" when fortran is null:
                        fortran = ReadTruth();
                        break;
                    case "shape" when shape is null:
                        shape = ReadShape();
                        break;
                    default:
                        throw Wrong("a key other than descr, fortran_order and shape, each once");
                }

                if (!Accept(','))
                {
                    Expect('}');
                    break;
                }
            }

            SkipSpace();
            if (_next != text.Length)
            {
                throw Wrong("something after its dictionary");
            }

            if (descriptor is null || fortran is null || shape is null)
            {
                throw new InvalidDataException("its header lacks descr, fortran_order or shape.");
            }

            if (descriptor.Length < 2 || descriptor[0] is not ('<' or '>' or '|' or '='))
            {
                throw new InvalidDataException($"its elements are of type '{OneLine(descriptor)}', which is not a number.");
            }

            bool bigEndian = descriptor[0] == '>' || (descriptor[0] == '=' && !BitConverter.IsLittleEndian);
            return new NpyHeader(OneLine(descriptor[1..]), bigEndian, fortran.Value, shape.Value);
        }

        private static string OneLine(string foreign) => string.Concat(foreign.Take(20).Select(c => char.IsControl(c) ? '?' : c));

        private string ReadString()
        {
            SkipSpace();
            if (_next == text.Length || text[_next] is not ('\'' or '"'))
            {
                throw Wrong("something where a string should be");
            }

            int end = text.IndexOf(text[_next], _next + 1);
            string content = end < 0 ? throw Wrong("a string without end") : text[(_next + 1)..end];
            _next = end + 1;
            return content;
        }

        private bool ReadTruth()
        {
            SkipSpace();
            foreach (string word in (ReadOnlySpan<string>)["True", "False"])
            {
                if (string.CompareOrdinal(text, _next, word, 0, word.Length) == 0)
                {
                    _next += word.Length;
                    return word == "True";
                }
            }

            throw Wrong("something other than True or False for fortran_order");
        }

        private Shape ReadShape()
        {
            List<int> lengths = [];
            bool comma = false;
            Expect('(');
            while (!Accept(')'))
            {
                lengths.Add(ReadLength());
                if (lengths.Count > MaximumRank)
                {
                    throw Wrong($"more than {MaximumRank} axes");
                }

                comma = Accept(',');
                if (!comma)
                {
                    Expect(')');
                    break;
                }
            }

            if (lengths.Count == 1 && !comma)
            {
                throw Wrong("a shape that is a number instead of a tuple");
            }

            long size = 1;
            foreach (int length in lengths)
            {
                // Both factors are at most 2³¹ − 1 here, so that their product cannot overflow.
                if ((size *= length) > int.MaxValue)
                {
                    throw new InvalidDataException($"its shape ({string.Join(", ", lengths)}) has more than {int.MaxValue} elements.");
                }
            }

            return Shape.Create([.. lengths]);
        }

        private int ReadLength()
        {
            SkipSpace();
            int start = _next;
            long length = 0;
            while (_next < text.Length && char.IsAsciiDigit(text[_next]))
            {
                length = (length * 10) + (text[_next++] - '0');
                if (length > int.MaxValue)
                {
                    throw new InvalidDataException($"its shape has an axis longer than {int.MaxValue}.");
                }
            }

            if (_next == start)
            {
                throw Wrong("something other than whole numbers from 0 in its shape");
            }

            if (_next < text.Length && text[_next] == 'L')
            {
                // Python 2 wrote long integers so.
                _next++;
            }

            return (int)length;
        }

        private bool Accept(char symbol)
        {
            SkipSpace();
            if (_next == text.Length || text[_next] != symbol)
            {
                return false;
            }

            _next++;
            return true;
        }

        private void Expect(char symbol)
        {
            if (!Accept(symbol))
            {
                throw Wrong($"no '{symbol}' where one should be");
            }
        }

        private void SkipSpace()
        {
            while (_next < text.Length && text[_next] is ' ' or '\n' or '\t' or '\r')
            {
                _next++;
            }
        }

        private InvalidDataException Wrong(string what) => new($"its header has {what} (character {_next}).");
    }
}
