using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <content>Convolution and correlation, and their adjoints in the picture.</content>
public static partial class Expressions
{
    /// <summary>
    /// True convolution over all axes of two arrays: <c>out[n] = Σ_k w[k] y[n − k]</c>, the kernel flipped. With a boundary that keeps
    /// the size, <c>out[i] = Σ_k w[k] ỹ[i + s − k]</c>, s = ⌊(K − 1)/2⌋. Of two scalars it is their product. For batches and channels see <see cref="ConvolvePictures"/>.
    /// </summary>
    /// <param name="kernel">w.</param>
    /// <param name="signal">y, with as many axes.</param>
    /// <param name="boundary">What happens at the border. With <see cref="Boundary.Valid"/> either argument may be the larger one.</param>
    /// <exception cref="ShapeException">The ranks differ, or neither contains the other.</exception>
    public static Expr Convolve(Expr kernel, Expr signal, Boundary boundary = Boundary.Valid)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(signal);
        return CorrelationBuilder.Arrays(kernel, signal, boundary, flips: true);
    }

    /// <summary>Correlation over all axes of two arrays: <c>out[i] = Σ_k w[k] ỹ[i + k − s]</c>, no flip. Otherwise as <see cref="Convolve"/>.</summary>
    /// <param name="kernel">w.</param>
    /// <param name="signal">y, with as many axes.</param>
    /// <param name="boundary">What happens at the border. With <see cref="Boundary.Valid"/> either argument may be the larger one.</param>
    /// <exception cref="ShapeException">The ranks differ, or neither contains the other.</exception>
    public static Expr Correlate(Expr kernel, Expr signal, Boundary boundary = Boundary.Valid)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(signal);
        return CorrelationBuilder.Arrays(kernel, signal, boundary, flips: false);
    }

    /// <summary>
    /// True convolution of pictures with channels: the kernel is flipped in space and summed over its input channels,
    /// <c>out[n,j,o] = Σ_k Σ_i w[k,i,o] · ỹ[n, j·stride + s − k·dilation, i]</c>, where s places the kernel as the boundary says. Signals, pictures and volumes alike.
    /// </summary>
    /// <param name="kernel">Space × (in / groups) × out, as in 3×3×3×8.</param>
    /// <param name="pictures">Batch × space × in.</param>
    /// <param name="options">Boundary, stride, dilations and groups; valid and 1 if left out.</param>
    /// <returns>Batch × space × out.</returns>
    /// <exception cref="ShapeException">Ranks or channels do not fit, or the kernel is larger than the picture.</exception>
    public static Expr ConvolvePictures(Expr kernel, Expr pictures, ConvolutionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(pictures);
        return CorrelationBuilder.Pictures(kernel, pictures, options ?? ConvolutionOptions.Default, flips: true);
    }

    /// <summary>
    /// Correlation of pictures with channels: no flip, <c>out[n,j,o] = Σ_k Σ_i w[k,i,o] · ỹ[n, j·stride + k·dilation − s, i]</c>.
    /// Otherwise as <see cref="ConvolvePictures"/>. This is what ONNX and most deep-learning libraries call convolution.
    /// </summary>
    /// <param name="kernel">Space × (in / groups) × out, as in 3×3×3×8.</param>
    /// <param name="pictures">Batch × space × in.</param>
    /// <param name="options">Boundary, stride, dilations and groups; valid and 1 if left out.</param>
    /// <returns>Batch × space × out.</returns>
    /// <exception cref="ShapeException">Ranks or channels do not fit, or the kernel is larger than the picture.</exception>
    public static Expr CorrelatePictures(Expr kernel, Expr pictures, ConvolutionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(pictures);
        return CorrelationBuilder.Pictures(kernel, pictures, options ?? ConvolutionOptions.Default, flips: false);
    }

    /// <summary>
    /// Transposed convolution: the adjoint in the picture of <see cref="ConvolvePictures"/> with the same kernel and options,
    /// <c>out[n,p,i] = Σ_{j,k: j·stride + s − k·dilation = p} Σ_o w[k,i,o] · y[n,j,o]</c>; what the boundary has copied into the margin is added
    /// back to where it came from. It is the adjoint, not the inverse.
    /// </summary>
    /// <remarks>
    /// Adjoint in the pictures: <see cref="ConvolvePictures"/>. Adjoint in the kernel: <c>Σ_n Σ_j ε̃[n, j·stride + s − k·dilation, i] · y[n,j,o]</c>.
    /// </remarks>
    /// <param name="kernel">
    /// The kernel of the convolution that this is the adjoint of: space × (channels that leave / groups) × channels that enter.
    /// So the last axis is that of <paramref name="pictures"/>, as in Keras' Conv2DTranspose.
    /// </param>
    /// <param name="pictures">Batch × space × channels that enter.</param>
    /// <param name="options">Boundary, stride, dilation and groups of that convolution; no input dilation.</param>
    /// <param name="outputPadding">
    /// A strided convolution brings pictures of several sizes to the same size. Without output padding the smallest is taken, along each
    /// spatial axis (size − 1)·stride + 1, to which <see cref="Boundary.Valid"/> adds the kernel's extent less 1, and from which
    /// <see cref="Boundary.Full"/> takes it; the output padding, 0 … stride − 1 for each spatial axis, is added.
    /// </param>
    /// <returns>Batch × space × channels that leave.</returns>
    /// <exception cref="ShapeException">Ranks or channels do not fit, or no picture has this size after the convolution.</exception>
    public static Expr ConvolveTransposedPictures(Expr kernel, Expr pictures, ConvolutionOptions? options = null, Shape? outputPadding = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(pictures);
        return CorrelationBuilder.Transposed(kernel, pictures, options ?? ConvolutionOptions.Default, outputPadding, flips: true);
    }

    /// <summary>
    /// Transposed correlation: the adjoint in the picture of <see cref="CorrelatePictures"/>,
    /// <c>out[n,p,i] = Σ_{j,k: j·stride + k·dilation − s = p} Σ_o w[k,i,o] · y[n,j,o]</c>. Otherwise as <see cref="ConvolveTransposedPictures"/>.
    /// This is what ONNX (ConvTranspose) and most deep-learning libraries call transposed convolution.
    /// </summary>
    /// <param name="kernel">Space × (channels that leave / groups) × channels that enter.</param>
    /// <param name="pictures">Batch × space × channels that enter.</param>
    /// <param name="options">Boundary, stride, dilation and groups of the correlation; no input dilation.</param>
    /// <param name="outputPadding">How much larger than the smallest the result is, 0 … stride − 1 for each spatial axis.</param>
    /// <returns>Batch × space × channels that leave.</returns>
    /// <exception cref="ShapeException">Ranks or channels do not fit, or no picture has this size after the correlation.</exception>
    public static Expr CorrelateTransposedPictures(Expr kernel, Expr pictures, ConvolutionOptions? options = null, Shape? outputPadding = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(pictures);
        return CorrelationBuilder.Transposed(kernel, pictures, options ?? ConvolutionOptions.Default, outputPadding, flips: false);
    }
}
