using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Convolution;

/// <summary>
/// Correlation of pictures with a kernel, in any number of spatial dimensions, with stride, dilation of either argument and zeros at the border:
/// <c>r[n,j,o] = Σ_t Σ_i w[t,i,o] · y[n, (j·stride + t·dilation − before) / input dilation, i]</c>. Bilinear. No flip: true
/// convolution flips the kernel first, as an operation of its own (<see cref="Expressions.Convolve"/>).
/// </summary>
/// <remarks>
/// <para>In G groups output channel o sums over the input channels of group ⌊o / (out/G)⌋ alone, and i counts through them:
/// the kernel is taps × in/G × out. With as many groups as input channels the correlation is depthwise.</para>
/// <para>Adjoint in the picture: a correlation with the flipped kernel, summed over its other channel axis, in which stride and input dilation
/// change places and <c>before</c> becomes <c>(taps − 1)·dilation − before</c>; a valid correlation becomes a full one, and a strided one a transposed one:
/// <c>[Aᵀε][n,p,i] = Σ_{j,t: j·stride + t·dilation − before = p·input dilation} Σ_o w[t,i,o] · ε[n,j,o]</c>.</para>
/// <para>Adjoint in the kernel: a correlation of the picture with the cotangent, summed over the batch, in which stride and dilation change places:
/// <c>[Bᵀε][t,i,o] = Σ_n Σ_j y[n, (j·stride + t·dilation − before) / input dilation, i] · ε[n,j,o]</c>.</para>
/// <para>So the family is closed under adjoints (as in JAX's conv_general_dilated transpose rule), and one kernel runs forward and backward.</para>
/// </remarks>
/// <param name="Axes">The spatial axes, outermost first.</param>
/// <param name="Contraction">Which channel axis, or the batch, is summed over.</param>
public sealed record Correlation(ValueList<CorrelationAxis> Axes, Contraction Contraction) : Primitive, IPlanarPrimitive
{
    private const int KernelArgument = 0, PictureArgument = 1, MostFastAxes = 3;

    /// <summary>Into how many groups the channels are cut, at least 1; it divides the numbers of channels on both sides.</summary>
    public int Groups { get; init; } = 1;

    /// <inheritdoc/>
    public override string Name => "correlate";

    /// <inheritdoc/>
    public override string Formula => Contraction switch
    {
        Contraction.InputChannels => "r[n,j,o] = Σ_t Σ_i a[t,i,o] · b[n, (j·stride + t·dilation − before) / input dilation, i]",
        Contraction.OutputChannels => "r[n,j,i] = Σ_t Σ_o a[t,i,o] · b[n, (j·stride + t·dilation − before) / input dilation, o]",
        _ => "r[j,i,o] = Σ_n Σ_t a[n,t,o] · b[n, (j·stride + t·dilation − before) / input dilation, i]",
    };

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override LayoutRule Layouts => HasFastPath ? LayoutRule.Planar : LayoutRule.RowMajor;

    /// <inheritdoc/>
    public bool ResultIsPicture => Contraction != Contraction.Batch;

