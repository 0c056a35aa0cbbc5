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
        T* zeros = stackalloc T[8], block = stackalloc T[8 * 3 * StripPlan.MaxLanes];
        for (int i = 0; i < 8; i++) zeros[i] = T.Zero;
        for (int row = group * RowsPerPart; row < end; row += _left.Width)
        {
            // Panels are filled up with zeros, but only what exists may be written: at the lower and right edge of C the
            // tile goes to a block of its own first.
            T* left = _left.Packed + ((nint)row * _left.Depth);
            T* result = _result + (row * _stride) + column;
            int rows = Math.Min(_left.Width, end - row);
            if (rows == _left.Width && columns == _right.Width)
            {
                Tile(_finish, right, left, zeros, result);
            }
            else
            {
                Tile(new TileFinish<T>(_right.Width), right, left, zeros, block);
                _finish.WriteNarrow<TVector>(block, _right.Width, rows, columns, result);
            }
        }
    }

    private void Tile(in TileFinish<T> finish, T* right, T* left, T* zeros, T* result)
    {
        if (_left.Width == 8) ChannelTile.Run<T, TVector, Eight, Three>(_taps, right, left, finish, zeros, result);
        else ChannelTile.Run<T, TVector, Four, Three>(_taps, right, left, finish, zeros, result);
    }
}
