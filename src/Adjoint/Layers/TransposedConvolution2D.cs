using Adjoint.Configuration;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>The adjoint in the picture of a true convolution. See <see cref="TransposedCorrelation2D"/> for what most deep-learning libraries call transposed convolution.</summary>
/// <param name="outputChannels">Channels that leave the layer.</param>
/// <param name="kernelSize">The kernel's height × width.</param>
/// <param name="activation">What is applied to each result.</param>
public sealed class TransposedConvolution2D(int outputChannels, Shape kernelSize, Activation activation = Activation.None)
    : TransposedConvolutionLayer(outputChannels, kernelSize, activation)
{
    /// <summary>A layer with a square kernel.</summary>
    /// <param name="outputChannels">Channels that leave the layer.</param>
    /// <param name="kernelSize">The kernel's height and width.</param>
    /// <param name="activation">What is applied to each result.</param>
    public TransposedConvolution2D(int outputChannels, int kernelSize, Activation activation = Activation.None)
        : this(outputChannels, [kernelSize, kernelSize], activation)
    {
    }

    /// <inheritdoc/>
    public override string Kind => "transposed-convolution";

    /// <inheritdoc/>
    public override bool Flips => true;

    /// <summary>Reads the layer's settings.</summary>
    internal static TransposedConvolution2D Read(SettingsReader settings) => Read(settings, (channels, kernel, activation, boundary, stride, dilation, padding, groups, bias) =>
        new TransposedConvolution2D(channels, kernel, activation)
        {
            Boundary = boundary,
            Stride = stride,
            Dilation = dilation,
            OutputPadding = padding,
            Groups = groups,
            HasBias = bias,
        });
}
