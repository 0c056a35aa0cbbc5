using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Convolution;

/// <summary>Builds correlations and convolutions with a named boundary out of <see cref="Correlation"/>, <see cref="Flip"/> and <see cref="Extend"/>.</summary>
internal static class CorrelationBuilder
{
    /// <summary>
    /// N×space×in pictures by a space×(in/groups)×out kernel. With <paramref name="flips"/> it is true convolution, <c>out[i] = Σ_k w[k] ỹ[i + s − k]</c>, without it
    /// correlation, <c>out[i] = Σ_k w[k] ỹ[i + k − s]</c>, where s = ⌊(extent − 1)/2⌋ for the boundaries that keep the size,
    /// the extent being that of the dilated kernel.
    /// </summary>
    public static Expr Pictures(Expr kernel, Expr pictures, ConvolutionOptions options, bool flips)
    {
        int rank = pictures.Shape.Rank - 2;
        if (rank < 1 || kernel.Shape.Rank != pictures.Shape.Rank)
        {
            throw new ShapeException(
                $"Pictures are batch × space × channels and kernels space × in × out, with as many spatial axes; the pictures are {pictures.Shape}, the kernel is {kernel.Shape}.");
        }

        int[] before = new int[rank], after = new int[rank];
        CorrelationAxis[] axes = new CorrelationAxis[rank];
        for (int i = 0; i < rank; i++)
        {
            int stride = Setting(options.Stride, i, rank, "stride"), dilation = Setting(options.Dilation, i, rank, "dilation");
            int inputDilation = Setting(options.InputDilation, i, rank, "input dilation");
            int size = Extent(pictures.Shape[i + 1], inputDilation, "picture"), extent = Extent(kernel.Shape[i], dilation, "kernel");
            if (extent == 0 || size == 0)
            {
                throw new ShapeException($"A convolution needs at least one pixel and one tap along each axis; the pictures are {pictures.Shape}, the kernel is {kernel.Shape}.");
            }

            (int front, int places) = Place(options.Boundary, extent, size, flips);
            if (places < 1)
            {
                throw new ShapeException(
                    $"The kernel {kernel.Shape} reaches over {extent} pixels along spatial axis {i}, more than the {size} of the pictures {pictures.Shape}: take a smaller kernel or another boundary.");
            }

            axes[i] = new CorrelationAxis(stride, dilation, inputDilation, front, ((places - 1) / stride) + 1);
            (before[i], after[i]) = (front, extent - 1 - front);
        }

        if (Extends(options.Boundary) is Extension extension)
        {
            if (axes.Any(axis => axis.InputDilation != 1))
            {
                throw new ShapeException($"Input dilation goes with the boundaries valid, full and same, not with {options.Boundary.ToString().ToLowerInvariant()}.");
            }

            pictures = new Extend(extension, [0, .. before, 0], [0, .. after, 0]).Apply(pictures);
            axes = [.. axes.Select(axis => axis with { Before = 0 })];
        }

        Expr taps = flips ? new Flip([.. Enumerable.Range(0, rank)]).Apply(kernel) : kernel;
        return new Correlation(ValueList.Create<CorrelationAxis>(axes), Contraction.InputChannels) { Groups = options.Groups }.Apply(taps, pictures);
    }

    /// <summary>The adjoint in the picture of <see cref="Pictures"/>, applied to pictures of the size that comes out there.</summary>
    public static Expr Transposed(Expr kernel, Expr pictures, ConvolutionOptions options, Shape? outputPadding, bool flips)
    {
        int rank = pictures.Shape.Rank - 2;
        if (rank < 1 || kernel.Shape.Rank != pictures.Shape.Rank || kernel.Shape[^1] != pictures.Shape[^1])
        {
            throw new ShapeException(
                $"A transposed convolution takes pictures batch × space × channels and a kernel space × (out / groups) × in, in being the pictures' channels; the pictures are {pictures.Shape}, the kernel is {kernel.Shape}.");
        }

        if (options.InputDilation is not null || options.Groups < 1)
        {
            throw new ShapeException($"A transposed convolution has at least one group and no input dilation (its stride is one); there are {options.Groups} groups, the input dilation is {options.InputDilation}.");
        }

        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            int stride = Setting(options.Stride, i, rank, "stride"), padding = Padding(outputPadding, i, rank, stride);
            int extent = Extent(kernel.Shape[i], Setting(options.Dilation, i, rank, "dilation"), "kernel");
            int places = Extent(pictures.Shape[i + 1], stride, "picture");
            sizes[i] = places + padding + options.Boundary switch
            {
                Boundary.Valid => extent - 1,
                Boundary.Full => 1 - extent,
                _ => 0,
            };
            if (places == 0 || extent == 0 || sizes[i] < 1)
            {
                throw new ShapeException(
                    $"No picture becomes one of {pictures.Shape} by the kernel {kernel.Shape} and the boundary {options.Boundary.ToString().ToLowerInvariant()}: along spatial axis {i} its size would be {sizes[i]}.");
            }
        }

