using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>A forward correlation of interleaved pictures to few channels, for one register width: each part computes some units of the plan.</summary>
internal unsafe struct NarrowForwardBody<T, TVector> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    internal ConvolutionGeometry Geometry;
    internal InterleavedPlan Plan;
    internal T* Source;
    internal T* Weights;
    internal T* Bias;
    internal T* Gate;
    internal bool Relu;
    internal T* Result;
    internal T* Strips;

    /// <summary>Registers of input channels.</summary>
    internal static int Registers(int channels) => (channels + TVector.Count - 1) / TVector.Count;

    /// <inheritdoc/>
    public void Run(int part)
    {
        T* strip = Strips + (part * (nint)Plan.StripLength);
        int end = (int)((long)(part + 1) * Plan.Units / Plan.Parts), channels = Geometry.OutputChannels;
        for (int unit = (int)((long)part * Plan.Units / Plan.Parts); unit < end; unit++)
        {
            T* source = Plan.Read(Geometry, unit, Source, strip);
            (int picture, int pictures, int row, int rows) = Plan.Unit(unit);
            nint first = (((nint)picture * Geometry.Vertical.Output) + row) * Geometry.Horizontal.Output * channels;
            for (int channel = 0; channel < channels; channel += DotTile.MostChannels) Places(channel, source, pictures, rows, first);
        }
    }

    /// <summary>Some channels of all places of a unit.</summary>
    private readonly void Places(int channel, T* source, int pictures, int rows, nint result)
    {
        T** numbers = stackalloc T*[DotTile.Sums];
        T* sums = stackalloc T[DotTile.Sums];
        ConvolutionAxis v = Geometry.Vertical, h = Geometry.Horizontal;
        int inputs = Geometry.InputChannels, outputs = Geometry.OutputChannels, channels = Math.Min(DotTile.MostChannels, outputs - channel), tile = DotTile.Sums / channels;
        DotWalk walk = new(v.Kernel, v.Dilation * Plan.RowStride, h.Kernel, h.Dilation * (nint)inputs, Registers(inputs), inputs - TVector.Count);
        T* weights = Weights + (channel * (nint)v.Kernel * h.Kernel * walk.Registers * TVector.Count);
        PlaceWalk<T> next = new(Geometry, Plan, source, pictures, rows);
        for (int count = next.Next(numbers, DotTile.Sums, tile); count > 0; count = next.Next(numbers, DotTile.Sums, tile))
        {
            DotTile.Run<T, TVector>(channels, walk, numbers, weights, sums);
            for (int place = 0; place < count; place++, result += outputs)
                for (int i = 0; i < channels; i++)
                    Result[result + channel + i] = Finished(sums[(place * channels) + i] + Bias[channel + i], result + channel + i);
        }
    }

    // Comparisons with not-a-number are false: it stays what it is under a rectifier, and as a gate it closes.
    private readonly T Finished(T sum, nint at) => Relu ? (T.Zero > sum ? T.Zero : sum) : Gate is null || Gate[at] > T.Zero ? sum : T.Zero;
}
