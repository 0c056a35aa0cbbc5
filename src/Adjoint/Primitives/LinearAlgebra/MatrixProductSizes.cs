using Adjoint.Kernels.MatrixProduct;
using Adjoint.Tensors;

namespace Adjoint.Primitives.LinearAlgebra;

/// <summary>The sizes of one product of a batch, and how the batch is cut into parts.</summary>
internal readonly struct MatrixProductSizes
{
    /// <summary>Multiply-adds from which on one product is shared among threads; smaller ones are handed out whole.</summary>
    private const long Large = 1 << 20;

    /// <summary>Most parts that a batch is cut into.</summary>
    private const int MostParts = 16;

    /// <summary>Most numbers of scratch for all parts.</summary>
    private const int MostScratch = 1 << 22;

    public MatrixProductSizes(MatrixProduct product, Shape left, Shape right)
    {
        (Rows, Terms) = product.TransposeLeft ? (left[^1], left[^2]) : (left[^2], left[^1]);
        (Columns, RightTerms) = product.TransposeRight ? (right[^2], right[^1]) : (right[^1], right[^2]);
        Batch = 1;
        int rank = Math.Max(left.Rank, right.Rank) - 2;
        for (int axis = 0; axis < rank; axis++)
        {
            int own = axis - (rank - (left.Rank - 2)), other = axis - (rank - (right.Rank - 2));
            int a = own < 0 ? 1 : left[own], b = other < 0 ? 1 : right[other];
            Batch *= a == 1 ? b : a;
        }
    }

    /// <summary>Rows of a result, m.</summary>
    public int Rows { get; }

    /// <summary>Columns of a result, n.</summary>
    public int Columns { get; }

    /// <summary>Length of the sums, k, by the left factor.</summary>
    public int Terms { get; }

    /// <summary>Length of the sums by the right factor.</summary>
    public int RightTerms { get; }

    /// <summary>Number of products.</summary>
    public int Batch { get; }

    /// <summary>A single column is computed as a single row, which leaves less of the register tile empty.</summary>
    public bool IsSwapped => Columns == 1 && Rows > 1;

    /// <summary>Scratch that one product needs.</summary>
    public int ScratchOfOne => IsSwapped ? GeneralMatrixProduct.Scratch(1, Rows, Terms) : GeneralMatrixProduct.Scratch(Rows, Columns, Terms);

    /// <summary>Parts of the batch; one where each product is shared among threads instead. It follows from the sizes alone.</summary>
    public int Parts => (long)Rows * Columns * Terms >= Large ? 1 : Math.Clamp(Math.Min(Batch, MostScratch / ScratchOfOne), 1, MostParts);

    /// <summary>Scratch of all parts.</summary>
    public int Scratch => Parts * ScratchOfOne;
}
