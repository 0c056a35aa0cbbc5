using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>Pictures of one shape, numbered from 0, however they are kept.</summary>
internal abstract class PictureStorage
{
    /// <summary>Height × width × channels of every picture.</summary>
    public abstract Shape Shape { get; }

    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>Copies a picture as numbers.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="destination">Room for exactly one picture.</param>
    public abstract void Copy(int index, Span<float> destination);
}

/// <summary>Pictures as bytes, a quarter of what numbers would take, with the byte that stands for 1.</summary>
internal sealed class ByteStorage(Shape shape, ReadOnlyMemory<byte> values, double white) : PictureStorage
{
    private readonly int _size = shape.Size;
    private readonly float[] _numbers = [.. Enumerable.Range(0, 256).Select(value => (float)(value / white))];

    public override Shape Shape => shape;

    public override int Count { get; } = values.Length / shape.Size;

    public override void Copy(int index, Span<float> destination)
    {
        ReadOnlySpan<byte> source = values.Span.Slice(index * _size, _size);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = _numbers[source[i]];
        }
    }
}

/// <summary>Pictures as numbers.</summary>
internal sealed class SingleStorage(Shape shape, ReadOnlyMemory<float> values) : PictureStorage
{
    private readonly int _size = shape.Size;

    public override Shape Shape => shape;

    public override int Count { get; } = values.Length / shape.Size;

    public override void Copy(int index, Span<float> destination) => values.Span.Slice(index * _size, _size).CopyTo(destination);
}

/// <summary>Pictures brought to another size whenever they are asked for, so that none are kept twice.</summary>
internal sealed class ResizedStorage(PictureStorage source, PictureResizing resizing) : PictureStorage
{
    public override Shape Shape => resizing.Result;

    public override int Count => source.Count;

    public override void Copy(int index, Span<float> destination)
    {
        using Scratch picture = new(source.Shape.Size);
        source.Copy(index, picture.Span);
        resizing.Apply(picture.Span, destination);
    }
}
