using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <summary>Boundary, stride, dilations and groups of a convolution of pictures with channels.</summary>
/// <param name="Boundary">What happens at the border.</param>
public sealed record ConvolutionOptions(Boundary Boundary = Boundary.Valid)
{
    /// <summary>Distance between outputs along each spatial axis; 1 if left out.</summary>
    public Shape? Stride { get; init; }

    /// <summary>Distance between the kernel's taps along each spatial axis; 1 if left out.</summary>
    public Shape? Dilation { get; init; }

    /// <summary>
    /// Distance to which the picture's pixels are moved apart along each spatial axis, zeros between; 1 if left out. A stride
    /// becomes this in the adjoint. Only with <see cref="Boundary.Valid"/>, <see cref="Boundary.Full"/> and <see cref="Boundary.Same"/>.
    /// </summary>
    public Shape? InputDilation { get; init; }

    /// <summary>
    /// Into how many groups the channels are cut; 1 if left out. The kernel is then space × (in / groups) × out, and output channel o reads
    /// the input channels of group ⌊o / (out / groups)⌋ alone. As many groups as input channels make the convolution depthwise.
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>Valid boundary, one group, stride and dilations 1.</summary>
    public static ConvolutionOptions Default { get; } = new();
}
