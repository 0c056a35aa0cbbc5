using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// Correlation of interleaved pictures, [batch][row][column][channel], to few output channels, and its derivative in the kernel: the lanes of a register
/// are neighbouring input channels. <see cref="InterleavedCorrelation"/> is the one for many output channels.
/// </summary>
public static partial class NarrowCorrelation
{
    /// <summary>Whether a geometry has this form: all channels in one group, no depth, no zeros between the elements of the source.</summary>
    /// <param name="g">The geometry.</param>
    public static bool Supports(in ConvolutionGeometry g) => InterleavedCorrelation.Supports(g);

    /// <summary>Numbers of scratch that <see cref="Forward"/> needs; the same for any number of threads.</summary>
    /// <param name="g">The geometry.</param>
    /// <exception cref="ArgumentException">The geometry is impossible, or not of this form.</exception>
    public static int ForwardScratch(in ConvolutionGeometry g)
    {
        InterleavedCorrelation.Check(g);
        if (g.ResultLength == 0) return 0;
        var plan = new InterleavedPlan(g);
        return checked((int)(StripPlan.MaxLanes + WeightsLength(g) + BiasLength(g) + (plan.Parts * plan.StripLength)));
    }

    /// <summary>
    /// result[n, y, x, co] = epilogue(Σ over ky, kx, ci of source · kernel), with the kernel not flipped and the source read as
    /// <see cref="ConvolutionAxis"/> says. The work is batch · OH · OW · KH · KW · CI · CO multiply-adds. What is infinite may become not a number.
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
        InterleavedCorrelation.Check(g);
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
                Gate = gate,
                Relu = epilogue.Relu,
                Result = to,
                Scratch = work,
                Pool = pool,
            };
            SimdDispatch.Run<T, ForwardKernel<T>>(ref forward, g.InputChannels);
        }
    }

    /// <summary>Numbers of the weights; registers are counted as if they were of the widest.</summary>
    private static long WeightsLength(in ConvolutionGeometry g) => (long)g.Vertical.Kernel * g.Horizontal.Kernel * g.OutputChannels * RoundUp(g.InputChannels);

    private static int BiasLength(in ConvolutionGeometry g) => RoundUp(g.OutputChannels);

    private static int RoundUp(int channels) => (channels + StripPlan.MaxLanes - 1) / StripPlan.MaxLanes * StripPlan.MaxLanes;

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
            var plan = new InterleavedPlan(Geometry);
            T* weights = CacheLine.Align(Scratch), bias = weights + (nint)WeightsLength(Geometry);
            for (int channel = 0; channel < Geometry.OutputChannels; channel++) bias[channel] = Bias is null ? T.Zero : Bias[channel];
            Pack<TVector>(weights);
            var body = new NarrowForwardBody<T, TVector>
            {
                Geometry = Geometry,
                Plan = plan,
                Source = Source,
                Weights = weights,
                Bias = bias,
                Gate = Gate,
                Relu = Relu,
                Result = Result,
                Strips = bias + BiasLength(Geometry),
            };
            Pool.For(plan.Parts, ref body);
        }

        /// <summary>Brings the weights into the order [block of output channels][tap][register][output channel][lane]; where the last register lies over the one before they are zero.</summary>
        private readonly void Pack<TVector>(T* to)
            where TVector : unmanaged, ISimd<TVector, T>
        {
            int inputs = Geometry.InputChannels, outputs = Geometry.OutputChannels, taps = Geometry.Vertical.Kernel * Geometry.Horizontal.Kernel;
            (nint inputStep, nint outputStep) = SwapChannels ? ((nint)1, (nint)inputs) : (outputs, (nint)1);
            int registers = NarrowForwardBody<T, TVector>.Registers(inputs);
            for (int block = 0; block < outputs; block += DotTile.MostChannels)
            {
                int end = Math.Min(outputs, block + DotTile.MostChannels);
                for (int tap = 0; tap < taps; tap++)
                    for (int register = 0; register < registers; register++)
                        for (int output = block; output < end; output++)
                            for (int lane = 0; lane < TVector.Count; lane++, to++)
                            {
                                int start = Math.Min(register * TVector.Count, inputs - TVector.Count), input = start + lane;
                                *to = input < register * TVector.Count ? T.Zero : Kernel[((nint)tap * inputs * outputs) + (input * inputStep) + (output * outputStep)];
                            }
            }
        }
    }
}
