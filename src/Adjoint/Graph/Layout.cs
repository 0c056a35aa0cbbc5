using Adjoint.Tensors;

namespace Adjoint.Graph;

/// <summary>The order in which a value's axes lie in memory. It is the plan's choice and changes no result.</summary>
public enum Layout
{
    /// <summary>C order of the logical axes: batch × rows × columns × channels, channels interleaved.</summary>
    RowMajor,

    /// <summary>The last axis is moved behind the first: batch × channels × rows × columns, one plane a channel.</summary>
    Planar,
}

/// <summary>Which layouts a primitive's kernel accepts.</summary>
public enum LayoutRule
{
    /// <summary>Arguments and result in C order.</summary>
    RowMajor,

    /// <summary>Any one layout, shared by all arguments and the result: entry by entry operations.</summary>
    Matching,

    /// <summary>Any layout for each operand: the kernel walks by the strides of <see cref="Operand{T}"/>.</summary>
    Strided,

    /// <summary>Pictures in <see cref="Layout.Planar"/>, kernels in C order: see <see cref="IPlanarPrimitive"/>.</summary>
    Planar,
}

/// <summary>Told by a primitive with <see cref="LayoutRule.Planar"/>: which of its operands are pictures.</summary>
public interface IPlanarPrimitive
{
    /// <summary>Whether an argument is a picture and wanted planar.</summary>
    /// <param name="argument">Which argument.</param>
    bool IsPicture(int argument);

    /// <summary>Whether the result is a picture and comes out planar.</summary>
    bool ResultIsPicture { get; }

    /// <summary>Whether the kernel takes and gives pictures in C order as well, all of a call in the same order; no if left out.</summary>
    bool TakesRowMajorPictures => false;
}

/// <summary>Arithmetic of layouts.</summary>
public static class LayoutExtensions
{
    extension(Layout layout)
    {
        /// <summary>The memory distance between neighbours along each logical axis.</summary>
        /// <param name="shape">The logical shape.</param>
        public int[] Strides(Shape shape)
        {
            if (layout == Layout.RowMajor || shape.Rank < 3)
            {
                return shape.Strides();
            }

            int[] physical = layout.PhysicalShape(shape).Strides();
            return [physical[0], .. physical[2..], physical[1]];
        }

        /// <summary>The lengths in memory order.</summary>
        /// <param name="shape">The logical shape.</param>
        public Shape PhysicalShape(Shape shape) =>
            layout == Layout.RowMajor || shape.Rank < 3 ? shape : [shape[0], shape[^1], .. shape.Lengths[1..^1]];

        /// <summary>Whether the elements of a value of this shape lie in the same order in both layouts, so that changing between them is free.</summary>
        /// <param name="shape">The logical shape.</param>
        public static bool Coincide(Shape shape) => shape.Rank < 3 || shape[^1] == 1 || shape[1..^1].Size == 1 || shape.Size == 0;
    }
}
