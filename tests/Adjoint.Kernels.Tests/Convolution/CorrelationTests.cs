using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Tests.Convolution;

public sealed class CorrelationTests : IDisposable
{
    private readonly WorkerPool[] _pools = [WorkerPool.Serial, new(2), new(3), new(8)];

    public void Dispose()
    {
        foreach (WorkerPool pool in _pools) pool.Dispose();
    }

    [Fact]
    public void Named_geometries_are_right_in_float() => Named<float>();

    [Fact]
    public void Named_geometries_are_right_in_double() => Named<double>();

    [Fact]
    public void Random_geometries_are_right_in_float() => Random<float>(1000);

    [Fact]
    public void Random_geometries_are_right_in_double() => Random<double>(5000);

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        ConvolutionGeometry[] large =
        [
            new(1, 3, 8, Geometries.Plain(130, 3), Geometries.Plain(130, 3)),
            new(1, 8, 1, Geometries.Plain(131, 3), Geometries.Plain(129, 3)),
            new(1, 1, 8, Geometries.Plain(130, 3, 2), Geometries.Plain(130, 3, 2)),
            new(3, 16, 24, Geometries.Plain(29, 3, 1), Geometries.Plain(29, 3, 1)),
            new(2, 5, 9, new(120, 3, 60, 2, 1, 1, 1), new(121, 3, 60, 2, 1, 1, 1)),
            new(1, 9, 5, new(60, 4, 120, 1, 1, 2, 1), new(60, 4, 120, 1, 1, 2, 1)),
            new(2, 32, 32, Geometries.Plain(64, 3, 1), Geometries.Plain(64, 3, 1)) { Groups = 32 },
            new(1, 6, 8, Geometries.Plain(24, 3, 1), Geometries.Plain(40, 3, 1)) { Depth = Geometries.Plain(24, 3, 1), Groups = 2 },
        ];
        foreach (ConvolutionGeometry g in large)
        {
            float[] source = Numbers.Some<float>(g.SourceLength, 1), kernel = Numbers.Some<float>(g.KernelLength, 2);
            float[] cotangent = Numbers.Some<float>(g.ResultLength, 3);
            float[]? firstResult = null, firstGradient = null;
            foreach (WorkerPool pool in _pools)
            {
                float[] result = new float[g.ResultLength], gradient = new float[g.KernelLength];
                Correlation.Forward(g, source, kernel, false, default, result, new float[Correlation.ForwardScratch(g)], pool);
                Correlation.KernelGradient(
                    g, source, cotangent, false, gradient, new float[Correlation.KernelGradientScratch(g)], pool);
                Numbers.SameBits<float>(firstResult ??= result, result, $"{pool.Threads} threads, {g}");
                Numbers.SameBits<float>(firstGradient ??= gradient, gradient, $"gradient, {pool.Threads} threads, {g}");
            }
        }
    }

    [Fact]
    public void The_top_of_a_large_picture_is_that_of_the_picture_cut_off()
    {
        const int Height = 300, Width = 620, Rows = 16;
        var large = new ConvolutionGeometry(1, 8, 1, Geometries.Plain(Height, 3), Geometries.Plain(Width, 3));
        ConvolutionGeometry small = large with { Vertical = Geometries.Plain(Rows + 2, 3) };
        float[] source = Numbers.Some<float>(large.SourceLength, 1), kernel = Numbers.Some<float>(large.KernelLength, 2);
        var cut = new float[small.SourceLength];
        for (int channel = 0; channel < 8; channel++)
            source.AsSpan(channel * Height * Width, (Rows + 2) * Width).CopyTo(cut.AsSpan(channel * (Rows + 2) * Width));
        float[] whole = new float[large.ResultLength], top = new float[small.ResultLength];
        Correlation.Forward(large, source, kernel, false, default, whole, new float[Correlation.ForwardScratch(large)], _pools[1]);
        Correlation.Forward(small, cut, kernel, false, default, top, new float[Correlation.ForwardScratch(small)], _pools[0]);
        Numbers.SameBits<float>(top, whole.AsSpan(0, top.Length), "the top");
    }

    private void Named<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int seed = 0;
        foreach (ConvolutionGeometry g in Geometries.Named())
        {
            for (int kind = 0; kind < 4; kind++) Forward<T>(g, kind, seed++);
            KernelGradient<T>(g, false, seed++);
            KernelGradient<T>(g, true, seed++);
        }
    }

    private void Random<T>(int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < 400; i++, seed++)
        {
            ConvolutionGeometry g = Geometries.Random(new Random(seed));
            Forward<T>(g, i % 4, seed);
            KernelGradient<T>(g, i % 2 == 1, seed);
        }
    }

    /// <summary>Kinds: 0 nothing, 1 bias and channels exchanged, 2 bias and ReLU, 3 gate and channels exchanged.</summary>
    private void Forward<T>(ConvolutionGeometry g, int kind, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string about = $"seed {seed}, kind {kind}, {typeof(T).Name}, {g}";
        bool swap = kind % 2 == 1;
        T[] source = Numbers.Some<T>(g.SourceLength, seed), kernel = Numbers.Some<T>(g.KernelLength, seed + 1);
        T[] bias = kind is 1 or 2 ? Numbers.Some<T>(g.OutputChannels, seed + 2) : [];
        T[] gate = kind == 3 ? Numbers.Some<T>(g.ResultLength, seed + 3) : [];
        double[] expected = CorrelationReference.Forward(g, Numbers.Doubles<T>(source), Numbers.Doubles<T>(kernel), swap);
        int plane = Math.Max(1, g.Depth.Output * g.Vertical.Output * g.Horizontal.Output);
        for (int i = 0; i < expected.Length; i++)
        {
            if (bias.Length > 0) expected[i] += double.CreateChecked(bias[i / plane % g.OutputChannels]);
            if (kind == 2) expected[i] = Math.Max(0, expected[i]);
            if (gate.Length > 0 && !(gate[i] > T.Zero)) expected[i] = 0;
        }

        T[]? first = null;
        foreach (WorkerPool pool in _pools)
        {
            var result = new Guarded<T>(g.ResultLength);
            var scratch = new Guarded<T>(Correlation.ForwardScratch(g));
            var epilogue = new Epilogue<T> { Bias = bias, Relu = kind == 2, Gate = gate };
            Correlation.Forward(g, source, kernel, swap, epilogue, result.Span, scratch.Span, pool);
            result.Check(about);
            scratch.Check(about);
            if (first is null) Numbers.Close<T>(expected, result.Span, Tolerance<T>(g), about);
            else Numbers.SameBits<T>(first, result.Span, about);
            first ??= result.Span.ToArray();
            if (g.ResultLength * g.InputChannels * g.Depth.Kernel * g.Vertical.Kernel * g.Horizontal.Kernel < 512 * 1024) break; // one part
        }
    }

    private void KernelGradient<T>(ConvolutionGeometry g, bool swap, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string about = $"gradient, seed {seed}, {typeof(T).Name}, swap {swap}, {g}";
        T[] source = Numbers.Some<T>(g.SourceLength, seed), cotangent = Numbers.Some<T>(g.ResultLength, seed + 1);
        double[] expected = CorrelationReference.KernelGradient(g, Numbers.Doubles<T>(source), Numbers.Doubles<T>(cotangent), swap);
        T[]? first = null;
        foreach (WorkerPool pool in _pools)
        {
            var result = new Guarded<T>(g.KernelLength);
            var scratch = new Guarded<T>(Correlation.KernelGradientScratch(g));
            Correlation.KernelGradient(g, source, cotangent, swap, result.Span, scratch.Span, pool);
            result.Check(about);
            scratch.Check(about);
            if (first is null) Numbers.Close<T>(expected, result.Span, Tolerance<T>(g), about);
            else Numbers.SameBits<T>(first, result.Span, about);
            first ??= result.Span.ToArray();
            if (g.ResultLength * g.InputChannels * g.Depth.Kernel * g.Vertical.Kernel * g.Horizontal.Kernel < 512 * 1024) break;
        }
    }

    private static double Tolerance<T>(ConvolutionGeometry g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Numbers.Tolerance<T>() * Math.Max(4, Math.Sqrt(g.InputChannels * g.Depth.Kernel * g.Vertical.Kernel * g.Horizontal.Kernel));
}
