using System.Numerics;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// Writes the results of one phase (see <see cref="AxisPhase"/>) between those of the others. A band of rows is computed
/// aside, while it is in the cache, with whole registers; then each number goes to its place.
/// </summary>
internal readonly unsafe struct PhaseWriter
{
    private readonly int _firstRow, _rowStep, _firstColumn, _columnStep, _rows, _columns;

    internal PhaseWriter(in ConvolutionGeometry whole, in AxisPhase vertical, in AxisPhase horizontal)
    {
        (_firstRow, _rowStep) = (vertical.FirstOutput, vertical.OutputStep);
        (_firstColumn, _columnStep) = (horizontal.FirstOutput, horizontal.OutputStep);
        (_rows, _columns) = (whole.Vertical.Output, whole.Horizontal.Output);
        IsNeeded = _rowStep > 1 || _columnStep > 1;
    }

    /// <summary>False if the phase is the whole result, so that tiles can write to their place at once.</summary>
    internal bool IsNeeded { get; }

    /// <summary>Numbers of scratch that each part needs to compute a band aside.</summary>
    internal long BandLength(in ConvolutionGeometry phase, in StripPlan plan) =>
        IsNeeded ? (long)phase.OutputChannels * PlaneStride(phase, plan) : 0;

    /// <summary>Distance between two channels of a band that is computed aside.</summary>
    internal static nint PlaneStride(in ConvolutionGeometry phase, in StripPlan plan) => (nint)plan.HighestBand * phase.Horizontal.Output;

    /// <summary>Writes a band.</summary>
    /// <param name="band">The band, channel after channel.</param>
    /// <param name="planeStride">Distance between two channels of the band.</param>
    /// <param name="phase">The geometry of the phase.</param>
    /// <param name="plane">The plane of the whole result that the first channel lies in.</param>
    /// <param name="planeStep">From it to the plane of the next channel.</param>
    /// <param name="row">The band's first row.</param>
    /// <param name="rows">The band's rows.</param>
    /// <param name="result">The whole result.</param>
    /// <param name="gate">The gate, laid out like the result, or null.</param>
    internal void Write<T>(
        T* band, nint planeStride, in ConvolutionGeometry phase, nint plane, int planeStep, int row, int rows, T* result, T* gate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = phase.Horizontal.Output;
        for (int channel = 0; channel < phase.OutputChannels; channel++, plane += planeStep)
        {
            for (int y = 0; y < rows; y++)
            {
                T* from = band + (channel * planeStride) + ((nint)y * width);
                nint start = (((plane * _rows) + _firstRow + ((nint)(row + y) * _rowStep)) * _columns) + _firstColumn;
                if (gate is null)
                    Spread(from, width, result + start, _columnStep);
                else
                    for (int x = 0; x < width; x++) result[start + ((nint)x * _columnStep)] = gate[start + ((nint)x * _columnStep)] > T.Zero ? from[x] : T.Zero;
            }
        }
    }

    /// <summary>Writes the results of a phase that meets no tap: what an epilogue makes of a sum of nothing.</summary>
    internal void Fill<T>(in Slicing slicing, int pictures, in ConvolutionGeometry phase, T* bias, bool relu, T* result, T* gate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int picture = 0; picture < pictures; picture++)
        {
            nint plane = slicing.ResultPlane(picture);
            for (int channel = 0; channel < phase.OutputChannels; channel++, plane += slicing.AllSlices)
            {
                T value = bias[(slicing.Group(picture) * phase.OutputChannels) + channel];
                if (relu && T.Zero > value) value = T.Zero;
                for (int y = 0; y < phase.Vertical.Output; y++)
                {
                    nint start = (((plane * _rows) + _firstRow + ((nint)y * _rowStep)) * _columns) + _firstColumn;
                    for (int x = 0; x < phase.Horizontal.Output; x++)
                    {
                        nint place = start + ((nint)x * _columnStep);
                        result[place] = gate is null || gate[place] > T.Zero ? value : T.Zero;
                    }
                }
            }
        }
    }

    private static void Spread<T>(T* from, int count, T* to, int step)
        where T : unmanaged
    {
        if (step == 1)
        {
            new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
            return;
        }

        for (int x = 0; x < count; x++, to += step) *to = from[x];
    }
}
