using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Pooling;

namespace Adjoint.Kernels.Tests.Pooling;

/// <summary>Windows against a plain loop, at lines of every length around the registers' and of more than one piece.</summary>
public class WindowTests
{
    private static readonly int[] Lines = [.. Enumerable.Range(1, 40), 63, 65, 511, 513, 1030];

    [Fact]
    public void Windows_of_floats() => Agree<float>();

    [Fact]
    public void Windows_of_doubles() => Agree<double>();

    [Fact]
    public void An_offset_that_is_no_tap_is_refused_in_every_lane()
    {
        foreach (int channels in new[] { 1, 5, 8, 16, 48 })
        {
            var axis = new WindowAxis(4, 2, 2, 2, 1, 0);
            var g = new WindowGeometry(2, WindowAxis.None, axis, axis, channels);
            float[] source = Numbers.Some<float>(g.Outer * g.InputSize, 1), offsets = new float[8 * channels], result = new float[8 * channels];

            // Offsets are rounded to the nearest tap, halves up, whichever way they are read.
            float[] rounded = new float[offsets.Length], expected = new float[offsets.Length], moved = new float[source.Length], scattered = new float[source.Length];
            for (int at = 0; at < offsets.Length; at++) (offsets[at], rounded[at]) = (at % 6) switch { 0 => (-0.5f, 0), 1 => (0.25f, 0), 2 => (0.5f, 1f), 3 => (1.75f, 2), 4 => (2.5f, 3), _ => (3.25f, 3) };
            WindowSelection.Gather(g, source, offsets, result, WorkerPool.Serial);
            WindowSelection.Gather(g, source, rounded, expected, WorkerPool.Serial);
            Numbers.SameBits<float>(expected, result, $"{channels} channels");
            WindowSelection.ScatterAdd(g, result, offsets, moved, WorkerPool.Serial);
            WindowSelection.ScatterAdd(g, result, rounded, scattered, WorkerPool.Serial);
            Numbers.SameBits<float>(scattered, moved, $"{channels} channels");
            Array.Clear(offsets);
            foreach (float wrong in new[] { -1f, -0.75f, 3.5f, 4, 1e9f, float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                for (int at = 0; at < offsets.Length; at += 7)
                {
                    offsets[at] = wrong;
                    ArgumentException error = Assert.Throws<ArgumentException>(() => WindowSelection.Gather(g, source, offsets, result, WorkerPool.Serial));
                    Assert.Contains($"at number {at} ", error.Message, StringComparison.Ordinal);
                    Assert.Throws<ArgumentException>(() => WindowSelection.ScatterAdd(g, result, offsets, source, WorkerPool.Serial));
                    offsets[at] = 0;
                }
            }
        }
    }

    private static void Agree<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int line in Lines)
        {
            foreach (int stride in new[] { 1, 2, 3 })
            {
                // Planar: the line is a row of windows. Interleaved: it is the channels.
                var across = new WindowAxis((line * stride) + 1, 3, line, stride, 1, 1);
                Agree<T>(new(2, WindowAxis.None, new(4, 2, 2, 2, 1, 0), across, 1), $"planar {line} by {stride}");
                Agree<T>(new(1, new(2, 2, 2, 1, 1, 1), new(3, 2, 2, stride, 2, 1), new(4, 2, 2, stride, 1, 0), line), $"interleaved {line} by {stride}");
            }
        }
    }

    private static void Agree<T>(WindowGeometry g, string about)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int windows = g.Outer * g.First.Output * g.Second.Output * g.Third.Output * g.Inner;
        T[] source = Numbers.Some<T>((long)g.Outer * g.InputSize, windows), values = Numbers.Some<T>(windows, 1);
        for (int i = 5; i < source.Length; i += 31) source[i] = i % 2 == 0 ? T.NaN : T.NegativeInfinity;
        T[] offsets = new T[windows], gathered = new T[windows], scattered = new T[source.Length];
        for (int at = 0; at < windows; at++)
        {
            T? largest = null;
            foreach ((int tap, int place) in Taps(g, at))
            {
                T number = source[place];
                if (largest is T known && !(number > known) && (!T.IsNaN(number) || T.IsNaN(known))) continue;
                (largest, offsets[at], gathered[at]) = (number, T.CreateChecked(tap), number);
            }

            foreach ((int tap, int place) in Taps(g, at))
                if (tap == int.CreateChecked(offsets[at])) scattered[place] += values[at];
        }

        var found = new Guarded<T>(windows);
        WindowMaximum.Offsets(g, source, found.Span, WorkerPool.Shared);
        found.Check(about);
        Numbers.SameBits<T>(offsets, found.Span, about);
        var read = new Guarded<T>(windows);
        WindowSelection.Gather(g, source, offsets, read.Span, WorkerPool.Shared);
        read.Check(about);
        Numbers.SameBits<T>(gathered, read.Span, about);
        var added = new Guarded<T>(source.Length);
        WindowSelection.ScatterAdd(g, values, offsets, added.Span, WorkerPool.Shared);
        added.Check(about);
        Numbers.SameBits<T>(scattered, added.Span, about);
    }

    /// <summary>The taps of the window at one place of the result that are not padding, and where they lie.</summary>
    private static IEnumerable<(int Tap, int Place)> Taps(WindowGeometry g, int at)
    {
        int inner = at % g.Inner, rest = at / g.Inner;
        int third = rest % g.Third.Output, second = rest / g.Third.Output % g.Second.Output;
        int first = rest / g.Third.Output / g.Second.Output % g.First.Output, outer = rest / g.Third.Output / g.Second.Output / g.First.Output;
        for (int tap = 0; tap < g.Taps; tap++)
        {
            int z = Place(g.First, first, tap / g.Third.Taps / g.Second.Taps), y = Place(g.Second, second, tap / g.Third.Taps % g.Second.Taps), x = Place(g.Third, third, tap % g.Third.Taps);
            if (z >= 0 && y >= 0 && x >= 0) yield return (tap, (((((outer * g.First.Input) + z) * g.Second.Input) + y) * g.Third.Input + x) * g.Inner + inner);
        }
    }

    private static int Place(WindowAxis axis, int window, int tap) =>
        (window * axis.Stride) + (tap * axis.Dilation) - axis.Before is int place && place >= 0 && place < axis.Input ? place : -1;
}
