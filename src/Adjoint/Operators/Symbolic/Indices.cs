using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>From a place in C order to an index along each axis.</summary>
internal static class Indices
{
    /// <summary>The index along each axis.</summary>
    /// <param name="place">The place in C order.</param>
    /// <param name="shape">The shape.</param>
    public static int[] Of(int place, Shape shape)
    {
        int[] indices = new int[shape.Rank];
        for (int axis = indices.Length - 1; axis >= 0; axis--)
        {
            (place, indices[axis]) = Math.DivRem(place, shape[axis]);
        }

        return indices;
    }
}
