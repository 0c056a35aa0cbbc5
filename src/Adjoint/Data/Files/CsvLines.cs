using System.Text;

namespace Adjoint.Data.Files;

/// <summary>The lines of a text, none of them endless.</summary>
internal sealed class CsvLines(Stream stream) : IDisposable
{
    private const int Longest = 1 << 24;
    private readonly StreamReader _reader = new(stream, Encoding.UTF8);
    private readonly char[] _buffer = new char[1 << 14];
    private readonly StringBuilder _line = new();
    private int _start, _end;

    /// <summary>The current line's number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line that is not blank, or nothing at the end.</summary>
    public string? Next()
    {
        string? line;
        do
        {
            line = Any();
        }
        while (line is not null && string.IsNullOrWhiteSpace(line));

        return line;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private string? Any()
    {
        _line.Clear();
        Number++;
        while (true)
        {
            ReadOnlySpan<char> rest = _buffer.AsSpan(_start, _end - _start);
            int stop = rest.IndexOf('\n');
            _line.Append(stop < 0 ? rest : rest[..stop]);
            if (_line.Length > Longest)
            {
                throw new InvalidDataException($"row {Number} is longer than {Longest} characters; is it a text file?");
            }

            if (stop >= 0)
            {
                _start += stop + 1;
                return _line.ToString();
            }

            (_start, _end) = (0, _reader.Read(_buffer));
            if (_end == 0)
            {
                return _line.Length > 0 ? _line.ToString() : null;
            }
        }
    }
}
