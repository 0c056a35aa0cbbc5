using Adjoint.Graph;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <content>Functions that move entries.</content>
public static partial class Expressions
{
    /// <summary>Reverses the order of all axes: a matrix's transpose.</summary>
    /// <param name="argument">The value; a vector or a scalar stays as it is.</param>
    public static Expr Transpose(Expr argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return Transpose(argument, [.. Enumerable.Range(0, argument.Shape.Rank).Reverse()]);
    }

    /// <summary>Puts the axes in another order: axis k of the result is axis <c>axes[k]</c> of the argument.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="axes">Each axis of the argument once, from 0; negative ones count from the last.</param>
    /// <exception cref="ShapeException">An axis is missing, named twice or does not exist.</exception>
    public static Expr Transpose(Expr argument, IReadOnlyList<int> axes)
    {
        ArgumentNullException.ThrowIfNull(argument);
        ArgumentNullException.ThrowIfNull(axes);
        int rank = argument.Shape.Rank;
        return new Transpose([.. axes.Select(axis => axis < 0 ? axis + rank : axis)]).Apply(argument);
    }

    /// <summary>Labels as rows of zeros with a one at the label's place, along a new last axis.</summary>
    /// <param name="labels">Whole numbers from 0; another is an error when it is evaluated.</param>
    /// <param name="classes">The length of the new axis; at least 1.</param>
    /// <exception cref="ShapeException">There is no class.</exception>
    public static Expr OneHot(Expr labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (classes < 1)
        {
            throw new ShapeException($"Labels of shape {labels.Shape} need at least one class, not {classes}.");
        }

        // Reading from the list of all classes refuses what is none of them.
        Constant all = new(new Tensor<double>([classes], [.. Enumerable.Range(0, classes).Select(label => (double)label)]));
        Expr read = Reshape(Gather(all, labels, 0), [.. labels.Shape, 1]);
        return 1 - Sign(Abs(read - all));
    }

    /// <summary>Puts values behind each other along an axis.</summary>
    /// <param name="axis">The axis, from 0; a negative one counts from the last.</param>
    /// <param name="parts">At least one value; they agree in every other axis.</param>
    /// <exception cref="ShapeException">The shapes do not agree, or there is no such axis.</exception>
    public static Expr Concatenate(int axis, params IReadOnlyList<Expr> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count > 0
            ? new Concatenate(FromFront(axis, parts[0]), parts.Count).Apply([.. parts])
            : throw new ShapeException("There is nothing to concatenate; give at least one part.");
    }

    /// <summary>Cuts a value into pieces along an axis.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="axis">The axis, from 0; a negative one counts from the last.</param>
    /// <param name="lengths">The pieces' lengths in order; together the axis's.</param>
    /// <exception cref="ShapeException">The lengths do not add up to the axis's, or there is no such axis.</exception>
    public static IReadOnlyList<Expr> Split(Expr argument, int axis, params IReadOnlyList<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(argument);
        ArgumentNullException.ThrowIfNull(lengths);
        int place = Existing(axis, argument);
        if (lengths.Any(length => length < 0) || lengths.Sum(length => (long)length) != argument.Shape[place])
        {
            throw new ShapeException($"Pieces of {string.Join(" + ", lengths)} are not the {argument.Shape[place]} of axis {place} of {argument.Shape}.");
        }

        List<Expr> pieces = [];
        int start = 0;
        foreach (int length in lengths)
        {
            pieces.Add(Slice(argument, place, start, length));
            start += length;
        }

        return pieces;
    }

    /// <summary>Evenly spaced entries along every axis: <c>r[i, …] = a[start + i · step, …]</c>.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="start">The first entry, for each axis.</param>
    /// <param name="length">The number of entries, for each axis.</param>
    /// <param name="step">The distance between entries, for each axis; 1 if left out.</param>
    /// <exception cref="ShapeException">The entries reach beyond the value, or the numbers of axes differ.</exception>
    public static Expr Slice(Expr argument, Shape start, Shape length, Shape? step = null) =>
        new Slice(start, length, step ?? Shape.Uniform(1, length.Rank)).Apply(argument);

