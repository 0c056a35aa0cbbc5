using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Winograd;

namespace Adjoint.Kernels.Tests.Convolution;

/// <summary>A way to compute correlations of interleaved pictures and their kernel gradients.</summary>
internal interface IInterleavedForm
{
    /// <summary>How much larger its errors may be than those of sums in their order.</summary>
    static abstract double Slack { get; }

    static abstract int ForwardScratch(in ConvolutionGeometry g);

    static virtual bool HasKernelGradient(in ConvolutionGeometry g) => true;

    static abstract int KernelGradientScratch(in ConvolutionGeometry g);

    static abstract void Forward<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> kernel, bool swapChannels, in Epilogue<T> epilogue, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    static abstract void KernelGradient<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> cotangent, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Sums over taps and channels.</summary>
internal sealed class DirectForm : IInterleavedForm
{
    public static double Slack => 1;

    public static int ForwardScratch(in ConvolutionGeometry g) => InterleavedCorrelation.ForwardScratch(g);

    public static int KernelGradientScratch(in ConvolutionGeometry g) => InterleavedCorrelation.KernelGradientScratch(g);

    public static void Forward<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> kernel, bool swapChannels, in Epilogue<T> epilogue, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        InterleavedCorrelation.Forward(g, source, kernel, swapChannels, epilogue, result, scratch, pool);

    public static void KernelGradient<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> cotangent, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        InterleavedCorrelation.KernelGradient(g, source, cotangent, result, scratch, pool);
}

/// <summary>Lanes along input channels.</summary>
internal sealed class NarrowForm : IInterleavedForm
{
    public static double Slack => 1;

    public static int ForwardScratch(in ConvolutionGeometry g) => NarrowCorrelation.ForwardScratch(g);

    public static bool HasKernelGradient(in ConvolutionGeometry g) => NarrowCorrelation.SupportsKernelGradient(g);

    public static int KernelGradientScratch(in ConvolutionGeometry g) => NarrowCorrelation.KernelGradientScratch(g);

    public static void Forward<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> kernel, bool swapChannels, in Epilogue<T> epilogue, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        NarrowCorrelation.Forward(g, source, kernel, swapChannels, epilogue, result, scratch, pool);

    public static void KernelGradient<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> cotangent, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        NarrowCorrelation.KernelGradient(g, source, cotangent, result, scratch, pool);
}

/// <summary>Winograd's method.</summary>
internal sealed class WinogradForm : IInterleavedForm
{
    // The rows of its three matrices have sums of magnitudes up to 10, 1 and 18, along both axes; what cancels again leaves its rounding error.
    public static double Slack => 30;

    public static int ForwardScratch(in ConvolutionGeometry g) => WinogradCorrelation.ForwardScratch(g);

    public static int KernelGradientScratch(in ConvolutionGeometry g) => WinogradCorrelation.KernelGradientScratch(g);

    public static void Forward<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> kernel, bool swapChannels, in Epilogue<T> epilogue, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WinogradCorrelation.Forward(g, source, kernel, swapChannels, epilogue, result, scratch, pool);

    public static void KernelGradient<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> cotangent, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WinogradCorrelation.KernelGradient(g, source, cotangent, result, scratch, pool);
}
