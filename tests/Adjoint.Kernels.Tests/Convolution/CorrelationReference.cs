using Adjoint.Kernels.Convolution;

namespace Adjoint.Kernels.Tests.Convolution;

/// <summary>The definition of the correlation, in float64 and written to be obviously right.</summary>
internal static class CorrelationReference
{
    /// <summary>The source element that output and tap read, or −1 where they read a zero.</summary>
    internal static int Read(ConvolutionAxis axis, int output, int tap)
    {
        int position = (output * axis.Stride) + (tap * axis.Dilation) - axis.PadBefore;
        if (position < 0 || position % axis.InputDilation != 0) return -1;
        int element = position / axis.InputDilation;
        return element < axis.Input ? element : -1;
    }

    internal static double[] Forward(in ConvolutionGeometry g, double[] source, double[] kernel, bool swap)
    {
        var result = new double[g.ResultLength];
        foreach ((int r, int s, int k) in Terms(g, swap)) result[r] += source[s] * kernel[k];
        return result;
    }

    internal static double[] KernelGradient(in ConvolutionGeometry g, double[] source, double[] cotangent, bool swap)
    {
        var result = new double[g.KernelLength];
        foreach ((int r, int s, int k) in Terms(g, swap)) result[k] += source[s] * cotangent[r];
        return result;
    }

    /// <summary>Every product in the correlation, as places in result, source and kernel.</summary>
    private static IEnumerable<(int Result, int Source, int Kernel)> Terms(ConvolutionGeometry g, bool swap)
    {
        (_, int inputs, int outputs, ConvolutionAxis v, ConvolutionAxis h) = g;
        ConvolutionAxis d = g.Depth;
        int inputsOfGroup = inputs / g.Groups, outputsOfGroup = outputs / g.Groups;
        for (int n = 0; n < g.Batch; n++)
            for (int co = 0; co < outputs; co++)
                for (int z = 0; z < d.Output; z++)
                    for (int y = 0; y < v.Output; y++)
                        for (int x = 0; x < h.Output; x++)
                            for (int kz = 0; kz < d.Kernel; kz++)
                                for (int ky = 0; ky < v.Kernel; ky++)
                                    for (int kx = 0; kx < h.Kernel; kx++)
                                    {
                                        int slice = Read(d, z, kz), row = Read(v, y, ky), column = Read(h, x, kx);
                                        if (slice < 0 || row < 0 || column < 0) continue;
                                        int group = co / outputsOfGroup;
                                        for (int ci = group * inputsOfGroup; ci < (group + 1) * inputsOfGroup; ci++)
                                        {
                                            int tap = (((kz * v.Kernel) + ky) * h.Kernel) + kx;
                                            yield return (
                                                (((((((n * outputs) + co) * d.Output) + z) * v.Output) + y) * h.Output) + x,
                                                (((((((n * inputs) + ci) * d.Input) + slice) * v.Input) + row) * h.Input) + column,
                                                swap
                                                    ? (((tap * outputsOfGroup) + (co % outputsOfGroup)) * inputs) + ci
                                                    : (((tap * inputsOfGroup) + (ci % inputsOfGroup)) * outputs) + co);
                                        }
                                    }
    }
}
