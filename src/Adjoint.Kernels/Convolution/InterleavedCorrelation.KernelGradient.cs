using System.Numerics;
using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

public static partial class InterleavedCorrelation
{
    /// <summary>Numbers of scratch that <see cref="KernelGradient"/> needs; the same for any number of threads.</summary>
    /// <param name="g">The geometry.</param>
    /// <exception cref="ArgumentException">The geometry is impossible, or not of this form.</exception>
    public static int KernelGradientScratch(in ConvolutionGeometry g)
    {
        Check(g);
        if (g.KernelLength == 0 || g.ResultLength == 0 || g.SourceLength == 0) return 0;
        var plan = new InterleavedPlan(g);
        return checked((int)(((plan.GradientParts - 1) * g.KernelLength) + (plan.GradientParts * plan.StripLength)));
    }

    /// <summary>
    /// The derivative of <see cref="Forward"/> in its kernel, transposed: result[ky, kx, ci, co] = Σ over n, y, x of source · cotangent, the
    /// source read as <see cref="ConvolutionAxis"/> says. The work is that of the forward correlation. Sums are taken in a fixed order. A
    /// cotangent that is infinite or not a number may make any sum of its channel not a number, even that of a tap that never sees it.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">The geometry of the forward correlation.</param>
    /// <param name="source">[n][H][W][ci].</param>
    /// <param name="cotangent">[n][OH][OW][co].</param>
    /// <param name="result">[ky][kx][ci][co], overwritten; must not overlap anything else.</param>
    /// <param name="scratch">At least <see cref="KernelGradientScratch"/> numbers; contents do not matter.</param>
    /// <param name="pool">The threads to use; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">The geometry is impossible or not of this form, or a span has not the length it gives.</exception>
    public static unsafe void KernelGradient<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> cotangent, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        Check(g);
        Correlation.CheckKernelGradient(g, source, cotangent, result);
        Correlation.CheckScratch(scratch, KernelGradientScratch(g));
        if (source.IsEmpty || cotangent.IsEmpty)
        {
            result.Clear();
            return;
        }

        var plan = new InterleavedPlan(g);
        int partials = (plan.GradientParts - 1) * result.Length;
        Span<T> sums = scratch[..partials];
        fixed (T* from = source, to = cotangent, kernel = result, others = sums, strips = scratch[partials..])
        {
            var gradient = new GradientKernel<T> { Geometry = g, Source = from, Cotangent = to, Result = kernel, Partials = others, Strips = strips, Pool = pool };
            SimdDispatch.Run<T, GradientKernel<T>>(ref gradient, g.OutputChannels);
        }

        // The parts' kernels are added in the order of the parts, whoever computed them and when.
        for (int part = 1; part < plan.GradientParts; part++)
            ElementwiseLoops.Apply<T, AddOperator<T>>(result, sums.Slice((part - 1) * result.Length, result.Length), result);
    }

    /// <summary>The arguments of <see cref="KernelGradient"/>, to be run with the registers that the processor has.</summary>
    private unsafe struct GradientKernel<T> : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal ConvolutionGeometry Geometry;
        internal T* Source;
        internal T* Cotangent;
        internal T* Result;
        internal T* Partials;
        internal T* Strips;
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            var plan = new InterleavedPlan(Geometry);
            var body = new InterleavedGradientBody<T, TVector>
            {
                Geometry = Geometry,
                Plan = plan,
                Source = Source,
                Cotangent = Cotangent,
                Result = Result,
                Partials = Partials,
                Strips = Strips,
            };
            Pool.For(plan.GradientParts, ref body);
        }
    }
}
