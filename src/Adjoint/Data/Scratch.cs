using System.Buffers;

namespace Adjoint.Data;

/// <summary>Borrowed memory for one sample: where samples are made over and over, nothing is allocated.</summary>
internal readonly ref struct Scratch : IDisposable
{
    private readonly float[] _rented;

    /// <summary>Borrows room for numbers; it holds anything.</summary>
    /// <param name="length">How many numbers.</param>
    public Scratch(int length)
    {
        _rented = ArrayPool<float>.Shared.Rent(length);
        Span = _rented.AsSpan(0, length);
    }

    /// <summary>Borrows room and fills it.</summary>
    /// <param name="values">What to copy.</param>
    public Scratch(ReadOnlySpan<float> values)
        : this(values.Length) => values.CopyTo(Span);

    /// <summary>The room.</summary>
    public Span<float> Span { get; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<float>.Shared.Return(_rented);
}
