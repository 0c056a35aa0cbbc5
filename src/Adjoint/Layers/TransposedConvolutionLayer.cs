using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// What <see cref="TransposedConvolution2D"/> and <see cref="TransposedCorrelation2D"/> share: the adjoint in the picture of a convolution, with
/// kernel height × width × (out / groups) × in, an optional bias for each output channel, then an activation. It is the adjoint, not the inverse. With a stride it makes
/// pictures larger.
/// </summary>
public abstract class TransposedConvolutionLayer : Layer
{
    private protected TransposedConvolutionLayer(int outputChannels, Shape kernelSize, Activation activation)
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

    /// <summary>Whether this is the adjoint of a true convolution, which flips its kernel, or of a correlation, which does not.</summary>
    public abstract bool Flips { get; }

    /// <summary>The boundary of the convolution that this is the adjoint of; valid, which makes pictures larger, if left out.</summary>
    public Boundary Boundary { get; init; } = Boundary.Valid;

    /// <summary>Distance between the places that neighbouring inputs are written to, rows × columns; 1 if left out.</summary>
    public Shape Stride { get; init; } = [1, 1];

    /// <summary>Distance between taps, rows × columns; 1 if left out.</summary>
    public Shape Dilation { get; init; } = [1, 1];

    /// <summary>How much larger than the smallest possible the result is, rows × columns, each below the stride; 0 if left out.</summary>
    public Shape OutputPadding { get; init; } = [0, 0];

    /// <summary>Into how many groups the channels are cut, at least 1; 1 if left out. It must divide the numbers of channels that enter and that leave.</summary>
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

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = RequirePicture(inputs);
        if (input[2] % Groups != 0 || OutputChannels % Groups != 0)
        {
            throw new ShapeException($"A {Kind} layer in {Groups} groups takes and gives numbers of channels that they divide, not {input[2]} and {OutputChannels}.");
        }

        return Spread(new Variable("kernel", KernelShape(input)), new Variable("picture", [1, .. input])).Shape[1..];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape shape = KernelShape(inputs[0]);

        // An output is reached by every stride-th tap only.
        int fanIn = Math.Max(1, KernelSize.Size / Stride.Size) * Math.Max(1, inputs[0][^1] / Groups);
        ParameterSpecification kernel = new("kernel", shape, Initializer.HeNormal(fanIn));
        return HasBias ? [kernel, new ParameterSpecification("bias", [OutputChannels], Initializer.Zeros)] : [kernel];
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<Expr> parameters = context.Parameters;
        Expr sums = Spread(parameters[0], inputs[0]);
        return ActivationLayer.Apply(Activation, HasBias ? sums + parameters[1] : sums);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// With stride 1 output p reads inputs <c>p + s − (K − 1)·dilation … p + s</c>, where s is what the correlation's boundary puts in front. Nothing is stated for boundaries that
    /// copy the picture into its margin, since their adjoint adds it back where it came from.
    /// </remarks>
    public override ReceptiveField? ReceptiveFieldAlong(int axis)
    {
        if (Stride[axis] != 1 || Boundary is not (Boundary.Valid or Boundary.Full or Boundary.Same))
        {
            return null;
        }

        int extent = checked(((KernelSize[axis] - 1) * Dilation[axis]) + 1);
        int last = Boundary switch
        {
            Boundary.Valid => 0,
            Boundary.Full => extent - 1,
            _ => Flips ? extent - 1 - ((extent - 1) / 2) : (extent - 1) / 2,
        };
        return new ReceptiveField(1, last - (extent - 1), last, true);
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return (long)inputs[0].Size * KernelSize.Size * (OutputChannels / Groups);
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
        JsonNames.WriteLengths(writer, "output-padding", OutputPadding);
        writer.WriteNumber("groups", Groups);
        writer.WriteBoolean("bias", HasBias);
        writer.WriteString("activation", JsonNames.Of(Activation));
    }

    /// <summary>Reads the settings of a layer of either kind.</summary>
    private protected static T Read<T>(SettingsReader settings, Func<int, Shape, Activation, Boundary, Shape, Shape, Shape, int, bool, T> make) => make(
        settings.WholeNumber("channels", "Channels that leave the layer.", minimum: 1),
        settings.Lengths("kernel", "The kernel's height and width.", rank: 2, minimum: 1),
        settings.Choice<Activation>("activation", "What is applied to each result.", Activation.None),
        settings.Choice<Boundary>("boundary", "The boundary of the convolution that this is the adjoint of.", Boundary.Valid),
        settings.Lengths("stride", "Distance between the places that neighbouring inputs are written to, rows and columns.", [1, 1], rank: 2, minimum: 1),
        settings.Lengths("dilation", "Distance between taps, rows and columns.", [1, 1], rank: 2, minimum: 1),
        settings.Lengths("output-padding", "How much larger than the smallest possible the result is, rows and columns; below the stride.", [0, 0], rank: 2),
        settings.WholeNumber("groups", "Groups that the channels are cut into.", 1, minimum: 1),
        settings.Boolean("bias", "Whether a bias is added.", true));

    private Shape KernelShape(Shape input) => [.. KernelSize, OutputChannels / Groups, input[^1]];

    private Expr Spread(Expr kernel, Expr pictures)
    {
        ConvolutionOptions options = new(Boundary) { Stride = Stride, Dilation = Dilation, Groups = Groups };
        return Flips
            ? Expressions.ConvolveTransposedPictures(kernel, pictures, options, OutputPadding)
            : Expressions.CorrelateTransposedPictures(kernel, pictures, options, OutputPadding);
    }
}
