using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// Correlation of planar pictures and volumes, in groups of channels or all at once, and its derivative in the kernel.
/// The adjoint in the source is a correlation again, with stride and input dilation exchanged.
/// </summary>
public static partial class Correlation
{
    /// <summary>Numbers of scratch that <see cref="Forward"/> needs; the same for any number of threads.</summary>
    /// <param name="g">The geometry.</param>
    /// <exception cref="ArgumentException">A length is negative, or a kernel, stride or dilation below 1.</exception>
    public static int ForwardScratch(in ConvolutionGeometry g)
    {
        g.Check();
        if (g.ResultLength == 0) return 0;
        long largest = 0;
        for (int phase = ForwardPhase.Count(g) - 1; phase >= 0; phase--) largest = Math.Max(largest, ForwardPhase.Of(g, phase).Scratch);
        return checked((int)(g.OutputChannels + largest));
    }

    /// <summary>
    /// result[n, co, y, x] = epilogue(Σ over ky, kx, ci of source · kernel), with the kernel not flipped and the source
    /// read as <see cref="ConvolutionAxis"/> says. The work is batch · OD · OH · OW · KD · KH · KW · CI · CO multiply-adds,
    /// divided by the number of groups and by the input dilations: zeros between elements are not multiplied.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">The geometry.</param>
    /// <param name="source">[n][ci][D][H][W].</param>
    /// <param name="kernel">
    /// [kz][ky][kx][ci][co], or [kz][ky][kx][co][ci] if <paramref name="swapChannels"/>; the first of the two counts
    /// through the channels of one group, the second through all.
    /// </param>
    /// <param name="swapChannels">The kernel is stored with its channels exchanged.</param>
    /// <param name="epilogue">What happens to each sum before it is written.</param>
    /// <param name="result">[n][co][OD][OH][OW], overwritten; must not overlap anything else.</param>
    /// <param name="scratch">At least <see cref="ForwardScratch"/> numbers; contents do not matter.</param>
    /// <param name="pool">The threads to use; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">The geometry is impossible, or a span has not the length it gives.</exception>
    public static unsafe void Forward<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> kernel, bool swapChannels, in Epilogue<T> epilogue,
        Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        g.Check();
        CheckForward(g, source, kernel, epilogue, result);
        if (result.IsEmpty) return;
        CheckScratch(scratch, ForwardScratch(g));

        fixed (T* from = source, taps = kernel, bias = epilogue.Bias, gate = epilogue.Gate, to = result, work = scratch)
        {
            var forward = new ForwardKernel<T>
            {
                Geometry = g,
                Source = from,
                Kernel = taps,
                SwapChannels = swapChannels,
                Bias = bias,
                Gate = gate,
                Relu = epilogue.Relu,
                Result = to,
                Scratch = work,
                Pool = pool,
            };
            SimdDispatch.Run<T, ForwardKernel<T>>(ref forward);
        }
    }

    /// <summary>Checks the arguments of a forward correlation in any layout.</summary>
    internal static void CheckForward<T>(in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> kernel, in Epilogue<T> epilogue, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckLength(source.Length, g.SourceLength, nameof(source));
        CheckLength(kernel.Length, g.KernelLength, nameof(kernel));
        CheckLength(result.Length, g.ResultLength, nameof(result));
        if (!epilogue.Bias.IsEmpty) CheckLength(epilogue.Bias.Length, g.OutputChannels, nameof(epilogue));
        if (!epilogue.Gate.IsEmpty) CheckLength(epilogue.Gate.Length, g.ResultLength, nameof(epilogue));
        if (epilogue.Relu && !epilogue.Gate.IsEmpty)
            throw new ArgumentException("An epilogue has either a ReLU or a gate, not both.", nameof(epilogue));
    }

    /// <summary>Checks the arguments of a kernel gradient in any layout.</summary>
    internal static void CheckKernelGradient<T>(in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> cotangent, Span<T> result)
    {
        CheckLength(source.Length, g.SourceLength, nameof(source));
        CheckLength(cotangent.Length, g.ResultLength, nameof(cotangent));
        CheckLength(result.Length, g.KernelLength, nameof(result));
    }

    /// <summary>Checks that there is as much scratch as is needed.</summary>
    internal static void CheckScratch<T>(Span<T> scratch, long wanted)
    {
        if (scratch.Length < wanted)
            throw new ArgumentException($"At least {wanted} numbers of scratch are needed, not {scratch.Length}.", nameof(scratch));
    }

    private static void CheckLength(long actual, long wanted, string name)
    {
        if (actual != wanted) throw new ArgumentException($"The geometry wants {wanted} numbers, not {actual}.", name);
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
        internal T* Gate;
        internal bool Relu;
        internal T* Result;
        internal T* Scratch;
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            int channels = Geometry.OutputChannels;
            for (int channel = 0; channel < channels; channel++) Scratch[channel] = Bias is null ? T.Zero : Bias[channel];
            for (int phase = 0; phase < ForwardPhase.Count(Geometry); phase++) Run<TVector>(ForwardPhase.Of(Geometry, phase), Scratch, Scratch + channels);
        }

        private readonly void Run<TVector>(in ForwardPhase phase, T* bias, T* weights)
            where TVector : unmanaged, ISimd<TVector, T>
        {
            ConvolutionGeometry pictures = phase.Pictures;
            if (!phase.HasTaps)
            {
                phase.Writer.Fill(phase.Slicing, pictures.Batch, pictures, bias, Relu, Result, Gate);
                return;
            }

            KernelOrder order = phase.Order(Geometry, SwapChannels);
            for (int group = 0; group < phase.Slicing.Groups; group++)
            {
                T* packed = weights + (group * (nint)pictures.KernelLength);
                ChannelBlocks.PackWeights<T, TVector>(pictures, phase.Slicing, Kernel, order, group, RowTile.Fits(pictures.Vertical), packed);
            }

            bool aside = phase.Writer.IsNeeded;
            TileFinish<T>.Kind kind = Relu ? TileFinish<T>.Kind.Relu : Gate is null || aside ? TileFinish<T>.Kind.Store : TileFinish<T>.Kind.Gate;
            nint plane = aside
                ? PhaseWriter.PlaneStride(pictures, phase.Plan)
                : (nint)phase.Slicing.AllSlices * pictures.Vertical.Output * pictures.Horizontal.Output;
            var body = new ForwardBody<T, TVector>
            {
                Geometry = pictures,
                Plan = phase.Plan,
                Taps = new TapWalk(pictures, phase.Plan),
                Slicing = phase.Slicing,
                Writer = phase.Writer,
                Channels = new TileFinish<T>(kind, plane, Result, Gate),
                Rows = new TileFinish<T>(kind, pictures.Horizontal.Output, Result, Gate),
                Source = Source,
                Weights = weights,
                Bias = bias,
                Result = Result,
                Gate = Gate,
                Strips = weights + (nint)phase.WeightsLength,
            };
            Pool.For(phase.Plan.Parts, ref body);
        }
    }
}
