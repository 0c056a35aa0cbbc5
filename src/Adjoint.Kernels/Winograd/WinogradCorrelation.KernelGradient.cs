using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

public static partial class WinogradCorrelation
{
    /// <summary>Numbers of scratch that <see cref="KernelGradient"/> needs; the same for any number of threads.</summary>
    /// <param name="g">The geometry.</param>
    /// <exception cref="ArgumentException">The geometry is impossible, or not of this form.</exception>
    public static int KernelGradientScratch(in ConvolutionGeometry g)
    {
        Check(g);
        if (g.KernelLength == 0 || g.ResultLength == 0 || g.SourceLength == 0) return 0;
        var plan = new WinogradPlan(g);
        return checked((int)(StripPlan.MaxLanes + (plan.GradientParts * (plan.SumsLength + plan.PartLength))));
    }

    /// <summary>
    /// The derivative of <see cref="Forward"/> in its kernel, transposed: result[ky, kx, ci, co] = Σ over n, y, x of source · cotangent, the
    /// source read as <see cref="ConvolutionAxis"/> says. Sums are taken in a fixed order.
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

        uint slots = 0;
        fixed (T* from = source, to = cotangent, kernel = result, work = scratch)
        {
            var gradient = new GradientKernel<T> { Geometry = g, Source = from, Cotangent = to, Result = kernel, Scratch = work, Slots = new ScratchSlots(&slots), Pool = pool };
            SimdDispatch.Run<T, GradientKernel<T>>(ref gradient, Math.Min(g.InputChannels, g.OutputChannels));
        }
    }

    /// <summary>The arguments of <see cref="KernelGradient"/>, to be run with the registers that the processor has.</summary>
    private unsafe struct GradientKernel<T> : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal ConvolutionGeometry Geometry;
        internal T* Source;
        internal T* Cotangent;
        internal T* Result;
        internal T* Scratch;
        internal ScratchSlots Slots;
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            var plan = new WinogradPlan(Geometry);
            T* sums = CacheLine.Align(Scratch);
            var body = new WinogradGradientBody<T, TVector>
            {
                Geometry = Geometry,
                Plan = plan,
                Slots = Slots,
                Source = Source,
                Cotangent = Cotangent,
                Sums = sums,
                Scratch = sums + (plan.GradientParts * (nint)plan.SumsLength),
            };
            Pool.For(plan.GradientParts, ref body);

            // The parts' sums are added in the order of the parts, whoever computed them and when.
            Span<T> all = new(sums, (int)plan.SumsLength);
            for (int part = 1; part < plan.GradientParts; part++)
                ElementwiseLoops.Apply<T, AddOperator<T>>(all, new ReadOnlySpan<T>(sums + (part * (nint)plan.SumsLength), all.Length), all);
            Unpack<TVector>(sums);
        }

        /// <summary>Gᵀ S G for each pair of channels.</summary>
        private readonly void Unpack<TVector>(T* sums)
            where TVector : unmanaged, ISimd<TVector, T>
        {
            T* scratch = CacheLine.Align(stackalloc T[WinogradTile.TransformScratch + CacheLine.Slack<T>()]);
            int inputs = Geometry.InputChannels, outputs = Geometry.OutputChannels;
            nint tap = (nint)inputs * outputs;
            for (int i = 0; i < ChannelRegisters.Blocks<T, TVector>(outputs); i++)
            {
                ChannelRegisters block = ChannelRegisters.Block<T, TVector>(outputs, i);
                int rows = BroadcastTile.Rows<T, TVector>(block.Vectors);
                nint line = block.Vectors * TVector.Count, position = (inputs + rows - 1) / rows * rows * line;
                for (int vector = 0; vector < block.Vectors; vector++)
                {
                    int channel = block.Start + (vector == block.Vectors - 1 ? block.Last : vector * TVector.Count);
                    for (int input = 0; input < inputs; input++)
                    {
                        WinogradTile.Transform<T, TVector, KernelAdjointTransform>(
                            sums + (input * line) + (vector * TVector.Count), WinogradTile.Size * position, position,
                            Result + ((nint)input * outputs) + channel, WinogradTile.Taps * tap, tap, scratch);
                    }
                }

                sums += WinogradTile.Positions * position;
            }
        }
    }
}
