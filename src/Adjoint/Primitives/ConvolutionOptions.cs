using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <summary>Boundary, stride and dilations of a convolution of pictures with channels.</summary>
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

    /// <summary>Valid boundary, stride and dilations 1.</summary>
    public static ConvolutionOptions Default { get; } = new();
}
