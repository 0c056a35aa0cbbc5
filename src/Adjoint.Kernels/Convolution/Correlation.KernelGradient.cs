using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

public static partial class Correlation
{
    /// <summary>Numbers of scratch that <see cref="KernelGradient"/> needs; the same for any number of threads.</summary>
    /// <param name="g">The geometry.</param>
    /// <exception cref="ArgumentException">A length is negative, or a kernel, stride or dilation below 1.</exception>
    public static int KernelGradientScratch(in ConvolutionGeometry g)
    {
        g.Check();
        if (g.KernelLength == 0 || g.ResultLength == 0 || g.SourceLength == 0) return 0;
        ConvolutionGeometry used = KernelGradientLayout.Exchange(g) ? KernelGradientLayout.Exchanged(g) : g;
        var slicing = new Slicing(used);
        ConvolutionGeometry pictures = slicing.Pictures(used.Batch, used.Vertical, used.Horizontal);
        var plan = new StripPlan(pictures, slicing.IsFlat, used.Groups, bothStrips: true);
        return checked((int)(StripPlan.MaxLanes
            + (plan.Parts * (KernelGradientLayout.PartialLength(pictures, used.Groups) + KernelGradientLayout.StripLength(pictures, plan)))));
    }

    /// <summary>
    /// The derivative of <see cref="Forward"/> in its kernel, transposed: result[kz, ky, kx, ci, co] = Σ over n, z, y, x
    /// of source · cotangent, the source read as <see cref="ConvolutionAxis"/> says. The work is that of the forward
    /// correlation. Sums are taken in a fixed order. A source or cotangent that is infinite or not a number may make
    /// any sum of its channel not a number, even that of a tap that never sees it.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">The geometry of the forward correlation.</param>
    /// <param name="source">[n][ci][D][H][W].</param>
    /// <param name="cotangent">[n][co][OD][OH][OW].</param>
    /// <param name="swapChannels">Write [kz][ky][kx][co][ci] instead.</param>
    /// <param name="result">
    /// [kz][ky][kx][ci][co], the first channel counted in its group, the second over all; overwritten; must not overlap anything else.
    /// </param>
    /// <param name="scratch">At least <see cref="KernelGradientScratch"/> numbers; contents do not matter.</param>
    /// <param name="pool">The threads to use; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">The geometry is impossible, or a span has not the length it gives.</exception>
    public static unsafe void KernelGradient<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> cotangent, bool swapChannels,
        Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        g.Check();
        CheckKernelGradient(g, source, cotangent, result);
        CheckScratch(scratch, KernelGradientScratch(g));
        if (source.IsEmpty || cotangent.IsEmpty)
        {
            result.Clear();
            return;
        }

        bool exchange = KernelGradientLayout.Exchange(g);
        fixed (T* from = source, to = cotangent, kernel = result, work = scratch)
        {
            var gradient = new GradientKernel<T>
            {
                Geometry = exchange ? KernelGradientLayout.Exchanged(g) : g,
                Source = exchange ? to : from,
                Cotangent = exchange ? from : to,
                SwapChannels = swapChannels != exchange,
                ReverseTaps = exchange,
                Result = kernel,
                Scratch = work,
                Pool = pool,
            };
            SimdDispatch.Run<T, GradientKernel<T>>(ref gradient);
        }
    }

    /// <summary>The arguments of <see cref="KernelGradient"/>, to be run with the registers that the processor has.</summary>
    private unsafe struct GradientKernel<T> : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal ConvolutionGeometry Geometry;
        internal T* Source;
        internal T* Cotangent;
        internal bool SwapChannels;
        internal bool ReverseTaps;
        internal T* Result;
        internal T* Scratch;
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            var slicing = new Slicing(Geometry);
            ConvolutionGeometry pictures = slicing.Pictures(Geometry.Batch, Geometry.Vertical, Geometry.Horizontal);
            var plan = new StripPlan(pictures, slicing.IsFlat, Geometry.Groups, bothStrips: true);
            nint length = (nint)KernelGradientLayout.PartialLength(pictures, Geometry.Groups);
            T* partials = CacheLine.Align(Scratch);
            var body = new KernelGradientBody<T, TVector>
            {
                Geometry = pictures,
                Plan = plan,
                Taps = new TapWalk(pictures, plan),
                Slicing = slicing,
                Source = Source,
                Cotangent = Cotangent,
                Partials = partials,
                Strips = partials + (plan.Parts * length),
            };
            Pool.For(plan.Parts, ref body);

            // The parts' kernels are added in the order of the parts, whoever computed them and when.
            for (int part = 1; part < plan.Parts; part++)
            {
                T* partial = partials + (part * length);
                for (nint i = 0; i < length; i++) partials[i] += partial[i];
            }

            Arrange(partials);
        }

        /// <summary>Brings the sums [group][kz][ci][ky][kx][co] into the order of the result.</summary>
        private readonly void Arrange(T* sums)
        {
            int planes = Geometry.Depth.Kernel, rows = Geometry.Vertical.Kernel, columns = Geometry.Horizontal.Kernel;
            int inputs = Geometry.InputsOfGroup, outputs = Geometry.OutputsOfGroup;
            KernelOrder order = KernelOrder.Whole(Geometry, SwapChannels);
            for (int group = 0; group < Geometry.Groups; group++)
                for (int kz = 0; kz < planes; kz++)
                    for (int input = 0; input < inputs; input++)
                        for (int ky = 0; ky < rows; ky++)
                            for (int kx = 0; kx < columns; kx++)
                            {
                                nint tap = ReverseTaps ? order.Tap(group, planes - 1 - kz, rows - 1 - ky, columns - 1 - kx) : order.Tap(group, kz, ky, kx);
                                T* to = Result + tap + (input * order.InputStep);
                                for (int output = 0; output < outputs; output++) to[output * order.OutputStep] = *sums++;
                            }
        }
    }
}
