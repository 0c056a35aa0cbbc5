using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary>A small sample for a model, so that what is asked of its expression is quickly answered.</summary>
internal static class SmallestSample
{
    private static readonly int[] Sizes = [4, 6, 8, 12, 16, 24, 32];

    /// <summary>The model's usual sample with its height and width as small as it takes.</summary>
    public static Shape Of(Model model)
    {
        Shape usual = model.InputShape;
        if (usual.Rank == 3)
        {
            foreach (int size in Sizes)
            {
                Shape small = [Math.Min(size, usual[0]), Math.Min(size, usual[1]), usual[2]];
                try
                {
                    if (model.OutputShape(small).Size > 0)
                    {
                        return small;
                    }
                }
                catch (ShapeException)
                {
                    // Too small for a kernel, or the model takes one size alone.
                }
            }
        }

        return usual;
    }
}
