using Adjoint.Configuration;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>Correlation of pictures: the kernel is not flipped. This is what ONNX and most deep-learning libraries call convolution.</summary>
/// <param name="outputChannels">Channels that leave the layer.</param>
/// <param name="kernelSize">The kernel's height × width.</param>
/// <param name="activation">What is applied to each result.</param>
public sealed class Correlation2D(int outputChannels, Shape kernelSize, Activation activation = Activation.None)
    : ConvolutionLayer(outputChannels, kernelSize, activation)
{
    /// <summary>A layer with a square kernel.</summary>
    /// <param name="outputChannels">Channels that leave the layer.</param>
    /// <param name="kernelSize">The kernel's height and width.</param>
    /// <param name="activation">What is applied to each result.</param>
    public Correlation2D(int outputChannels, int kernelSize, Activation activation = Activation.None)
        : this(outputChannels, [kernelSize, kernelSize], activation)
    {
    }

    /// <inheritdoc/>
    public override string Kind => "correlation";

    /// <inheritdoc/>
    public override bool Flips => false;

    /// <inheritdoc/>
    public override ConvolutionLayer With(Activation activation) =>
        new Correlation2D(OutputChannels, KernelSize, activation) { Boundary = Boundary, Stride = Stride, Dilation = Dilation, Groups = Groups, HasBias = HasBias, Initialization = Initialization };

    /// <summary>Reads the layer's settings.</summary>
    internal static Correlation2D Read(SettingsReader settings) => Read(settings, (channels, kernel, activation, boundary, stride, dilation, groups, bias, initialization) =>
        new Correlation2D(channels, kernel, activation) { Boundary = boundary, Stride = stride, Dilation = dilation, Groups = groups, HasBias = bias, Initialization = initialization });
}
