using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.MatrixProduct;

/// <summary>The product of two matrices, C = A · B or C = C + A · B.</summary>
public static class GeneralMatrixProduct
{
    // The sums are cut into pieces of this length: a panel of B of that depth and three registers' width stays in the
    // first-level cache while the rows of A pass by.
    private const int MaxDepth = 256;

    private const int RowAlignment = 8;
    private const int ColumnAlignment = 48; // three of the widest registers

    /// <summary>Numbers of scratch that <see cref="Multiply"/> needs; the same for any number of threads.</summary>
    /// <param name="m">Rows of C; 0 or more.</param>
    /// <param name="n">Columns of C; 0 or more.</param>
    /// <param name="k">Length of the sums; 0 or more.</param>
    public static int Scratch(int m, int n, int k)
    {
        long rows = RoundUp(m, RowAlignment), columns = RoundUp(n, ColumnAlignment);
        return checked((int)(((rows + columns) * Depth(k)) + StripAlignment));
    }

    private const int StripAlignment = 16;

    /// <summary>
    /// C = A · B, or C = C + A · B. Matrices are stored row after row, <c>lda</c>, <c>ldb</c> and <c>ldc</c> numbers
    /// apart. The work is m · n · k multiply-adds, and (m + n) · k numbers are copied.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of C; 0 or more.</param>
    /// <param name="n">Columns of C; 0 or more.</param>
    /// <param name="k">Length of the sums; 0 or more.</param>
    /// <param name="a">A: m × k, or k × m if <paramref name="transposeA"/>.</param>
    /// <param name="lda">Distance between the starts of two stored rows of A.</param>
    /// <param name="transposeA">A is stored transposed.</param>
    /// <param name="b">B: k × n, or n × k if <paramref name="transposeB"/>.</param>
    /// <param name="ldb">Distance between the starts of two stored rows of B.</param>
    /// <param name="transposeB">B is stored transposed.</param>
    /// <param name="accumulate">Add to what C holds; otherwise C is overwritten.</param>
    /// <param name="c">C: m × n; must not overlap anything else. Numbers between its rows are left alone.</param>
    /// <param name="ldc">Distance between the starts of two rows of C.</param>
    /// <param name="scratch">At least <see cref="Scratch"/> numbers; contents do not matter.</param>
    /// <param name="pool">The threads to use; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">A span is too short, or a distance smaller than a row.</exception>
    public static unsafe void Multiply<T>(
        int m, int n, int k, ReadOnlySpan<T> a, int lda, bool transposeA, ReadOnlySpan<T> b, int ldb, bool transposeB,
        bool accumulate, Span<T> c, int ldc, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        Check(a.Length, lda, transposeA ? k : m, transposeA ? m : k, nameof(a));
        Check(b.Length, ldb, transposeB ? n : k, transposeB ? k : n, nameof(b));
        Check(c.Length, ldc, m, n, nameof(c));
        if (scratch.Length < Scratch(m, n, k))
            throw new ArgumentException($"At least {Scratch(m, n, k)} numbers of scratch are needed, not {scratch.Length}.", nameof(scratch));
        if (m == 0 || n == 0) return;
        if (k == 0)
        {
            for (int row = 0; row < m && !accumulate; row++) c.Slice(row * ldc, n).Clear();
            return;
        }

        fixed (T* left = a, right = b, to = c, work = scratch)
        {
            var kernel = new Kernel<T>
            {
                Left = new PackedMatrix<T>(left, lda, transposeA, m, RowAlignment),
                Right = new PackedMatrix<T>(right, ldb, !transposeB, n, ColumnAlignment),
                Depth = k,
                Step = Depth(k),
                Accumulate = accumulate,
                Result = to,
                ResultStride = ldc,
                Scratch = CacheLine.Align(work),
                Pool = pool,
            };
            SimdDispatch.Run<T, Kernel<T>>(ref kernel);
        }
    }

    /// <summary>Length of the pieces of a sum of <paramref name="k"/>: equal as far as possible.</summary>
    private static int Depth(int k)
    {
        int pieces = Math.Max(1, (k + MaxDepth - 1) / MaxDepth);
        return (k + pieces - 1) / pieces;
    }

    private static long RoundUp(int length, int step) => ((long)length + step - 1) / step * step;

    private static void Check(int length, int stride, int rows, int columns, string name)
    {
        if (stride < columns) throw new ArgumentException($"Rows of {columns} numbers do not fit in a distance of {stride}.", name);
        long wanted = rows == 0 || columns == 0 ? 0 : ((rows - 1L) * stride) + columns;
        if (length < wanted) throw new ArgumentException($"The matrix needs {wanted} numbers, not {length}.", name);
    }

    /// <summary>The arguments of <see cref="Multiply"/>, to be run with the registers that the processor has.</summary>
    private unsafe struct Kernel<T> : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal PackedMatrix<T> Left;
        internal PackedMatrix<T> Right;
        internal int Depth;
        internal int Step;
        internal bool Accumulate;
        internal T* Result;
        internal nint ResultStride;
        internal T* Scratch;
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            int block = TVector.Registers >= 32 ? 8 : 4, panel = 3 * TVector.Count;
            T* leftPacked = Scratch, rightPacked = Scratch + ((nint)RoundUp(Left.Length, RowAlignment) * Step);
            for (int start = 0; start < Depth; start += Step)
            {
                int depth = Math.Min(Step, Depth - start);
                PackedMatrix<T> left = Left.Piece(leftPacked, start, depth, block), right = Right.Piece(rightPacked, start, depth, panel);
                Pool.For(left.Panels, ref left);
                Pool.For(right.Panels, ref right);
                var body = new ProductBody<T, TVector>(left, right, Result, ResultStride, Accumulate || start > 0);
                Pool.For(body.Parts, ref body);
            }
        }
    }
}
