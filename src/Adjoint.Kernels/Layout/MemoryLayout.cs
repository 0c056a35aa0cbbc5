using System.Numerics;

namespace Adjoint.Kernels.Layout;

/// <summary>Changes of the order in which numbers lie in memory.</summary>
public static unsafe class MemoryLayout
{
    private const int Block = 16;

    /// <summary>
    /// result[o, c, r] = source[o, r, c]: between interleaved pictures [pixels][channels] and planar ones
    /// [channels][pixels], or any stack of matrices. Takes time in proportion to the length.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="outer">Matrices; 0 or more.</param>
    /// <param name="rows">Rows of a source matrix; 0 or more.</param>
    /// <param name="columns">Columns of a source matrix; 0 or more.</param>
    /// <param name="source">[outer][rows][columns].</param>
    /// <param name="result">[outer][columns][rows], overwritten; must not overlap the source.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sizes give.</exception>
    public static void Transpose<T>(int outer, int rows, int columns, ReadOnlySpan<T> source, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outer);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        long length = (long)outer * rows * columns;
        if (source.Length != length) throw new ArgumentException($"{length} numbers are wanted, not {source.Length}.", nameof(source));
        if (result.Length != length) throw new ArgumentException($"{length} numbers are wanted, not {result.Length}.", nameof(result));
        if (length == 0) return;
        if (rows == 1 || columns == 1)
        {
            source.CopyTo(result);
            return;
        }

        fixed (T* from = source, to = result)
        {
            nint matrix = (nint)rows * columns;
            for (int i = 0; i < outer; i++) Matrix(rows, columns, from + (i * matrix), to + (i * matrix));
        }
    }

    private static void Matrix<T>(int rows, int columns, T* source, T* result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ChannelShuffle.Fits<T>(columns, rows)) ChannelShuffle.Separate(columns, rows, source, result);
        else if (ChannelShuffle.Fits<T>(rows, columns)) ChannelShuffle.Interleave(rows, columns, source, result);
        else Blocks(rows, columns, source, result);
    }

    /// <summary>Square blocks, so that the cache lines of both sides are used up before they are evicted.</summary>
    private static void Blocks<T>(int rows, int columns, T* source, T* result)
        where T : unmanaged
    {
        for (int row = 0; row < rows; row += Block)
        {
            int lastRow = Math.Min(rows, row + Block);
            for (int column = 0; column < columns; column += Block)
            {
                int lastColumn = Math.Min(columns, column + Block);
                for (int c = column; c < lastColumn; c++)
                    for (int r = row; r < lastRow; r++)
                        result[((nint)c * rows) + r] = source[((nint)r * columns) + c];
            }
        }
    }
}
