using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.MatrixProduct;

/// <summary>
/// The product of two packed pieces. A part is one panel of columns by some hundred rows. The tile is that of the
/// correlations: a matrix product is a correlation of one tap whose input channels are the terms of the sums.
/// </summary>
internal readonly unsafe struct ProductBody<T, TVector> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    private const int RowsPerPart = 256;

    private readonly PackedMatrix<T> _left;
    private readonly PackedMatrix<T> _right;
    private readonly T* _result;
    private readonly nint _stride;
    private readonly TapWalk _taps;
    private readonly TileFinish<T> _finish;
    private readonly int _rowGroups;

    internal ProductBody(in PackedMatrix<T> left, in PackedMatrix<T> right, T* result, nint stride, bool accumulate)
    {
        _left = left;
        _right = right;
        _result = result;
        _stride = stride;
        _taps = new TapWalk(left.Depth, right.Width);
        _finish = new TileFinish<T>(accumulate ? TileFinish<T>.Kind.Accumulate : TileFinish<T>.Kind.Store, stride, null, null);
        _rowGroups = (left.Length + RowsPerPart - 1) / RowsPerPart;
    }

    internal int Parts => _right.Panels * _rowGroups;

    /// <inheritdoc/>
    public void Run(int part)
    {
        (int panel, int group) = Math.DivRem(part, _rowGroups);
        int column = panel * _right.Width, columns = Math.Min(_right.Width, _right.Length - column);
        T* right = _right.Packed + ((nint)column * _right.Depth);
        int end = Math.Min(_left.Length, (group + 1) * RowsPerPart);
        T* zeros = stackalloc T[8];
        for (int i = 0; i < 8; i++) zeros[i] = T.Zero;
        for (int row = group * RowsPerPart; row < end; row += _left.Width)
        {
            // The left panel is filled up with zeros, but only rows that exist may be written: blocks of 8, 4, 3, 2, 1
            // rows would need panels of these widths. So a short last panel goes through a small block of its own.
            T* left = _left.Packed + ((nint)row * _left.Depth);
            T* result = _result + (row * _stride) + column;
            int rows = Math.Min(_left.Width, end - row);
            if (rows == _left.Width)
                Tiles(_finish, right, left, zeros, result, columns);
            else
                Edge(right, left, zeros, result, rows, columns);
        }
    }

    private void Tiles(in TileFinish<T> finish, T* right, T* left, T* zeros, T* result, int columns)
    {
        if (columns == 3 * TVector.Count)
        {
            if (_left.Width == 8) ChannelTile.Run<T, TVector, Eight, Three>(_taps, right, left, finish, zeros, result, TVector.Count);
            else ChannelTile.Run<T, TVector, Four, Three>(_taps, right, left, finish, zeros, result, TVector.Count);
            return;
        }

        for (int x = 0; x < columns; x += TVector.Count)
        {
            int lanes = Math.Min(TVector.Count, columns - x);
            if (_left.Width == 8) ChannelTile.Run<T, TVector, Eight, One>(_taps, right + x, left, finish, zeros, result + x, lanes);
            else ChannelTile.Run<T, TVector, Four, One>(_taps, right + x, left, finish, zeros, result + x, lanes);
        }
    }

    /// <summary>A last block of fewer rows: computed aside, then its rows copied or added.</summary>
    private void Edge(T* right, T* left, T* zeros, T* result, int rows, int columns)
    {
        const int MaxBlock = 8 * 48;
        T* block = stackalloc T[MaxBlock];
        int width = _right.Width;
        var finish = new TileFinish<T>(TileFinish<T>.Kind.Store, width, null, null);
        Tiles(finish, right, left, zeros, block, width);
        for (int row = 0; row < rows; row++)
        {
            T* from = block + (row * width), to = result + (row * _stride);
            for (int x = 0; x < columns; x++) to[x] = _finish.Accumulates ? to[x] + from[x] : from[x];
        }
    }
}
