using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Pooling;

/// <summary>
/// Rows of windows. A line is what lies side by side in the result: the channels of one window if they are interleaved, else
/// the windows of a row. Tap by tap, a register of the line is compared with the largest so far.
/// </summary>
internal readonly unsafe struct WindowMaximumBody<T, TVector>(WindowGeometry geometry, T* source, T* result, int rowsPerPart) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    /// <summary>Longest piece of a line: what is kept of it stays in the first-level cache.</summary>
    private const int LongestLine = 512;

    /// <inheritdoc/>
    public void Run(int part)
    {
        T* largest = stackalloc T[LongestLine], gathered = stackalloc T[LongestLine];
        int end = Math.Min(geometry.Rows, (part + 1) * rowsPerPart);
        for (int row = part * rowsPerPart; row < end; row++)
        {
            (int rest, int second) = Math.DivRem(row, geometry.Second.Output);
            (int outer, int first) = Math.DivRem(rest, geometry.First.Output);
            T* from = source + ((nint)outer * geometry.InputSize), to = result + ((nint)row * geometry.RowSize);
            if (geometry.Inner == 1)
            {
                for (int start = 0; start < geometry.Third.Output; start += LongestLine)
                    AcrossWindows(from, first, second, start, Math.Min(LongestLine, geometry.Third.Output - start), largest, gathered, to + start);
            }
            else if (geometry.Inner >= TVector.Count)
            {
                for (int third = 0; third < geometry.Third.Output; third++, to += geometry.Inner) AcrossRegisters(from, first, second, third, to);
            }
            else
            {
                for (int third = 0; third < geometry.Third.Output; third++)
                    for (int start = 0; start < geometry.Inner; start += LongestLine)
                        AcrossChannels(from + start, first, second, third, Math.Min(LongestLine, geometry.Inner - start), largest, to + ((nint)third * geometry.Inner) + start);
            }
        }
    }

    /// <summary>The channels of one window, a register after the other; the last one ends with the last channel.</summary>
    private void AcrossRegisters(T* from, int first, int second, int third, T* to)
    {
        int i0 = geometry.First.FirstTap(first), i1 = geometry.First.EndTap(first), j0 = geometry.Second.FirstTap(second), j1 = geometry.Second.EndTap(second);
        int k0 = geometry.Third.FirstTap(third), k1 = geometry.Third.EndTap(third), last = geometry.Inner - TVector.Count;
        nint step = geometry.Third.Dilation * (nint)geometry.Inner;
        for (int next = 0; next < geometry.Inner; next += TVector.Count)
        {
            int channel = Math.Min(next, last);
            TVector largest = TVector.Broadcast(T.NegativeInfinity), offset = TVector.Broadcast(T.CreateTruncating(Offset(i0, j0, k0)));
            for (int i = i0; i < i1; i++)
                for (int j = j0; j < j1; j++)
                {
                    T* numbers = from + Place(first, second, third, i, j, k0) + channel;
                    for (int k = k0; k < k1; k++, numbers += step)
                    {
                        TVector number = TVector.Load(numbers);
                        offset = TVector.ConditionalSelect(TVector.GreaterThan(number, largest), TVector.Broadcast(T.CreateTruncating(Offset(i, j, k))), offset);
                        largest = TVector.Max(number, largest);
                    }
                }

            TVector.Store(offset, to + channel);

            // Not-a-number makes the sum of the differences from itself not zero, as infinity does: rare, and looked at closely.
            if (TVector.Sum(TVector.Subtract(largest, largest)) == T.Zero) continue;
            for (int c = channel; c < channel + TVector.Count; c++)
                if (FirstNaN(from + c, first, second, third) is int place and >= 0) to[c] = T.CreateTruncating(place);
        }
    }

    private void AcrossWindows(T* from, int first, int second, int start, int count, T* largest, T* gathered, T* to)
    {
        WindowAxis axis = geometry.Third;
        int line = Offset(geometry.First.FirstTap(first), geometry.Second.FirstTap(second), 0);
        for (int i = 0; i < count; i++)
        {
            largest[i] = T.NegativeInfinity;
            to[i] = T.CreateTruncating(line + axis.FirstTap(start + i));
        }

        for (int i = geometry.First.FirstTap(first); i < geometry.First.EndTap(first); i++)
        {
            for (int j = geometry.Second.FirstTap(second); j < geometry.Second.EndTap(second); j++)
            {
                T* row = from + (((nint)geometry.First.Place(first, i) * geometry.Second.Input) + geometry.Second.Place(second, j)) * axis.Input;
                for (int k = 0; k < axis.Taps; k++)
                {
                    int begin = Math.Max(start, axis.FirstWindow(k)), windows = Math.Min(start + count, axis.EndWindow(k)) - begin;
                    if (windows <= 0) continue;
                    T* numbers = row + axis.Place(begin, k);
                    if (axis.Stride > 1)
                    {
                        for (int w = 0; w < windows; w++) gathered[w] = numbers[(nint)w * axis.Stride];
                        numbers = gathered;
                    }

                    Compare(numbers, windows, T.CreateTruncating(Offset(i, j, k)), largest + (begin - start), to + (begin - start));
                }
            }
        }

        for (int i = 0; i < count; i++)
            if (T.IsNaN(largest[i])) to[i] = T.CreateTruncating(FirstNaN(from, first, second, start + i));
    }

    private void AcrossChannels(T* from, int first, int second, int third, int count, T* largest, T* to)
    {
        T start = T.CreateTruncating(Offset(geometry.First.FirstTap(first), geometry.Second.FirstTap(second), geometry.Third.FirstTap(third)));
        new Span<T>(largest, count).Fill(T.NegativeInfinity);
        new Span<T>(to, count).Fill(start);
        for (int i = geometry.First.FirstTap(first); i < geometry.First.EndTap(first); i++)
            for (int j = geometry.Second.FirstTap(second); j < geometry.Second.EndTap(second); j++)
                for (int k = geometry.Third.FirstTap(third); k < geometry.Third.EndTap(third); k++)
                    Compare(from + Place(first, second, third, i, j, k), count, T.CreateTruncating(Offset(i, j, k)), largest, to);
        for (int c = 0; c < count; c++)
            if (T.IsNaN(largest[c])) to[c] = T.CreateTruncating(FirstNaN(from + c, first, second, third));
    }

    /// <summary>Where a number is larger than the largest so far, its offset is noted. Not-a-number stays once it is met.</summary>
    private static void Compare(T* numbers, int count, T offset, T* largest, T* to)
    {
        int i = 0;
        TVector wide = TVector.Broadcast(offset);
        for (; i <= count - TVector.Count; i += TVector.Count)
        {
            TVector number = TVector.Load(numbers + i), best = TVector.Load(largest + i);
            TVector.Store(TVector.ConditionalSelect(TVector.GreaterThan(number, best), wide, TVector.Load(to + i)), to + i);
            TVector.Store(TVector.Max(number, best), largest + i);
        }

        for (; i < count; i++)
        {
            if (numbers[i] > largest[i]) to[i] = offset;
            largest[i] = T.Max(numbers[i], largest[i]);
        }
    }

    /// <summary>The offset of the first not-a-number of a window, or −1.</summary>
    private int FirstNaN(T* from, int first, int second, int third)
    {
        for (int i = geometry.First.FirstTap(first); i < geometry.First.EndTap(first); i++)
            for (int j = geometry.Second.FirstTap(second); j < geometry.Second.EndTap(second); j++)
                for (int k = geometry.Third.FirstTap(third); k < geometry.Third.EndTap(third); k++)
                    if (T.IsNaN(from[Place(first, second, third, i, j, k)])) return Offset(i, j, k);
        return -1;
    }

    private int Offset(int i, int j, int k) => (((i * geometry.Second.Taps) + j) * geometry.Third.Taps) + k;

    private nint Place(int first, int second, int third, int i, int j, int k)
    {
        nint plane = ((nint)geometry.First.Place(first, i) * geometry.Second.Input) + geometry.Second.Place(second, j);
        return ((plane * geometry.Third.Input) + geometry.Third.Place(third, k)) * geometry.Inner;
    }
}
