namespace Adjoint.Kernels.Convolution;

/// <summary>
/// Walks through the results of a unit of an <see cref="InterleavedPlan"/> one after the other, over the ends of rows and pictures, and says where each reads
/// what its first tap meets.
/// </summary>
internal unsafe struct PlaceWalk<T>
    where T : unmanaged
{
    private readonly nint _step, _rowStep, _pictureStep;
    private readonly int _columns, _rows;
    private T* _picture, _row, _place;
    private int _left, _x, _y;

    /// <summary>Starts at the first result.</summary>
    /// <param name="g">The geometry.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="source">Where the first result reads.</param>
    /// <param name="pictures">Pictures of the unit.</param>
    /// <param name="rows">Rows of each.</param>
    internal PlaceWalk(in ConvolutionGeometry g, in InterleavedPlan plan, T* source, int pictures, int rows)
    {
        (_step, _rowStep, _pictureStep) = (g.Horizontal.Stride * (nint)g.InputChannels, g.Vertical.Stride * plan.RowStride, plan.PictureStride);
        (_columns, _rows, _left) = (g.Horizontal.Output, rows, pictures * rows * g.Horizontal.Output);
        _picture = _row = _place = source;
    }

    /// <summary>The next results of a tile of so many rows.</summary>
    /// <param name="numbers">Gets an address for each row; those that are not written repeat one that may be read.</param>
    /// <param name="length">Addresses to fill in.</param>
    /// <param name="most">Results to take at most.</param>
    /// <returns>How many there are.</returns>
    internal int Next(T** numbers, int length, int most)
    {
        int count = Math.Min(most, _left);
        for (int i = 0; i < length; i++)
        {
            numbers[i] = _place;
            if (i >= count) continue;
            if (--_left == 0) continue;
            _place += _step;
            if (++_x < _columns) continue;
            _x = 0;
            _row += _rowStep;
            if (++_y == _rows)
            {
                _y = 0;
                _row = _picture += _pictureStep;
            }

            _place = _row;
        }

        return count;
    }
}
