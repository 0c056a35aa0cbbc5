using Adjoint.Graph;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Pooling;

/// <summary>Makes poolings from their options.</summary>
internal static class PoolingBuilder
{
    /// <summary>The windows along each spatial axis: as many as fit, <c>⌊(length + before + after − reach) / stride⌋ + 1</c>, or rounded up.</summary>
    /// <exception cref="ShapeException">The options do not fit the pictures.</exception>
    public static ValueList<PoolingAxis> Axes(PoolingOptions options, Shape pictures)
    {
        int rank = options.Window.Rank;
        foreach ((string name, Shape? shape) in new[] { ("stride", options.Stride), ("padding in front", options.Before), ("padding behind", options.After), ("dilation", options.Dilation) })
        {
            if (shape is Shape given && given.Rank != rank)
            {
                throw new ShapeException($"The window {options.Window} has {rank} spatial axes and the {name} {given} has {given.Rank}; give one number for each.");
            }
        }

        if (rank is < 1 or > 3 || pictures.Rank != rank + 2)
        {
            throw new ShapeException($"A window of {options.Window} pools pictures of {rank + 2} axes (batch, one to three of space, channels), not {pictures}.");
        }

        PoolingAxis[] axes = new PoolingAxis[rank];
        for (int i = 0; i < rank; i++)
        {
            int window = options.Window[i], stride = options.Stride?[i] ?? window, before = options.Before?[i] ?? 0, dilation = options.Dilation?[i] ?? 1;
            if (window < 1 || stride < 1 || dilation < 1)
            {
                throw new ShapeException($"Window, stride and dilation must be at least 1 along each axis of {pictures}; along spatial axis {i} they are {window}, {stride} and {dilation}.");
            }

            long room = (long)pictures[i + 1] + before + After(options, i) - ((window - 1L) * dilation) - 1;
            long output = (room < 0 && !options.CeilMode ? -1 : options.CeilMode ? CeilingOfQuotient(room, stride) : room / stride) + 1;
            if (options.CeilMode && (output - 1) * stride >= (long)pictures[i + 1] + before)
            {
                output--;
            }

            if (output < 1)
            {
                throw new ShapeException($"The window {options.Window}{(dilation == 1 ? "" : $" with dilation {dilation}")} is larger than the pictures {pictures} with their padding along spatial axis {i}.");
            }

            axes[i] = new PoolingAxis(window, stride, dilation, before, checked((int)output));
        }

        ValueList<PoolingAxis> result = ValueList.Create<PoolingAxis>(axes);
        Windows.ResultShape(result, pictures);
        Windows.CheckInside(result, pictures);
        return result;
    }

    /// <summary>The average as a product along each spatial axis: the divisor is a product of one number for each axis.</summary>
    public static Expr Average(PoolingOptions options, Expr pictures)
    {
        ValueList<PoolingAxis> axes = Axes(options, pictures.Shape);
        for (int i = 0; i < axes.Count; i++)
        {
            pictures = new ModeProduct(i + 1, Averages(axes[i], pictures.Shape[i + 1], After(options, i), options.CountIncludePad)).Apply(pictures);
        }

        return pictures;
    }

    private static int After(PoolingOptions options, int axis) => options.After?[axis] ?? 0;

    private static SparseMatrix Averages(PoolingAxis axis, int length, int after, bool countsPadding)
    {
        List<(int, double)>[] rows = new List<(int, double)>[axis.Output];
        for (int window = 0; window < rows.Length; window++)
        {
            int[] places = [.. Enumerable.Range(0, axis.Window).Select(tap => (window * axis.Stride) + (tap * axis.Dilation) - axis.Before)];
            int[] inside = [.. places.Where(place => place >= 0 && place < length)];
            int divisor = countsPadding ? places.Count(place => place < length + after) : inside.Length;
            rows[window] = [.. inside.Select(place => (place, 1.0 / divisor))];
        }

        return new SparseMatrix(length, rows);
    }

    private static long CeilingOfQuotient(long a, int b) => a > 0 ? ((a - 1) / b) + 1 : -(-a / b);
}
