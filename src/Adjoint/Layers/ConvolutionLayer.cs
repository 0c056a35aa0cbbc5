using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// What <see cref="Convolution2D"/> and <see cref="Correlation2D"/> share: kernel height × width × (in / groups) × out, an optional bias for each
/// output channel, then an activation. The two differ only in whether the kernel is flipped, and their names say it.
/// </summary>
public abstract class ConvolutionLayer : Layer
{
    private protected ConvolutionLayer(int outputChannels, Shape kernelSize, Activation activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputChannels, 1);
        if (kernelSize.Rank != 2 || kernelSize.Any(length => length < 1))
        {
            throw new ArgumentException($"A kernel's size is height × width, each at least 1, not {kernelSize}.", nameof(kernelSize));
        }

        (OutputChannels, KernelSize, Activation) = (outputChannels, kernelSize, activation);
    }

    /// <summary>Channels that leave the layer.</summary>
    public int OutputChannels { get; }

    /// <summary>The kernel's height × width.</summary>
    public Shape KernelSize { get; }

    /// <summary>What is applied to each result.</summary>
    public Activation Activation { get; }

    /// <summary>Whether the kernel is flipped: true convolution flips, correlation does not.</summary>
    public abstract bool Flips { get; }

    /// <summary>What happens at the border; valid if left out.</summary>
    public Boundary Boundary { get; init; } = Boundary.Valid;

    /// <summary>Distance between outputs, rows × columns; 1 if left out.</summary>
    public Shape Stride { get; init; } = [1, 1];

    /// <summary>Distance between taps, rows × columns; 1 if left out.</summary>
    public Shape Dilation { get; init; } = [1, 1];

    /// <summary>
    /// Into how many groups the channels are cut, at least 1; 1 if left out. It must divide the numbers of channels that enter and that leave;
    /// as many groups as channels enter make the layer depthwise. See <see cref="ConvolutionOptions.Groups"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Groups
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>Whether a bias is added; yes if left out.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>How the kernel gets its first values; normal by He if left out.</summary>
    public Initialization Initialization { get; init; } = Initialization.HeNormal;

    /// <summary>This layer with another activation; the parameters stay the same.</summary>
    /// <param name="activation">The other activation.</param>
    public abstract ConvolutionLayer With(Activation activation);

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape input = inputs[0];
        if (input.Rank != 3)
        {
            throw new ShapeException($"A {Kind} layer takes height × width × channels, not {input}.");
        }

        if (input[2] % Groups != 0)
        {
            throw new ShapeException($"A {Kind} layer in {Groups} groups takes a number of channels that they divide, not {input[2]} as in {input}.");
        }

        Variable picture = new("picture", [1, .. input]), kernel = new("kernel", [.. KernelSize, input[2] / Groups, OutputChannels]);
        return Convolve(kernel, picture).Shape[1..];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape input = inputs[0];
        int channels = input[^1] / Groups, fanIn = checked(KernelSize.Size * channels);
        ParameterSpecification kernel = new("kernel", [.. KernelSize, channels, OutputChannels], Initializer.Of(Initialization, fanIn, checked(KernelSize.Size * OutputChannels / Groups), OutputChannels));
        return HasBias ? [kernel, new ParameterSpecification("bias", [OutputChannels], Initializer.Zeros)] : [kernel];
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<Expr> parameters = context.Parameters;
        Expr sums = Convolve(parameters[0], inputs[0]);
        return ActivationLayer.Apply(Activation, HasBias ? sums + parameters[1] : sums);
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis)
    {
        int extent = checked(((KernelSize[axis] - 1) * Dilation[axis]) + 1);
        int before = Boundary switch
        {
            Boundary.Valid => 0,
            Boundary.Full => extent - 1,
            _ => Flips ? extent - 1 - ((extent - 1) / 2) : (extent - 1) / 2,
        };
        return new ReceptiveField(Stride[axis], -before, extent - 1 - before, Boundary != Boundary.Circular);
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return (long)OutputShape(inputs).Size * KernelSize.Size * (inputs[0][^1] / Groups);
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("channels", OutputChannels);
        JsonNames.WriteLengths(writer, "kernel", KernelSize);
        writer.WriteString("boundary", JsonNames.Of(Boundary));
        JsonNames.WriteLengths(writer, "stride", Stride);
        JsonNames.WriteLengths(writer, "dilation", Dilation);
        writer.WriteNumber("groups", Groups);
        writer.WriteBoolean("bias", HasBias);
        writer.WriteString("initialization", JsonNames.Of(Initialization));
        writer.WriteString("activation", JsonNames.Of(Activation));
    }

    /// <summary>Reads the settings of a layer of either kind.</summary>
    private protected static T Read<T>(SettingsReader settings, Func<int, Shape, Activation, Boundary, Shape, Shape, int, bool, Initialization, T> make) => make(
        settings.WholeNumber("channels", "Channels that leave the layer.", minimum: 1),
        settings.Lengths("kernel", "The kernel's height and width.", rank: 2, minimum: 1),
        settings.Choice<Activation>("activation", "What is applied to each result.", Activation.None),
        settings.Choice<Boundary>("boundary", "What happens at the border.", Boundary.Valid),
        settings.Lengths("stride", "Distance between outputs, rows and columns.", [1, 1], rank: 2, minimum: 1),
        settings.Lengths("dilation", "Distance between taps, rows and columns.", [1, 1], rank: 2, minimum: 1),
        settings.WholeNumber("groups", "Groups that the channels are cut into; as many as channels enter make the layer depthwise.", 1, minimum: 1),
        settings.Boolean("bias", "Whether a bias is added.", true),
        settings.Choice<Initialization>("initialization", "How the kernel gets its first values.", Initialization.HeNormal));

    private Expr Convolve(Expr kernel, Expr pictures)
    {
        ConvolutionOptions options = new(Boundary) { Stride = Stride, Dilation = Dilation, Groups = Groups };
        return Flips ? Expressions.ConvolvePictures(kernel, pictures, options) : Expressions.CorrelatePictures(kernel, pictures, options);
    }
}