    /// <inheritdoc/>
    public override string Attributes => $"over {Contraction switch
    {
        Contraction.InputChannels => "input channels",
        Contraction.OutputChannels => "output channels",
        _ => "batch",
    }}, {string.Join(" by ", Axes)}{(Groups == 1 ? "" : $", {Groups} groups")}";

    /// <inheritdoc/>
    public bool TakesRowMajorPictures => HasFastPath && Groups == 1 && Axes.Count < MostFastAxes && Axes.All(axis => axis.InputDilation == 1);

    /// <summary>Whether the result is a kernel: the sum over the batch.</summary>
    private bool IsOfKernel => Contraction == Contraction.Batch;

    private bool HasFastPath => Axes.Count <= MostFastAxes;

    /// <inheritdoc/>
    public bool IsPicture(int argument) => argument == PictureArgument || Contraction == Contraction.Batch;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape kernel = arguments[KernelArgument], picture = arguments[PictureArgument];
        int rank = Axes.Count + 2;
        if (kernel.Rank != rank || picture.Rank != rank)
        {
            throw new ShapeException(
                $"A correlation over {Axes.Count} spatial axes takes pictures of {rank} axes (batch, space, channels) and a kernel of {rank} (space, in, out); " +
                $"the picture is {picture}, the kernel {kernel}.");
        }

        foreach (CorrelationAxis axis in Axes)
        {
            if (axis.Stride < 1 || axis.Dilation < 1 || axis.InputDilation < 1 || axis.Output < 0)
            {
                throw new ShapeException($"Stride and dilations must be at least 1 and the output's size at least 0; the axis is '{axis}'.");
            }
        }

        // Summed over the batch, the result is a kernel and the outputs are its taps.
        bool hasTaps = Contraction == Contraction.Batch
            ? Axes.All(axis => axis.Output > 0)
            : !kernel.Lengths[..Axes.Count].Contains(0);
        if (!hasTaps)
        {
            throw new ShapeException(
                $"A correlation needs at least one tap along each axis; the kernel is {kernel}, the picture {picture}, the axes are '{string.Join(" by ", Axes)}'.");
        }

        long inputs = Contraction == Contraction.Batch ? picture[^1] : (long)Groups * kernel[^2];
        if (Groups < 1 || inputs % Groups != 0 || kernel[^1] % Groups != 0 || inputs > int.MaxValue)
        {
            throw new ShapeException(
                $"{inputs} input and {kernel[^1]} output channels cannot be cut into {Groups} groups; the kernel is {kernel}, the picture {picture}.");
        }

        (long wanted, int given, string what) = Contraction switch
        {
            Contraction.InputChannels => (inputs, picture[^1], Groups == 1 ? "input channels" : $"input channels in {Groups} groups"),
            Contraction.OutputChannels => (kernel[^1], picture[^1], "output channels"),
            _ => (kernel[0], picture[0], "batch size"),
        };
        if (wanted != given)
        {
            throw new ShapeException($"The kernel {kernel} has {wanted} {what}, but the picture {picture} has {given}.");
        }

        int[] outputs = [.. Axes.Select(axis => axis.Output)];
        return Contraction switch
        {
            Contraction.InputChannels => [picture[0], .. outputs, kernel[^1]],
            Contraction.OutputChannels => [picture[0], .. outputs, (int)inputs],
            _ => [.. outputs, (int)inputs / Groups, kernel[^1]],
        };
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        CorrelationReference.Run(this, arguments[KernelArgument], arguments[PictureArgument], result);
    }

    /// <inheritdoc/>
    public override int ScratchLength(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (!HasFastPath)
        {
            return 0;
        }

        ConvolutionGeometry geometry = Geometry(arguments[KernelArgument], arguments[PictureArgument]);
        int planar = CorrelationForm.Of(Layout.Planar).Scratch(geometry, IsOfKernel);
        return TakesRowMajorPictures ? Math.Max(planar, CorrelationForm.Of(Layout.RowMajor).Scratch(geometry, IsOfKernel)) : planar;
    }

    /// <summary>Numbers of scratch in one form.</summary>
    internal int ScratchLength(Shape kernel, Shape picture, CorrelationForm form) => form.Scratch(Geometry(kernel, picture), IsOfKernel);

    /// <summary>The fastest form for pictures of these shapes.</summary>
    /// <param name="kernel">The kernel's shape.</param>
    /// <param name="picture">The picture's shape.</param>
    /// <param name="directOnly">Leave out forms with larger rounding errors.</param>
    /// <param name="moved">How many numbers of pictures must change their layout if the correlation works in this one.</param>
    internal CorrelationForm PreferredForm(Shape kernel, Shape picture, bool directOnly, Func<Layout, long> moved) =>
        TakesRowMajorPictures ? CorrelationForm.Choose(Geometry(kernel, picture), IsOfKernel, directOnly, moved) : CorrelationForm.Of(Layout.Planar);

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call)
    {
        if (!HasFastPath)
        {
            base.Execute(call);
            return;
        }

        if (call.Arguments[PictureArgument].Layout == Layout.RowMajor && !TakesRowMajorPictures)
        {
            base.Execute(call);
            return;
        }

        ExecuteWith(call, CorrelationForm.Of(call.Arguments[PictureArgument].Layout), default);
    }

    /// <summary>Runs the kernel with what a plan has fused behind it: a bias, a rectifier or a gate.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="call">Arguments and result; pictures are all in the form's layout.</param>
    /// <param name="form">How to compute it.</param>
    /// <param name="epilogue">What is applied to each result before it is stored; ignored when summing over the batch.</param>
    internal void ExecuteWith<T>(in KernelCall<T> call, CorrelationForm form, in Epilogue<T> epilogue)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        ConvolutionGeometry geometry = Geometry(call.Arguments[KernelArgument].Shape, call.Arguments[PictureArgument].Shape);
        if (IsOfKernel)
        {
            form.KernelGradient(geometry, call);
        }
        else
        {
            form.Forward(geometry, call, swapChannels: Contraction == Contraction.OutputChannels, epilogue);
        }
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(cotangent);
        return argument == PictureArgument
            ? CorrelationAdjoints.InPicture(this, at.Arguments[KernelArgument], at.Arguments[PictureArgument].Shape, cotangent)
            : CorrelationAdjoints.InKernel(this, at.Arguments[KernelArgument].Shape, at.Arguments[PictureArgument], cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return CorrelationFacts.Of(this, arguments[KernelArgument], arguments[PictureArgument], Degrees.Product(arguments));
    }

    /// <summary>The number of taps along a spatial axis.</summary>
    internal int Taps(Shape kernel, int axis) => kernel[Contraction == Contraction.Batch ? axis + 1 : axis];

    /// <summary>The geometry of the kernel, which has three spatial axes; those that are missing have length 1.</summary>
    internal ConvolutionGeometry Geometry(Shape kernel, Shape picture)
    {
        int output = Contraction == Contraction.OutputChannels ? Groups * kernel[^2] : kernel[^1];
        return new ConvolutionGeometry(picture[0], picture[^1], output, KernelAxis(kernel, picture, Axes.Count - 2), KernelAxis(kernel, picture, Axes.Count - 1))
        {
            Groups = Groups,
            Depth = KernelAxis(kernel, picture, Axes.Count - MostFastAxes),
        };
    }

    private ConvolutionAxis KernelAxis(Shape kernel, Shape picture, int axis)
    {
        if (axis < 0)
        {
            return new ConvolutionAxis(1, 1, 1, 1, 1, 1, 0);
        }

        CorrelationAxis own = Axes[axis];
        int taps = Taps(kernel, axis);

        // Summed over the batch, the result plays the kernel's part and the cotangent the result's.
        return Contraction == Contraction.Batch
            ? new ConvolutionAxis(picture[axis + 1], own.Output, taps, own.Dilation, own.Stride, own.InputDilation, own.Before)
            : new ConvolutionAxis(picture[axis + 1], taps, own.Output, own.Stride, own.Dilation, own.InputDilation, own.Before);
    }
}
