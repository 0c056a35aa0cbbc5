using Adjoint.Graph;
using Adjoint.Primitives.Pooling;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <content>Pooling of pictures.</content>
public static partial class Expressions
{
    /// <summary>
    /// The largest entry of each window, channel by channel: a <see cref="WindowArgMax"/> and a <see cref="WindowGather"/> of what it found. At
    /// ties the first entry is the largest and has the gradient; padding never wins; not-a-number does.
    /// </summary>
    /// <param name="pictures">Batch × space × channels, with one to three axes of space.</param>
    /// <param name="options">The windows.</param>
    /// <returns>Batch × windows × channels.</returns>
    /// <exception cref="ShapeException">The options do not fit the pictures, or a window lies wholly in the padding.</exception>
    public static Expr MaxPool(Expr pictures, PoolingOptions options)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(options);
        ValueList<PoolingAxis> axes = PoolingBuilder.Axes(options, pictures.Shape);
        return new WindowGather(axes).Apply(pictures, new WindowArgMax(axes).Apply(pictures));
    }

    /// <summary>The mean of each window, channel by channel. Padding is zeros; whether it counts is <see cref="PoolingOptions.CountIncludePad"/>. Linear.</summary>
    /// <param name="pictures">Batch × space × channels, with one to three axes of space.</param>
    /// <param name="options">The windows.</param>
    /// <returns>Batch × windows × channels.</returns>
    /// <exception cref="ShapeException">The options do not fit the pictures, or a window lies wholly in the padding.</exception>
    public static Expr AveragePool(Expr pictures, PoolingOptions options)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(options);
        return PoolingBuilder.Average(options, pictures);
    }

    /// <summary>The mean over all of space, channel by channel. Linear.</summary>
    /// <param name="pictures">Batch × space × channels, with any number of axes of space.</param>
    /// <returns>Batch × 1 … 1 × channels: the axes of space stay, with length 1.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes, or no place to take the mean of.</exception>
    public static Expr GlobalAveragePool(Expr pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Shape space = SpaceOf(pictures, "mean");
        return new SumTo([pictures.Shape[0], .. Shape.Uniform(1, space.Rank), pictures.Shape[^1]]).Apply(pictures) * (1.0 / space.Size);
    }

    /// <summary>The largest entry over all of space, channel by channel; the first one at ties.</summary>
    /// <param name="pictures">Batch × space × channels, with any number of axes of space.</param>
    /// <returns>Batch × 1 … 1 × channels: the axes of space stay, with length 1.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes, or no place to take the maximum of.</exception>
    public static Expr GlobalMaxPool(Expr pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Shape space = SpaceOf(pictures, "maximum"), shape = pictures.Shape;
        if (space.Rank is >= 1 and <= 3)
        {
            return MaxPool(pictures, new PoolingOptions(space));
        }

        Expr line = Reshape(pictures, [shape[0], space.Size, shape[^1]]);
        return Reshape(MaxPool(line, new PoolingOptions([space.Size])), [shape[0], .. Shape.Uniform(1, space.Rank), shape[^1]]);
    }

    private static Shape SpaceOf(Expr pictures, string what)
    {
        Shape shape = pictures.Shape;
        Shape space = shape.Rank < 2 ? [0] : shape[1..^1];
        return space.Size > 0 ? space : throw new ShapeException($"The {what} over space takes pictures (batch, space, channels) with at least one place, not {shape}.");
    }
}
