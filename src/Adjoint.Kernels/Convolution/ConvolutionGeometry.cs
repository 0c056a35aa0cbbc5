namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The shape of a two-dimensional correlation of planar pictures: source [batch][input channels][height][width],
/// result [batch][output channels][height][width]. A signal is a picture of height 1.
/// </summary>
/// <param name="Batch">Pictures; 0 or more.</param>
/// <param name="InputChannels">Channels of the source; 0 or more.</param>
/// <param name="OutputChannels">Channels of the result; 0 or more.</param>
/// <param name="Vertical">The axis of the rows.</param>
/// <param name="Horizontal">The axis of the columns.</param>
public readonly record struct ConvolutionGeometry(
    int Batch, int InputChannels, int OutputChannels, ConvolutionAxis Vertical, ConvolutionAxis Horizontal)
{
    /// <summary>Numbers in the source.</summary>
    public long SourceLength => (long)Batch * InputChannels * Vertical.Input * Horizontal.Input;

    /// <summary>Numbers in the kernel.</summary>
    public long KernelLength => (long)Vertical.Kernel * Horizontal.Kernel * InputChannels * OutputChannels;

    /// <summary>Numbers in the result.</summary>
    public long ResultLength => (long)Batch * OutputChannels * Vertical.Output * Horizontal.Output;

    internal void Check()
    {
        if (Batch < 0 || InputChannels < 0 || OutputChannels < 0)
            throw new ArgumentException($"Batch and channels must be 0 or more: {Batch}, {InputChannels}, {OutputChannels}.");
        Vertical.Check(nameof(Vertical));
        Horizontal.Check(nameof(Horizontal));
    }
}