    /// <summary>Evenly spaced entries along one axis, the others whole.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="axis">The axis, from 0; a negative one counts from the last.</param>
    /// <param name="start">The first entry.</param>
    /// <param name="length">The number of entries.</param>
    /// <param name="step">The distance between entries; 1 or more.</param>
    /// <exception cref="ShapeException">The entries reach beyond the value, or there is no such axis.</exception>
    public static Expr Slice(Expr argument, int axis, int start, int length, int step = 1)
    {
        ArgumentNullException.ThrowIfNull(argument);
        int place = Existing(axis, argument), rank = argument.Shape.Rank;
        return start >= 0 && length >= 0 && step >= 1
            ? Slice(argument, Shape.Uniform(0, rank).With(place, start), argument.Shape.With(place, length), Shape.Uniform(1, rank).With(place, step))
            : throw new ShapeException($"A slice of {length} from {start} by steps of {step} along axis {place} of {argument.Shape} takes a start and length of at least 0 and a step of at least 1.");
    }

    /// <summary>
    /// Entries along an axis at given indices, as numpy's take: the axis is replaced by the axes of the indices. Linear in the value, whose gradient is
    /// a <see cref="ScatterAdd"/>; locally constant in the indices.
    /// </summary>
    /// <param name="argument">The value.</param>
    /// <param name="indices">Whole numbers from 0 to the axis's length less one, held in the element type; others are an error where the expression is computed.</param>
    /// <param name="axis">The axis, from 0; a negative one counts from the last.</param>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public static Expr Gather(Expr argument, Expr indices, int axis) => new Gather(FromFront(axis, argument)).Apply(argument, indices);

    /// <summary>Entries along an axis at indices that are known beforehand.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="indices">Indices from 0 to the axis's length less one.</param>
    /// <param name="axis">The axis, from 0; a negative one counts from the last.</param>
    /// <exception cref="ShapeException">There is no such axis, or an index lies outside it.</exception>
    public static Expr Gather(Expr argument, IReadOnlyList<int> indices, int axis)
    {
        ArgumentNullException.ThrowIfNull(argument);
        ArgumentNullException.ThrowIfNull(indices);
        int place = Existing(axis, argument);
        foreach (int index in indices)
        {
            if (index < 0 || index >= argument.Shape[place])
            {
                throw new ShapeException($"The index {index} lies outside axis {place} of {argument.Shape}; it must be from 0 to {argument.Shape[place] - 1}.");
            }
        }

        return Gather(argument, new Constant(new Tensor<double>([indices.Count], [.. indices.Select(index => (double)index)])), place);
    }

    /// <summary>Adds entries up at given indices along an axis, into zeros: the adjoint of <see cref="Gather(Expr, Expr, int)"/>.</summary>
    /// <param name="values">The entries; from the axis on, their shape goes on with that of the indices.</param>
    /// <param name="indices">Whole numbers from 0 to <paramref name="length"/> − 1, held in the element type; others are an error where the expression is computed.</param>
    /// <param name="axis">The first axis of the values that the indices stand for, from 0; a negative one counts from the last.</param>
    /// <param name="length">The length of the axis that takes their place.</param>
    /// <exception cref="ShapeException">The indices' shape is not part of the values'.</exception>
    public static Expr ScatterAdd(Expr values, Expr indices, int axis, int length) => new ScatterAdd(FromFront(axis, values), length).Apply(values, indices);

