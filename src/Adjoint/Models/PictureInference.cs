using System.Buffers;
using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Models;

/// <summary>
/// Runs a model on pictures and keeps their size: where layers eat pixels at the border, the picture is continued there by reflection about
/// its edge pixels (<c>dcb|abcd|cba</c>). It runs tile by tile, with samples as integers at both ends, so that memory beyond the two pictures
/// does not grow with them.
/// </summary>
/// <remarks>A grey picture enters a colour model as R = G = B; a colour picture enters a model of one channel as its <see cref="Luminance"/>.
/// Models that are no sliding windows of stride 1 get the picture as it is, and give the size that they give.</remarks>
public static class PictureInference
{
    /// <summary>Runs a model on a picture.</summary>
    /// <param name="model">A model of one or three channels in and out.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="workers">Threads; all cores if left out. The result does not depend on it.</param>
    /// <param name="progress">Told the finished part, from 0 to 1, from several threads; or nothing.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    /// <returns>A picture of as many bits a sample, with the same opacity.</returns>
    /// <exception cref="ShapeException">The model takes or gives another number of channels.</exception>
    public static Picture Run(
        Model model,
        Picture picture,
        WorkerPool? workers = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        (TiledInference tiles, ReadRegion read) = Prepare(model, picture);
        Shape output = tiles.OutputShape;
        if (output[2] is not (1 or 3))
        {
            throw new ShapeException($"The model gives {output[2]} channels; a picture has 1 (grey) or 3 (red, green, blue). Take its numbers instead.");
        }

        Picture result = Picture.Create(output[0], output[1], output[2], picture.BitDepth);
        tiles.Run(
            read,
            (region, values) => result.WriteRegion(region.Top, region.Left, region.Height, region.Width, values),
            workers ?? WorkerPool.Shared,
            progress,
            cancellation);
        return (output[0], output[1]) == (picture.Height, picture.Width) ? result.WithAlpha(picture.Alpha) : result;
    }

    /// <summary>Runs a model on a picture and returns its numbers, neither clipped nor rounded.</summary>
    /// <param name="model">A model of one or three channels in.</param>
    /// <param name="picture">The picture; its samples become numbers from 0 to 1.</param>
    /// <param name="workers">Threads; all cores if left out. The result does not depend on it.</param>
    /// <param name="progress">Told the finished part, from 0 to 1, from several threads; or nothing.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    /// <returns>Height × width × channels.</returns>
    /// <exception cref="ShapeException">The model takes another number of channels.</exception>
    public static Tensor<float> RunToTensor(
        Model model,
        Picture picture,
        WorkerPool? workers = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        (TiledInference tiles, ReadRegion read) = Prepare(model, picture);
        return Collect(tiles, read, workers, progress, cancellation);
    }

    /// <summary>Runs a model on a picture that is numbers already.</summary>
    /// <param name="model">The model.</param>
    /// <param name="picture">Height × width × channels, as many as the model takes.</param>
    /// <param name="workers">Threads; all cores if left out. The result does not depend on it.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    /// <returns>Height × width × channels.</returns>
    /// <exception cref="ShapeException">The model takes another number of channels.</exception>
    public static Tensor<float> Run(Model model, Tensor<float> picture, WorkerPool? workers = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Shape.Rank != 3)
        {
            throw new ShapeException($"A picture is height × width × channels, not {picture.Shape}.");
        }

