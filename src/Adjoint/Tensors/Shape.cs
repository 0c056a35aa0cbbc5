using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Adjoint.Tensors;

/// <summary>
/// The lengths of a tensor's axes, outermost first: a picture batch is N×H×W×C, a kernel is H×W×in×out, a scalar is <c>[]</c>.
/// Immutable, compared by value, and written as a collection expression: <c>Shape s = [64, 64];</c>.
/// </summary>
/// <remarks>Elements are stored in C order: the last axis varies fastest. Every length is at least zero.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[]? _lengths;

    private Shape(int[] lengths) => _lengths = lengths;

    /// <summary>The shape of a single number: no axes, one element.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of axes.</summary>
    public int Rank => _lengths?.Length ?? 0;

    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>The number of elements: the product of the lengths, 1 for a scalar.</summary>
    public int Size
    {
        get
        {
            int size = 1;
            foreach (int length in Lengths)
            {
                size *= length;
            }

            return size;
        }
    }

    /// <summary>The lengths as a span.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>The length of one axis; <c>^1</c> is the last.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such axis.</exception>
    public int this[Index axis] => Lengths[axis];

    /// <summary>The length of one axis, counted from the outermost.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such axis.</exception>
    public int this[int axis] => Lengths[axis];

    /// <summary>Makes a shape; collection expressions call this.</summary>
    /// <param name="lengths">The lengths, outermost axis first.</param>
    /// <exception cref="ArgumentException">A length is negative, or the elements are more than <see cref="int.MaxValue"/>.</exception>
    public static Shape Create(ReadOnlySpan<int> lengths)
    {
        long size = 1;
        foreach (int length in lengths)
        {
            if (length < 0)
            {
                throw new ArgumentException($"A shape cannot have the negative length {length}: {Text(lengths)}.", nameof(lengths));
            }

            size *= length;
            if (size > int.MaxValue)
            {
                throw new ArgumentException($"The shape {Text(lengths)} has more than {int.MaxValue} elements; cut the work into tiles.", nameof(lengths));
            }
        }

        return new Shape(lengths.ToArray());
    }

    /// <summary>The same length along every axis.</summary>
    /// <param name="length">The common length.</param>
    /// <param name="rank">The number of axes.</param>
    public static Shape Uniform(int length, int rank)
    {
        int[] lengths = new int[rank];
        Array.Fill(lengths, length);
        return Create(lengths);
    }

    /// <summary>The distance in elements between neighbours along each axis, in C order.</summary>
    public int[] Strides()
    {
        int[] strides = new int[Rank];
        int stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Lengths[axis];
        }

        return strides;
    }

    /// <summary>This shape with one length replaced.</summary>
    /// <param name="axis">The axis, outermost 0.</param>
    /// <param name="length">Its new length.</param>
    public Shape With(int axis, int length)
    {
        int[] lengths = Lengths.ToArray();
        lengths[axis] = length;
        return Create(lengths);
    }

    /// <summary>Axes <paramref name="range"/> of this shape.</summary>
    /// <param name="range">Which axes to keep.</param>
    public Shape this[Range range] => Create(Lengths[range]);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Lengths.SequenceEqual(other.Lengths);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int length in Lengths)
        {
            hash.Add(length);
        }

        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes have the same lengths.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Enumerates the lengths, outermost first.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_lengths ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The lengths joined by ×, as in <c>3×3×3×8</c>; <c>scalar</c> where there is no axis.</summary>
    public override string ToString() => Text(Lengths);

    private static string Text(ReadOnlySpan<int> lengths) => lengths.IsEmpty ? "scalar" : string.Join('×', lengths.ToArray());
}
