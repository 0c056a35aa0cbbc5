namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The shape of a correlation of planar pictures: source [batch][input channels][depth][height][width], result
/// [batch][output channels][depth][height][width]. A picture is a volume of depth 1, a signal a picture of height 1.
/// </summary>
/// <param name="Batch">Pictures; 0 or more.</param>
/// <param name="InputChannels">Channels of the source; 0 or more, a multiple of <see cref="Groups"/>.</param>
/// <param name="OutputChannels">Channels of the result; 0 or more, a multiple of <see cref="Groups"/>.</param>
/// <param name="Vertical">The axis of the rows.</param>
/// <param name="Horizontal">The axis of the columns.</param>
public readonly record struct ConvolutionGeometry(
    int Batch, int InputChannels, int OutputChannels, ConvolutionAxis Vertical, ConvolutionAxis Horizontal)
{
    /// <summary>
    /// Into how many groups the channels are cut; 1 or more. Output channel o reads the input channels of group
    /// o / (OutputChannels / Groups) alone. With as many groups as channels the correlation is depthwise.
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>The axis of the slices of a volume; one slice and one tap for pictures.</summary>
    public ConvolutionAxis Depth { get; init; } = ConvolutionAxis.Single;

    /// <summary>Numbers in the source.</summary>
    public long SourceLength => (long)Batch * InputChannels * Depth.Input * Vertical.Input * Horizontal.Input;

    /// <summary>Numbers in the kernel: taps × input channels of a group × output channels.</summary>
    public long KernelLength => (long)Depth.Kernel * Vertical.Kernel * Horizontal.Kernel * InputsOfGroup * OutputChannels;

    /// <summary>Numbers in the result.</summary>
    public long ResultLength => (long)Batch * OutputChannels * Depth.Output * Vertical.Output * Horizontal.Output;

    /// <summary>Input channels of one group.</summary>
    internal int InputsOfGroup => InputChannels / Groups;

    /// <summary>Output channels of one group.</summary>
    internal int OutputsOfGroup => OutputChannels / Groups;

    internal void Check()
    {
        if (Batch < 0 || InputChannels < 0 || OutputChannels < 0)
            throw new ArgumentException($"Batch and channels must be 0 or more: {Batch}, {InputChannels}, {OutputChannels}.");
        if (Groups < 1 || InputChannels % Groups != 0 || OutputChannels % Groups != 0)
            throw new ArgumentException($"{InputChannels} input and {OutputChannels} output channels cannot be cut into {Groups} groups.");
        Depth.Check(nameof(Depth));
        Vertical.Check(nameof(Vertical));
        Horizontal.Check(nameof(Horizontal));
    }
}
