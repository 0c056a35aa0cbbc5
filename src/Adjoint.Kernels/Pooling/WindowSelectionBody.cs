using System.Numerics;
using Adjoint.Kernels.Indexing;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Pooling;

/// <summary>Rows of windows from each of which one number is read, or to which one is added.</summary>
internal readonly unsafe struct WindowSelectionBody<T>(WindowGeometry geometry, T* large, T* offsets, T* small, int rowsPerPart, bool adds) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int part)
    {
        int end = Math.Min(geometry.Rows, (part + 1) * rowsPerPart);
        for (int row = part * rowsPerPart; row < end; row++)
        {
            (int rest, int second) = Math.DivRem(row, geometry.Second.Output);
            (int outer, int first) = Math.DivRem(rest, geometry.First.Output);
            T* array = large + ((nint)outer * geometry.InputSize);
            nint at = (nint)row * geometry.RowSize;
            for (int third = 0; third < geometry.Third.Output; third++)
                for (int c = 0; c < geometry.Inner; c++, at++)
                    Move(array + c, Place(geometry, first, second, third, Tap(geometry, offsets[at], at)), at);
        }
    }

    private void Move(T* array, nint place, nint at)
    {
        if (adds)
        {
            if (place >= 0) array[place] += small[at];
        }
        else
        {
            small[at] = place >= 0 ? array[place] : T.Zero;
        }
    }

    /// <summary>The tap that an offset is, or an error.</summary>
    internal static int Tap(in WindowGeometry geometry, T offset, nint at) =>
        WholeNumber.Index(offset, geometry.Taps) is int tap and >= 0
            ? tap
            : throw new ArgumentException($"The offset {offset} at number {at} is no tap of a window of {geometry.Taps}; it must be a whole number from 0 to {geometry.Taps - 1}.");

    /// <summary>Where a tap lies, or −1 if that is padding.</summary>
    internal static nint Place(in WindowGeometry geometry, int first, int second, int third, int tap)
    {
        (int rest, int k) = Math.DivRem(tap, geometry.Third.Taps);
        (int i, int j) = Math.DivRem(rest, geometry.Second.Taps);
        int z = geometry.First.Place(first, i), y = geometry.Second.Place(second, j), x = geometry.Third.Place(third, k);
        return (uint)z < (uint)geometry.First.Input && (uint)y < (uint)geometry.Second.Input && (uint)x < (uint)geometry.Third.Input
            ? ((((nint)z * geometry.Second.Input) + y) * geometry.Third.Input + x) * geometry.Inner
            : -1;
    }
}
