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
            else
            {
                for (int third = 0; third < geometry.Third.Output; third++)
                    for (int start = 0; start < geometry.Inner; start += LongestLine)
                        AcrossChannels(from + start, first, second, third, Math.Min(LongestLine, geometry.Inner - start), largest, to + ((nint)third * geometry.Inner) + start);
            }
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

    private int FirstNaN(T* from, int first, int second, int third)
    {
        for (int i = geometry.First.FirstTap(first); i < geometry.First.EndTap(first); i++)
            for (int j = geometry.Second.FirstTap(second); j < geometry.Second.EndTap(second); j++)
                for (int k = geometry.Third.FirstTap(third); k < geometry.Third.EndTap(third); k++)
                    if (T.IsNaN(from[Place(first, second, third, i, j, k)])) return Offset(i, j, k);
        return 0;
    }

    private int Offset(int i, int j, int k) => (((i * geometry.Second.Taps) + j) * geometry.Third.Taps) + k;

    private nint Place(int first, int second, int third, int i, int j, int k)
    {
        nint plane = ((nint)geometry.First.Place(first, i) * geometry.Second.Input) + geometry.Second.Place(second, j);
        return ((plane * geometry.Third.Input) + geometry.Third.Place(third, k)) * geometry.Inner;
    }
}