        // The convolution is built on a picture of the size that comes out, then each of its operations is turned around.
        int channels = (int)Math.Min((long)options.Groups * kernel.Shape[^2], int.MaxValue);
        Variable picture = new("picture", [pictures.Shape[0], .. sizes, channels]);
        Expr result = pictures;
        for (Expr at = Pictures(kernel, picture, options, flips); at is Application forward; at = forward.Arguments[^1])
        {
            result = forward.Primitive.Adjoint(forward, forward.Arguments.Count - 1, result);
        }

        return result;
    }

    /// <summary>Arrays without batch and channels, over all axes.</summary>
    public static Expr Arrays(Expr kernel, Expr signal, Boundary boundary, bool flips)
    {
        if (kernel.Shape.Rank == 0 && signal.Shape.Rank == 0)
        {
            // The sum over no axes has one term, at every boundary.
            return new Multiply().Apply(kernel, signal);
        }

        if (kernel.Shape.Rank != signal.Shape.Rank)
        {
            throw new ShapeException($"Convolution is over all axes, so both need as many; the kernel is {kernel.Shape}, the signal {signal.Shape}.");
        }

        bool signalIsSmaller = kernel.Shape.Zip(signal.Shape).Any(pair => pair.First > pair.Second);
        bool kernelIsSmaller = kernel.Shape.Zip(signal.Shape).Any(pair => pair.First < pair.Second);
        if (boundary == Boundary.Valid && signalIsSmaller && kernelIsSmaller)
        {
            throw new ShapeException($"A valid convolution needs one argument to contain the other along every axis; the shapes are {kernel.Shape} and {signal.Shape}.");
        }

        // The smaller one moves over the larger one. True convolution is commutative, so there it only matters to valid, the part
        // of full where one lies wholly within the other; correlation is convolution with the smaller one flipped.
        if (boundary is Boundary.Valid or Boundary.Full && signalIsSmaller && !kernelIsSmaller)
        {
            return Arrays(signal, kernel, boundary, flips);
        }

        Expr taps = new Reshape([.. kernel.Shape, 1, 1]).Apply(kernel), pictures = new Reshape([1, .. signal.Shape, 1]).Apply(signal);
        Expr result = Pictures(taps, pictures, new ConvolutionOptions(boundary), flips);
        return new Reshape(result.Shape[1..^1]).Apply(result);
    }

    /// <summary>The length of entries that lie a distance apart.</summary>
    private static int Extent(int length, int distance, string what)
    {
        long extent = length == 0 ? 0 : ((length - 1L) * distance) + 1;
        return extent <= int.MaxValue / 4
            ? (int)extent
            : throw new ShapeException($"A {what} of {length} entries at a distance of {distance} reaches over {extent} pixels, which is too far; take a smaller dilation.");
    }

    /// <summary>Zeros (or copies) in front of the picture, and the number of places the kernel takes before striding.</summary>
    private static (int Before, int Places) Place(Boundary boundary, int extent, int size, bool flips) => boundary switch
    {
        Boundary.Valid => (0, size - extent + 1),
        Boundary.Full => (extent - 1, size + extent - 1),
        _ => (flips ? extent - 1 - ((extent - 1) / 2) : (extent - 1) / 2, size),
    };

    private static Extension? Extends(Boundary boundary) => boundary switch
    {
        Boundary.Circular => Extension.Circular,
        Boundary.Reflect => Extension.Reflect,
        Boundary.Symmetric => Extension.Symmetric,
        Boundary.Replicate => Extension.Replicate,
        _ => null,
    };

    private static int Padding(Shape? values, int axis, int rank, int stride)
    {
        if (values is not Shape given)
        {
            return 0;
        }

        // More than the stride would be one more output of the convolution.
        return given.Rank == rank && given[axis] < stride
            ? given[axis]
            : throw new ShapeException($"The output padding must be {rank} numbers, one for each spatial axis, each below the stride {stride} there, not {given}.");
    }

    private static int Setting(Shape? values, int axis, int rank, string what)
    {
        if (values is not Shape given)
        {
            return 1;
        }

        if (given.Rank != rank || given[axis] < 1)
        {
            throw new ShapeException($"The {what} must be {rank} numbers of at least 1, one for each spatial axis, not {given}.");
        }

        return given[axis];
    }
}
