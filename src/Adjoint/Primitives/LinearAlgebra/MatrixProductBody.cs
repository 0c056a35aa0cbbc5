using System.Numerics;
using Adjoint.Graph;
using Adjoint.Kernels.MatrixProduct;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Primitives.LinearAlgebra;

/// <summary>A batch of matrix products, cut into parts of whole products.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct MatrixProductBody<T>(MatrixProduct product, MatrixProductSizes sizes, Operand<T>[] arguments, Operand<T> result, Memory<T> scratch, WorkerPool workers)
    : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Runs all products: several at a time if they are small, one at a time with all threads if they are large.</summary>
    public static void Run(MatrixProduct product, in KernelCall<T> call)
    {
        MatrixProductSizes sizes = new(product, call.Arguments[0].Shape, call.Arguments[1].Shape);
        WorkerPool inner = sizes.Parts > 1 ? WorkerPool.Serial : call.Workers;
        MatrixProductBody<T> body = new(product, sizes, call.ArgumentArray, call.Result, call.Scratch, inner);
        call.Workers.For(sizes.Parts, ref body);
    }

    /// <inheritdoc/>
    public void Run(int part)
    {
        int first = (int)((long)sizes.Batch * part / sizes.Parts), end = (int)((long)sizes.Batch * (part + 1) / sizes.Parts);
        Span<T> work = scratch.Span.Slice(part * sizes.ScratchOfOne, sizes.ScratchOfOne);
        int leftSize = sizes.Rows * sizes.Terms, rightSize = sizes.Terms * sizes.Columns, size = sizes.Rows * sizes.Columns;
        int rank = result.Shape.Rank - 2;
        for (int batch = first; batch < end; batch++)
        {
            ReadOnlySpan<T> left = arguments[0].Span.Slice(Place(arguments[0].Shape, rank, batch) * leftSize, leftSize);
            ReadOnlySpan<T> right = arguments[1].Span.Slice(Place(arguments[1].Shape, rank, batch) * rightSize, rightSize);
            Multiply(left, right, result.Span.Slice(batch * size, size), work);
        }
    }

    private void Multiply(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> to, Span<T> work)
    {
        bool a = product.TransposeLeft, b = product.TransposeRight;
        int leftStride = a ? sizes.Rows : sizes.Terms, rightStride = b ? sizes.Terms : sizes.Columns;
        if (sizes.IsSwapped)
        {
            GeneralMatrixProduct.Multiply(
                1, sizes.Rows, sizes.Terms, right, rightStride, !b, left, leftStride, !a, accumulate: false, to, sizes.Rows, work, workers);
        }
        else
        {
            GeneralMatrixProduct.Multiply(
                sizes.Rows, sizes.Columns, sizes.Terms, left, leftStride, a, right, rightStride, b, accumulate: false, to, sizes.Columns, work, workers);
        }
    }

    /// <summary>Which matrix of a factor a product of the batch reads.</summary>
    private int Place(Shape own, int rank, int batch)
    {
        int place = 0;
        for (int axis = rank - 1, step = 1; axis >= 0; axis--)
        {
            (batch, int index) = Math.DivRem(batch, result.Shape[axis]);
            int ownAxis = axis - (rank - (own.Rank - 2));
            if (ownAxis >= 0)
            {
                place += own[ownAxis] == 1 ? 0 : index * step;
                step *= own[ownAxis];
            }
        }

        return place;
    }
}
