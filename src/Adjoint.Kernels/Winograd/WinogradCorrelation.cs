using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>
/// Correlation of interleaved pictures, [batch][row][column][channel], with kernels of 3 × 3 by Winograd's method F(4×4, 3×3), and its derivative in the
/// kernel. A tile of 4 × 4 results takes 36 multiply-adds for each pair of channels where <see cref="InterleavedCorrelation"/> takes 144, and transformations
/// that grow with the number of channels only. Its rounding errors are larger: in single precision some 1e-6 of the largest result, with 64 channels,
/// against some 1e-7. What is infinite or not a number spoils its whole tile.
/// </summary>
/// <remarks>Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015; Winograd, "Arithmetic Complexity of Computations", 1980.</remarks>
public static partial class WinogradCorrelation
{
    /// <summary>Whether a geometry has this form: 3 × 3 taps, no stride, no dilation, all channels in one group.</summary>
    /// <param name="g">The geometry.</param>
    public static bool Supports(in ConvolutionGeometry g) => InterleavedCorrelation.Supports(g) && IsPlain(g.Vertical) && IsPlain(g.Horizontal);

    /// <summary>Numbers of scratch that <see cref="Forward"/> needs; the same for any number of threads.</summary>
    /// <param name="g">The geometry.</param>
    /// <exception cref="ArgumentException">The geometry is impossible, or not of this form.</exception>
    public static int ForwardScratch(in ConvolutionGeometry g)
    {
        Check(g);
        if (g.ResultLength == 0) return 0;
        var plan = new WinogradPlan(g);
        return checked((int)(StripPlan.MaxLanes + plan.Channels + plan.WeightsLength + RoundUp(g.KernelLength) + (plan.Parts * plan.PartLength)));
    }

    /// <summary>
    /// result[n, y, x, co] = epilogue(Σ over ky, kx, ci of source · kernel), with the kernel not flipped and the source read as
    /// <see cref="ConvolutionAxis"/> says: <see cref="InterleavedCorrelation.Forward"/> with other rounding errors.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">The geometry.</param>
    /// <param name="source">[n][H][W][ci].</param>
    /// <param name="kernel">[ky][kx][ci][co], or [ky][kx][co][ci] if <paramref name="swapChannels"/>.</param>
    /// <param name="swapChannels">The kernel is stored with its channels exchanged.</param>
    /// <param name="epilogue">What happens to each sum before it is written; a gate is interleaved too.</param>
    /// <param name="result">[n][OH][OW][co], overwritten; must not overlap anything else.</param>
    /// <param name="scratch">At least <see cref="ForwardScratch"/> numbers; contents do not matter.</param>
    /// <param name="pool">The threads to use; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">The geometry is impossible or not of this form, or a span has not the length it gives.</exception>
    public static unsafe void Forward<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> kernel, bool swapChannels, in Epilogue<T> epilogue,
        Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        Check(g);
        Correlation.CheckForward(g, source, kernel, epilogue, result);
        if (result.IsEmpty) return;
        Correlation.CheckScratch(scratch, ForwardScratch(g));
        uint slots = 0;
        fixed (T* from = source, weights = kernel, bias = epilogue.Bias, gate = epilogue.Gate, to = result, work = scratch)
        {
            var forward = new ForwardKernel<T>
            {
                Geometry = g,
                Source = from,
                Kernel = weights,
                SwapChannels = swapChannels,
                Bias = bias,
                Finish = new BroadcastFinish<T>(
                    epilogue.Relu ? TileFinish<T>.Kind.Relu : gate is null ? TileFinish<T>.Kind.Store : TileFinish<T>.Kind.Gate, g.OutputChannels, to, gate),
                Result = to,
                Scratch = work,
                Slots = new ScratchSlots(&slots),
                Pool = pool,
            };
            SimdDispatch.Run<T, ForwardKernel<T>>(ref forward, Math.Min(g.InputChannels, g.OutputChannels));
        }
    }

    private static bool IsPlain(in ConvolutionAxis axis) => axis.Kernel == WinogradTile.Taps && axis.Stride == 1 && axis.Dilation == 1;

    private static void Check(in ConvolutionGeometry g)
    {
        g.Check();
        if (!Supports(g)) throw new ArgumentException($"Winograd's method is for 3 × 3 taps in one group, without depth, stride and dilation; the geometry is {g}.", nameof(g));
    }

    private static long RoundUp(long length) => (length + StripPlan.MaxLanes - 1) / StripPlan.MaxLanes * StripPlan.MaxLanes;

    /// <summary>The arguments of <see cref="Forward"/>, to be run with the registers that the processor has.</summary>
    private unsafe struct ForwardKernel<T> : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal ConvolutionGeometry Geometry;
        internal T* Source;
        internal T* Kernel;
        internal bool SwapChannels;
        internal T* Bias;
        internal BroadcastFinish<T> Finish;
        internal T* Result;
        internal T* Scratch;
        internal ScratchSlots Slots;
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            var plan = new WinogradPlan(Geometry);
            T* bias = CacheLine.Align(Scratch);
            T* weights = bias + plan.Channels, exchanged = weights + (nint)plan.WeightsLength;
            WinogradWeights.Pack<T, TVector>(Geometry, Kernel, SwapChannels, Bias, weights, bias, exchanged);
            var body = new WinogradForwardBody<T, TVector>
            {
                Geometry = Geometry,
                Plan = plan,
                Finish = Finish,
                Slots = Slots,
                Source = Source,
                Weights = weights,
                Bias = bias,
                Result = Result,
                Scratch = exchanged + (nint)RoundUp(Geometry.KernelLength),
            };
            Pool.For(plan.Parts, ref body);
        }
    }
}
