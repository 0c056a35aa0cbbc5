using System.Numerics;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Convolution;

public static partial class NarrowCorrelation
{
    /// <summary>Whether <see cref="KernelGradient"/> takes a geometry: besides <see cref="Supports"/>, a stride of 1.</summary>
    /// <param name="g">The geometry of the forward correlation.</param>
    public static bool SupportsKernelGradient(in ConvolutionGeometry g) => Supports(g) && g.Vertical.Stride == 1 && g.Horizontal.Stride == 1;

    /// <summary>Numbers of scratch that <see cref="KernelGradient"/> needs; the same for any number of threads.</summary>
    /// <param name="g">The geometry.</param>
    /// <exception cref="ArgumentException">The geometry is impossible, or not of this form.</exception>
    public static int KernelGradientScratch(in ConvolutionGeometry g)
    {
        CheckGradient(g);
        return checked((int)(g.KernelLength + InterleavedCorrelation.KernelGradientScratch(Exchanged(g))));
    }

    /// <summary>
    /// The derivative of <see cref="Forward"/> in its kernel, transposed: result[ky, kx, ci, co] = Σ over n, y, x of source · cotangent. Source and cotangent
    /// change places, so that lanes are channels of the source: <c>Σ_j y[j + t − p, i] ε[j, o] = Σ_q ε[q − t + p, o] y[q, i]</c>, which is the gradient of a
    /// correlation of the cotangent, with the taps in reverse. The work is that of the forward correlation.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">The geometry of the forward correlation.</param>
    /// <param name="source">[n][H][W][ci].</param>
    /// <param name="cotangent">[n][OH][OW][co].</param>
    /// <param name="result">[ky][kx][ci][co], overwritten; must not overlap anything else.</param>
    /// <param name="scratch">At least <see cref="KernelGradientScratch"/> numbers; contents do not matter.</param>
    /// <param name="pool">The threads to use; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">The geometry is impossible or not of this form, or a span has not the length it gives.</exception>
    public static void KernelGradient<T>(
        in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> cotangent, Span<T> result, Span<T> scratch, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        CheckGradient(g);
        Correlation.CheckKernelGradient(g, source, cotangent, result);
        Correlation.CheckScratch(scratch, KernelGradientScratch(g));
        Span<T> exchanged = scratch[..result.Length];
        InterleavedCorrelation.KernelGradient(Exchanged(g), cotangent, source, exchanged, scratch[result.Length..], pool);
        int taps = g.Vertical.Kernel * g.Horizontal.Kernel, inputs = g.InputChannels, outputs = g.OutputChannels;
        for (int tap = 0; tap < taps; tap++)
            for (int output = 0; output < outputs; output++)
                for (int input = 0; input < inputs; input++)
                    result[(((tap * inputs) + input) * outputs) + output] = exchanged[((((taps - 1 - tap) * outputs) + output) * inputs) + input];
    }

    /// <summary>The geometry in which the cotangent is the source and the source the cotangent.</summary>
    internal static ConvolutionGeometry Exchanged(in ConvolutionGeometry g) => new(g.Batch, g.OutputChannels, g.InputChannels, Exchanged(g.Vertical), Exchanged(g.Horizontal));

    private static ConvolutionAxis Exchanged(in ConvolutionAxis axis) =>
        new(axis.Output, axis.Kernel, axis.Input, 1, axis.Dilation, 1, checked((int)axis.Reach - axis.PadBefore));

    private static void CheckGradient(in ConvolutionGeometry g)
    {
        InterleavedCorrelation.Check(g);
        if (!SupportsKernelGradient(g)) throw new ArgumentException($"Source and cotangent can only change places without stride; the geometry is {g}.", nameof(g));
    }
}