        (Border rows, Border columns) = BordersOf(model);
        TiledInference tiles = new(model, [rows.Extend(picture.Shape[0]), columns.Extend(picture.Shape[1]), picture.Shape[2]]);
        return Collect(tiles, (region, destination) => CopyReflected(picture, rows.Move(region.Top), columns.Move(region.Left), region, destination), workers, null, cancellation);
    }

    private static Tensor<float> Collect(
        TiledInference tiles, ReadRegion read, WorkerPool? workers, IProgress<double>? progress, CancellationToken cancellation)
    {
        Tensor<float> result = new(tiles.OutputShape);
        tiles.Run(read, (region, values) => TiledInference.PasteRows(values, region, result.Memory, result.Shape), workers ?? WorkerPool.Shared, progress, cancellation);
        return result;
    }

    private static (TiledInference Tiles, ReadRegion Read) Prepare(Model model, Picture picture)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(picture);
        int channels = model.InputShape[^1];
        if (model.InputShape.Rank != 3 || channels is not (1 or 3))
        {
            throw new ShapeException($"The model takes {model.InputShape}, which is no picture of 1 or 3 channels.");
        }

        (Border rows, Border columns) = BordersOf(model);
        TiledInference tiles = new(model, [rows.Extend(picture.Height), columns.Extend(picture.Width), channels]);
        return (tiles, (region, destination) =>
            CopyChannels(picture, region with { Top = rows.Move(region.Top), Left = columns.Move(region.Left) }, channels, destination));
    }

    /// <summary>A region of a picture with as many channels as the model takes.</summary>
    private static void CopyChannels(Picture picture, Rectangle region, int channels, Span<float> destination)
    {
        if (picture.Channels == channels)
        {
            picture.CopyRegion(region.Top, region.Left, region.Height, region.Width, destination);
        }
        else if (channels == 3)
        {
            Span<float> grey = destination[^(region.Height * region.Width)..];
            picture.CopyRegion(region.Top, region.Left, region.Height, region.Width, grey);
            for (int i = 0; i < grey.Length; i++)
            {
                // Writing runs behind reading until the last pixel, so that expanding in place is safe.
                float value = grey[i];
                destination[3 * i] = value;
                destination[(3 * i) + 1] = value;
                destination[(3 * i) + 2] = value;
            }
        }
        else
        {
            float[] colors = ArrayPool<float>.Shared.Rent(destination.Length * 3);
            Span<float> part = colors.AsSpan(0, destination.Length * 3);
            picture.CopyRegion(region.Top, region.Left, region.Height, region.Width, part);
            Luminance.Compute(part, destination);
            ArrayPool<float>.Shared.Return(colors);
        }
    }

    private static void CopyReflected(Tensor<float> picture, int top, int left, Rectangle region, Span<float> destination)
    {
        (int height, int width, int channels) = (picture.Shape[0], picture.Shape[1], picture.Shape[2]);
        ReadOnlySpan<float> source = picture.Span;
        for (int y = 0; y < region.Height; y++)
        {
            ReadOnlySpan<float> line = source.Slice(Picture.Reflect(top + y, height) * width * channels, width * channels);
            Span<float> target = destination.Slice(y * region.Width * channels, region.Width * channels);
            for (int x = 0; x < region.Width; x++)
            {
                line.Slice(Picture.Reflect(left + x, width) * channels, channels).CopyTo(target[(x * channels)..]);
            }
        }
    }

    private static (Border Rows, Border Columns) BordersOf(Model model) => (BorderOf(model, 0), BorderOf(model, 1));

    private static Border BorderOf(Model model, int axis)
    {
        if (model.ReceptiveFieldAlong(axis) is not ReceptiveField field)
        {
            return default;
        }

        // With stride 1 the output is smaller by the same number of pixels, whatever the size.
        int missing = model.InputShape[axis] - model.OutputShape(model.InputShape)[axis];
        return missing > 0 ? new Border((field.First + field.Last) / 2, missing) : default;
    }

    /// <summary>How far a picture is continued along an axis.</summary>
    /// <param name="Before">Pixels before its first.</param>
    /// <param name="Total">Pixels in all.</param>
    private readonly record struct Border(int Before, int Total)
    {
        /// <summary>The continued length.</summary>
        public int Extend(int length) => length + Total;

        /// <summary>A position in the continued picture as one in the picture.</summary>
        public int Move(int position) => position - Before;
    }
}