    /// <summary>
    /// Pictures of another height and width, channel by channel. Linear: a constant sparse matrix along each axis of space, whose transpose is the adjoint.
    /// </summary>
    /// <param name="pictures">Batch × height × width × channels.</param>
    /// <param name="height">The height wanted, 1 or more.</param>
    /// <param name="width">The width wanted, 1 or more.</param>
    /// <param name="method">How entries are made of the old ones.</param>
    /// <param name="alignment">Where entries lie in the old picture.</param>
    /// <param name="antialias">
    /// Where the picture shrinks, average over all entries under a tent of the scale's width, as Pillow does, rather than pick two. Bilinear with half-pixel centres only.
    /// </param>
    /// <exception cref="ShapeException">The pictures have not four axes or no entry, a length is not positive, or smoothing is asked for where it is not defined.</exception>
    public static Expr Resize(
        Expr pictures, int height, int width, ResizeMethod method = ResizeMethod.Bilinear, ResizeAlignment alignment = ResizeAlignment.HalfPixel, bool antialias = false)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Shape shape = pictures.Shape;
        if (shape.Rank != 4 || shape[1] < 1 || shape[2] < 1 || height < 1 || width < 1)
        {
            throw new ShapeException($"Resizing takes pictures (batch, height, width, channels) with at least one pixel to at least one pixel, not {shape} to {height} by {width}.");
        }

        SparseMatrix down = Interpolation.Of(shape[1], height, method, alignment, antialias), across = Interpolation.Of(shape[2], width, method, alignment, antialias);
        Expr result = height == shape[1] ? pictures : new ModeProduct(1, down).Apply(pictures);
        return width == shape[2] ? result : new ModeProduct(2, across).Apply(result);
    }

    /// <summary>
    /// Moves channels into space: each pixel becomes a block of pixels. Channel <c>(y · block + x) · C + c</c> of a pixel becomes channel c of the pixel at row y and
    /// column x of its block: ONNX's order DCR, TensorFlow's too.
    /// </summary>
    /// <param name="pictures">Batch × height × width × block²·C.</param>
    /// <param name="block">The block's side, 1 or more.</param>
    /// <returns>Batch × height·block × width·block × C.</returns>
    /// <exception cref="ShapeException">The pictures have not four axes, or their channels are no multiple of block².</exception>
    public static Expr DepthToSpace(Expr pictures, int block)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Shape shape = pictures.Shape;
        if (shape.Rank != 4 || block < 1 || shape[3] % ((long)block * block) != 0 || (long)Math.Max(shape[1], shape[2]) * block > int.MaxValue)
        {
            throw new ShapeException($"Blocks of {block} by {block} take pictures (batch, height, width, channels) whose channels are a multiple of {(long)block * block}, not {shape}.");
        }

        int channels = shape[3] / block / block;
        Expr apart = Reshape(pictures, [shape[0], shape[1], shape[2], block, block, channels]);
        return Reshape(Transpose(apart, [0, 1, 3, 2, 4, 5]), [shape[0], shape[1] * block, shape[2] * block, channels]);
    }

    /// <summary>Moves blocks of pixels into channels: the inverse of <see cref="DepthToSpace"/>, and its adjoint.</summary>
    /// <param name="pictures">Batch × height·block × width·block × C.</param>
    /// <param name="block">The block's side, 1 or more.</param>
    /// <returns>Batch × height × width × block²·C.</returns>
    /// <exception cref="ShapeException">The pictures have not four axes, or their height or width is no multiple of the block.</exception>
    public static Expr SpaceToDepth(Expr pictures, int block)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Shape shape = pictures.Shape;
        if (shape.Rank != 4 || block < 1 || shape[1] % block != 0 || shape[2] % block != 0 || (double)block * block * shape[3] > int.MaxValue)
        {
            throw new ShapeException($"Blocks of {block} by {block} take pictures (batch, height, width, channels) whose height and width are multiples of {block}, not {shape}.");
        }

        int rows = shape[1] / block, columns = shape[2] / block;
        Expr apart = Reshape(pictures, [shape[0], rows, block, columns, block, shape[3]]);
        return Reshape(Transpose(apart, [0, 1, 3, 2, 4, 5]), [shape[0], rows, columns, block * block * shape[3]]);
    }

    private static int FromFront(int axis, Expr argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return axis < 0 ? axis + argument.Shape.Rank : axis;
    }

    private static int Existing(int axis, Expr argument) =>
        FromFront(axis, argument) is int place && place >= 0 && place < argument.Shape.Rank ? place : throw new ShapeException($"There is no axis {axis} in shape {argument.Shape}.");
}
