using System.Diagnostics;
using System.Runtime.InteropServices;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Winograd;

namespace Adjoint.Benchmarks;

/// <summary>What the planar and the interleaved correlation reach on one core, for layers of classifiers and denoisers.</summary>
internal static class CorrelationForms
{
    private const int Rounds = 25;
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(4);

    /// <summary>Prints a table: GFLOP/s, two operations a multiply-add; the fastest of many short rounds in which the forms take turns, which other work on the machine disturbs least.</summary>
    public static void Print()
    {
        Console.WriteLine("layer (batch × size × inputs → outputs, taps) | forward planar | interleaved | Winograd | adjoint planar | interleaved | Winograd | kernel gradient planar | interleaved | Winograd");
        foreach ((int batch, int size, int inputs, int outputs, int taps, int pad) in new[]
        {
            (8, 28, 1, 32, 3, 1), (8, 14, 32, 64, 3, 1), (8, 7, 64, 64, 3, 0), (8, 7, 64, 64, 3, 1), (2, 14, 32, 64, 3, 1), (2, 7, 64, 64, 3, 0), (8, 14, 32, 32, 3, 1), (8, 14, 16, 24, 5, 2), (8, 28, 8, 16, 3, 1),
            (8, 32, 3, 32, 3, 1), (8, 8, 128, 128, 1, 0), (4, 40, 64, 64, 3, 1), (1, 64, 64, 64, 3, 1), (1, 256, 64, 64, 3, 1), (4, 40, 1, 64, 3, 1), (4, 40, 64, 1, 3, 1), (1, 256, 1, 64, 3, 1), (1, 256, 64, 1, 3, 1),
            (1, 256, 3, 8, 3, 0), (1, 254, 8, 1, 3, 0), (1, 256, 16, 16, 3, 1), (1, 256, 32, 32, 3, 1), (1, 40, 16, 16, 3, 1), (1, 40, 8, 8, 3, 1), (1, 256, 24, 24, 5, 2),
        })
        {
            ConvolutionAxis axis = new(size, taps, size + (2 * pad) - taps + 1, 1, 1, 1, pad);
            ConvolutionGeometry g = new(batch, inputs, outputs, axis, axis);
            ConvolutionAxis back = new(axis.Output, taps, size, 1, 1, 1, taps - 1 - pad);
            ConvolutionGeometry adjoint = new(batch, outputs, inputs, back, back);
            Memory<float> source = Some(g.SourceLength), kernel = Some(g.KernelLength), cotangent = Some(g.ResultLength), result = Some(g.ResultLength);
            Memory<float> gradient = Some(g.KernelLength), sourceGradient = Some(g.SourceLength);
            Memory<float> scratch = Some(new[]
            {
                Correlation.ForwardScratch(g), Correlation.ForwardScratch(adjoint), Correlation.KernelGradientScratch(g),
                InterleavedCorrelation.ForwardScratch(g), InterleavedCorrelation.ForwardScratch(adjoint), InterleavedCorrelation.KernelGradientScratch(g),
                taps == 3 ? Math.Max(WinogradCorrelation.KernelGradientScratch(g), Math.Max(WinogradCorrelation.ForwardScratch(g), WinogradCorrelation.ForwardScratch(adjoint))) : 0,
            }.Max());
            double[] rates = Rates(
                2e-9 * g.ResultLength * inputs * taps * taps,
                () => Correlation.Forward<float>(g, source.Span, kernel.Span, false, default, result.Span, scratch.Span, WorkerPool.Serial),
                () => InterleavedCorrelation.Forward<float>(g, source.Span, kernel.Span, false, default, result.Span, scratch.Span, WorkerPool.Serial),
                () => { if (taps == 3) WinogradCorrelation.Forward<float>(g, source.Span, kernel.Span, false, default, result.Span, scratch.Span, WorkerPool.Serial); },
                () => Correlation.Forward<float>(adjoint, cotangent.Span, kernel.Span, true, default, sourceGradient.Span, scratch.Span, WorkerPool.Serial),
                () => InterleavedCorrelation.Forward<float>(adjoint, cotangent.Span, kernel.Span, true, default, sourceGradient.Span, scratch.Span, WorkerPool.Serial),
                () => { if (taps == 3) WinogradCorrelation.Forward<float>(adjoint, cotangent.Span, kernel.Span, true, default, sourceGradient.Span, scratch.Span, WorkerPool.Serial); },
                () => Correlation.KernelGradient<float>(g, source.Span, cotangent.Span, false, gradient.Span, scratch.Span, WorkerPool.Serial),
                () => InterleavedCorrelation.KernelGradient<float>(g, source.Span, cotangent.Span, gradient.Span, scratch.Span, WorkerPool.Serial),
                () => { if (taps == 3) WinogradCorrelation.KernelGradient<float>(g, source.Span, cotangent.Span, gradient.Span, scratch.Span, WorkerPool.Serial); });
            Console.WriteLine(FormattableString.Invariant($"{batch} × {size}² × {inputs} → {outputs}, {taps}²{(pad > 0 ? " same" : "")} | ") + string.Join(" | ", rates.Select(rate => FormattableString.Invariant($"{rate,5:F1}"))));
        }
    }

    private static double[] Rates(double work, params Action[] forms)
    {
        int[] runs = new int[forms.Length];
        for (int i = 0; i < forms.Length; i++)
        {
            forms[i]();
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < 10 * s_round)
            {
                forms[i]();
            }

            start = Stopwatch.GetTimestamp();
            do
            {
                forms[i]();
                runs[i]++;
            }
            while (Stopwatch.GetElapsedTime(start) < s_round);
        }

        double[][] times = [.. forms.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < forms.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                for (int run = 0; run < runs[i]; run++)
                {
                    forms[i]();
                }

                times[i][round] = Stopwatch.GetElapsedTime(start).TotalSeconds / runs[i];
            }
        }

        return [.. times.Select(all => work / all.Min())];
    }

    /// <summary>Numbers that start on a cache line, as those of a plan do.</summary>
    private static Memory<float> Some(long length)
    {
        float[] array = GC.AllocateUninitializedArray<float>((int)length + 16, pinned: true);
        int skip = (int)((64 - (Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) % 64)) % 64) / sizeof(float);
        Memory<float> numbers = array.AsMemory(skip, (int)length);
        Random random = new(1);
        foreach (ref float number in numbers.Span)
        {
            number = (float)((2 * random.NextDouble()) - 1);
        }

        return numbers;
    }
}
