using System.Numerics;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Layout;

/// <summary>Blocks of a copy with permuted axes. The axes are innermost first; a block lies in the first two.</summary>
internal unsafe struct PermutationBody<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Side of the squares in which a block is transposed: a cache line of float32.</summary>
    private const int Square = 16;

    internal T* Source;
    internal T* Result;
    internal int Axes;
    internal int* Lengths;
    internal int* SourceStrides;
    internal int* ResultStrides;
    internal int BlockColumns;
    internal int BlockRows;
    internal int BlocksInPart;

    internal readonly long Blocks
    {
        get
        {
            long blocks = (long)BlocksAlong(0, BlockColumns) * BlocksAlong(1, BlockRows);
            for (int axis = 2; axis < Axes; axis++) blocks *= Lengths[axis];
            return blocks;
        }
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        long first = (long)part * BlocksInPart, end = Math.Min(Blocks, first + BlocksInPart);
        for (long block = first; block < end; block++) RunBlock(block);
    }

    private readonly int BlocksAlong(int axis, int size) => (Lengths[axis] + size - 1) / size;

    private readonly void RunBlock(long block)
    {
        (block, long acrossBlock) = Math.DivRem(block, BlocksAlong(0, BlockColumns));
        (block, long downBlock) = Math.DivRem(block, BlocksAlong(1, BlockRows));
        int column = (int)acrossBlock * BlockColumns, row = (int)downBlock * BlockRows;
        T* from = Source + ((nint)column * SourceStrides[0]) + ((nint)row * SourceStrides[1]);
        T* to = Result + column + ((nint)row * ResultStrides[1]);
        for (int axis = 2; axis < Axes; axis++)
        {
            (block, long index) = Math.DivRem(block, Lengths[axis]);
            from += (nint)index * SourceStrides[axis];
            to += (nint)index * ResultStrides[axis];
        }

        int columns = Math.Min(BlockColumns, Lengths[0] - column), rows = Math.Min(BlockRows, Lengths[1] - row);
        if (SourceStrides[0] == 1) Rows(rows, columns, from, to);
        else Squares(rows, columns, from, to);
    }

    private readonly void Rows(int rows, int columns, T* from, T* to)
    {
        for (int row = 0; row < rows; row++, from += SourceStrides[1], to += ResultStrides[1])
        {
            if (columns >= Square) new ReadOnlySpan<T>(from, columns).CopyTo(new Span<T>(to, columns));
            else for (int column = 0; column < columns; column++) to[column] = from[column];
        }
    }

    private readonly void Squares(int rows, int columns, T* from, T* to)
    {
        nint across = SourceStrides[0], down = SourceStrides[1], place = ResultStrides[1];
        for (int firstRow = 0; firstRow < rows; firstRow += Square)
        {
            int lastRow = Math.Min(rows, firstRow + Square);
            for (int firstColumn = 0; firstColumn < columns; firstColumn += Square)
            {
                int lastColumn = Math.Min(columns, firstColumn + Square);
                for (nint row = firstRow; row < lastRow; row++)
                    for (nint column = firstColumn; column < lastColumn; column++)
                        to[(row * place) + column] = from[(row * down) + (column * across)];
            }
        }
    }
}
