using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// Correlation of interleaved pictures, [batch][row][column][channel], and its derivative in the kernel. The lanes of a register are
/// neighbouring output channels, so pictures may be as small as they like; <see cref="Correlation"/>, whose lanes are neighbouring columns,
/// is the one for few channels. The adjoint in the source is a correlation again.
/// </summary>
public static partial class InterleavedCorrelation
{
    /// <summary>Whether a geometry has this form: all channels in one group, no depth, no zeros between the elements of the source.</summary>
    /// <param name="g">The geometry.</param>
    public static bool Supports(in ConvolutionGeometry g) =>
        g.Groups == 1 && g.Depth == ConvolutionAxis.Single && g.Vertical.InputDilation == 1 && g.Horizontal.InputDilation == 1;

    /// <summary>Numbers of scratch that <see cref="Forward"/> needs; the same for any number of threads.</summary>
    /// <param name="g">The geometry.</param>
    /// <exception cref="ArgumentException">The geometry is impossible, or not of this form.</exception>
    public static int ForwardScratch(in ConvolutionGeometry g)
    {
        Check(g);
        if (g.ResultLength == 0) return 0;
        var plan = new InterleavedPlan(g);
        return checked((int)(StripPlan.MaxLanes + PackedWeights.BiasLength(g) + PackedWeights.Length(g) + (plan.Parts * plan.StripLength)));
    }

    /// <summary>
    /// result[n, y, x, co] = epilogue(Σ over ky, kx, ci of source · kernel), with the kernel not flipped and the source read as
    /// <see cref="ConvolutionAxis"/> says. The work is batch · OH · OW · KH · KW · CI · CO multiply-adds.
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
                Pool = pool,
            };
            SimdDispatch.Run<T, ForwardKernel<T>>(ref forward, g.OutputChannels);
        }
    }

    internal static void Check(in ConvolutionGeometry g)
    {
        g.Check();
        if (!Supports(g)) throw new ArgumentException($"Interleaved pictures are correlated in one group, without depth and input dilation; the geometry is {g}.", nameof(g));
    }

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
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            var plan = new InterleavedPlan(Geometry);
            T* bias = CacheLine.Align(Scratch);
            T* weights = bias + PackedWeights.BiasLength(Geometry), strips = weights + (nint)PackedWeights.Length(Geometry);
            PackedWeights.Pack<T, TVector>(Geometry, Kernel, SwapChannels, Bias, weights, bias);
            var body = new InterleavedForwardBody<T, TVector>
            {
                Geometry = Geometry,
                Plan = plan,
                Finish = Finish,
                Source = Source,
                Weights = weights,
                Bias = bias,
                Result = Result,
                Strips = strips,
            };
            Pool.For(plan.Parts, ref body);
        }
    }
}
