using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Pooling;

/// <summary>
/// Rows of windows of interleaved pictures, a register of channels at a time. Lanes want different taps of their window, so every tap is read, and each
/// lane keeps that of its offset: for windows of few taps. Offsets are rounded as <see cref="Indexing.WholeNumber"/> does: tap t stands for t ≤ offset + ½ &lt; t + 1.
/// </summary>
internal readonly unsafe struct ChannelSelectionBody<T, TVector>(WindowGeometry geometry, T* large, T* offsets, T* small, int rowsPerPart, bool adds) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    /// <summary>Taps beyond which going to each number's place one by one is faster.</summary>
    internal const int MostTaps = 16;

    /// <summary>True if the windows are what this is made for: channels fill registers, so that no number is added twice.</summary>
    internal static bool Fits(in WindowGeometry geometry) => TVector.Count > 1 && geometry.Inner % TVector.Count == 0 && geometry.Taps <= MostTaps;

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
            for (int third = 0; third < geometry.Third.Output; third++, at += geometry.Inner)
            {
                CheckOffsets(at);
                if (adds) Add(array, first, second, third, at);
                else Read(array, first, second, third, at);
            }
        }
    }

    private void Read(T* array, int first, int second, int third, nint at)
    {
        for (int channel = 0; channel < geometry.Inner; channel += TVector.Count)
        {
            // Tap after tap, a lane takes over what it meets as long as its offset is not behind.
            TVector offset = Offset(at + channel), picked = TVector.Zero;
            for (int tap = 0; tap < geometry.Taps; tap++)
            {
                nint place = Place(first, second, third, tap);
                TVector met = place >= 0 ? TVector.Load(array + place + channel) : TVector.Zero;
                picked = TVector.ConditionalSelect(TVector.GreaterThan(TVector.Broadcast(T.CreateTruncating(tap)), offset), picked, met);
            }

            TVector.Store(picked, small + at + channel);
        }
    }

    private void Add(T* array, int first, int second, int third, nint at)
    {
        for (int tap = 0; tap < geometry.Taps; tap++)
        {
            nint place = Place(first, second, third, tap);
            if (place < 0) continue;
            TVector own = TVector.Broadcast(T.CreateTruncating(tap)), next = TVector.Broadcast(T.CreateTruncating(tap + 1));
            for (int channel = 0; channel < geometry.Inner; channel += TVector.Count)
            {
                TVector offset = Offset(at + channel), value = TVector.Load(small + at + channel);
                value = TVector.ConditionalSelect(TVector.GreaterThan(own, offset), TVector.Zero, value);
                value = TVector.ConditionalSelect(TVector.GreaterThan(next, offset), value, TVector.Zero);
                T* to = array + place + channel;
                TVector.Store(TVector.Add(TVector.Load(to), value), to);
            }
        }
    }

    /// <summary>Each offset must be a tap; lanes that are too small, too large or not a number count.</summary>
    private void CheckOffsets(nint at)
    {
        TVector wrong = TVector.Zero, one = TVector.Broadcast(T.One), taps = TVector.Broadcast(T.CreateTruncating(geometry.Taps));
        for (int channel = 0; channel < geometry.Inner; channel += TVector.Count)
        {
            TVector offset = Offset(at + channel);
            TVector right = TVector.ConditionalSelect(TVector.GreaterThan(taps, offset), one, TVector.Zero);
            right = TVector.ConditionalSelect(TVector.GreaterThan(TVector.Zero, offset), TVector.Zero, right);
            wrong = TVector.Add(wrong, TVector.Subtract(one, right));
        }

        if (TVector.Sum(wrong) == T.Zero) return;
        for (nint i = at; i < at + geometry.Inner; i++) WindowSelectionBody<T>.Tap(geometry, offsets[i], i);
    }

    /// <summary>A register of offsets, half a tap further.</summary>
    private TVector Offset(nint at) => TVector.Add(TVector.Load(offsets + at), TVector.Broadcast(T.CreateTruncating(0.5)));

    /// <summary>Where the first channel of a tap lies, or −1 if that is padding.</summary>
    private nint Place(int first, int second, int third, int tap) => WindowSelectionBody<T>.Place(geometry, first, second, third, tap);
}
