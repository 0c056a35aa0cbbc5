using System.Numerics;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.MatrixProduct;

/// <summary>
/// A factor cut into panels: each panel holds a few neighbouring rows of A (or columns of B) as [depth][row], the last
/// one filled up with zeros, so that the tile reads one number after the other.
/// </summary>
internal unsafe struct PackedMatrix<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* _matrix;
    private readonly nint _stride;
    private readonly bool _depthFirst;
    private int _start;

    /// <summary>Describes a factor.</summary>
    /// <param name="matrix">The stored matrix.</param>
    /// <param name="stride">Distance between two stored rows.</param>
    /// <param name="depthFirst">The stored rows run along the rows of A (or columns of B): [depth][length].</param>
    /// <param name="length">Rows of A or columns of B.</param>
    /// <param name="width">Rows or columns of a panel.</param>
    internal PackedMatrix(T* matrix, nint stride, bool depthFirst, int length, int width)
    {
        _matrix = matrix;
        _stride = stride;
        _depthFirst = depthFirst;
        Length = length;
        Width = width;
    }

    internal int Length { get; }

    internal int Width { get; private set; }

    internal int Depth { get; private set; }

    internal T* Packed { get; private set; }

    internal readonly int Panels => (Length + Width - 1) / Width;

    /// <summary>The piece of the factor from depth <paramref name="start"/> on, to be packed by running its parts.</summary>
    internal readonly PackedMatrix<T> Piece(T* packed, int start, int depth, int width)
    {
        PackedMatrix<T> piece = this;
        piece.Packed = packed;
        piece._start = start;
        piece.Depth = depth;
        piece.Width = width;
        return piece;
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        int first = part * Width, count = Math.Min(Width, Length - first);
        T* to = Packed + ((nint)first * Depth);
        if (_depthFirst)
        {
            T* from = _matrix + (_start * _stride) + first;
            for (int depth = 0; depth < Depth; depth++, from += _stride, to += Width)
            {
                var row = new Span<T>(to, Width);
                new ReadOnlySpan<T>(from, count).CopyTo(row);
                row[count..].Clear();
            }

            return;
        }

        // Rows run along the sums.
        for (int i = 0; i < Width; i++)
        {
            T* from = _matrix + ((first + i) * _stride) + _start;
            if (i < count)
                for (int depth = 0; depth < Depth; depth++) to[((nint)depth * Width) + i] = from[depth];
            else
                for (int depth = 0; depth < Depth; depth++) to[((nint)depth * Width) + i] = T.Zero;
        }
    }
}
