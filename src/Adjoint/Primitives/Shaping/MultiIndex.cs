using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>Counts through the indices of a shape in C order: the plain loop nest of the reference rules.</summary>
internal static class MultiIndex
{
    /// <summary>Every index of a shape, last axis fastest. The same array is handed out each time.</summary>
    /// <param name="shape">The shape.</param>
    public static IEnumerable<int[]> Of(Shape shape)
    {
        int[] index = new int[shape.Rank];
        for (int remaining = shape.Size; remaining > 0; remaining--)
        {
            yield return index;
            for (int axis = shape.Rank - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
    }
}
