using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>Margins before and after each axis, shared by padding, cropping and extension.</summary>
internal static class Margins
{
    public static void CheckRank(string operation, Shape before, Shape after, Shape argument)
    {
        if (before.Rank != argument.Rank || after.Rank != argument.Rank)
        {
            throw new ShapeException($"{operation} by {before} and {after} needs one margin for each axis of {argument}.");
        }
    }

    /// <summary>The shape with its margins.</summary>
    public static Shape Widen(Shape shape, Shape before, Shape after)
    {
        int[] lengths = new int[shape.Rank];
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            lengths[axis] = shape[axis] + before[axis] + after[axis];
        }

        return Shape.Create(lengths);
    }
}
