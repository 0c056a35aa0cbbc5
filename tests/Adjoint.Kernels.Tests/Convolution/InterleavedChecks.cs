using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Tests.Convolution;

/// <summary>A form of the correlation of interleaved pictures against the definition, which is written for planar pictures: so they are brought into that order first.</summary>
internal sealed class InterleavedChecks<TForm> : IDisposable
    where TForm : IInterleavedForm
{
    private readonly WorkerPool[] _pools = [WorkerPool.Serial, new(2), new(3), new(8)];

    public void Dispose()
    {
        foreach (WorkerPool pool in _pools) pool.Dispose();
    }

    public void SameBitsForAnyThreads(ConvolutionGeometry g)
    {
        float[] source = Numbers.Some<float>(g.SourceLength, 1), kernel = Numbers.Some<float>(g.KernelLength, 2);
        float[] cotangent = Numbers.Some<float>(g.ResultLength, 3);
        float[]? firstResult = null, firstGradient = null;
        foreach (WorkerPool pool in _pools)
        {
            float[] result = new float[g.ResultLength], gradient = new float[g.KernelLength];
            TForm.Forward<float>(g, source, kernel, false, default, result, new float[TForm.ForwardScratch(g)], pool);
            TForm.KernelGradient<float>(g, source, cotangent, gradient, new float[TForm.KernelGradientScratch(g)], pool);
            Numbers.SameBits<float>(firstResult ??= result, result, $"{pool.Threads} threads, {g}");
            Numbers.SameBits<float>(firstGradient ??= gradient, gradient, $"gradient, {pool.Threads} threads, {g}");
        }

        Numbers.Close<float>(Forward<float>(g, source, kernel, false), firstResult, Tolerance<float>(g), $"{g}");
        Numbers.Close<float>(KernelGradient<float>(g, source, cotangent), firstGradient, GradientTolerance<float>(g), $"gradient, {g}");
    }

    public void Check<T>(ConvolutionGeometry g, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int kind = 0; kind < 4; kind++) CheckForward<T>(g, kind, seed + kind);
        if (TForm.HasKernelGradient(g)) CheckKernelGradient<T>(g, seed);
    }

    /// <summary>Kinds: 0 nothing, 1 bias and channels exchanged, 2 bias and ReLU, 3 gate and channels exchanged.</summary>
    private void CheckForward<T>(ConvolutionGeometry g, int kind, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string about = $"seed {seed}, kind {kind}, {typeof(T).Name}, {g}";
        bool swap = kind % 2 == 1;
        T[] source = Numbers.Some<T>(g.SourceLength, seed), kernel = Numbers.Some<T>(g.KernelLength, seed + 1);
        T[] bias = kind is 1 or 2 ? Numbers.Some<T>(g.OutputChannels, seed + 2) : [];
        T[] gate = kind == 3 ? Numbers.Some<T>(g.ResultLength, seed + 3) : [];
        double[] expected = Forward<T>(g, source, kernel, swap);
        for (int i = 0; i < expected.Length; i++)
        {
            if (bias.Length > 0) expected[i] += double.CreateChecked(bias[i % g.OutputChannels]);
            if (kind == 2) expected[i] = Math.Max(0, expected[i]);
            if (gate.Length > 0 && !(gate[i] > T.Zero)) expected[i] = 0;
        }

        var result = new Guarded<T>(g.ResultLength);
        var scratch = new Guarded<T>(TForm.ForwardScratch(g));
        var epilogue = new Epilogue<T> { Bias = bias, Relu = kind == 2, Gate = gate };
        TForm.Forward(g, source, kernel, swap, epilogue, result.Span, scratch.Span, _pools[1]);
        result.Check(about);
        scratch.Check(about);
        Numbers.Close<T>(expected, result.Span, Tolerance<T>(g), about);
    }

    private void CheckKernelGradient<T>(ConvolutionGeometry g, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string about = $"gradient, seed {seed}, {typeof(T).Name}, {g}";
        T[] source = Numbers.Some<T>(g.SourceLength, seed), cotangent = Numbers.Some<T>(g.ResultLength, seed + 1);
        var result = new Guarded<T>(g.KernelLength);
        var scratch = new Guarded<T>(TForm.KernelGradientScratch(g));
        TForm.KernelGradient(g, source, cotangent, result.Span, scratch.Span, _pools[1]);
        result.Check(about);
        scratch.Check(about);
        Numbers.Close<T>(KernelGradient<T>(g, source, cotangent), result.Span, GradientTolerance<T>(g), about);
    }

    private static double[] Forward<T>(in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> kernel, bool swap)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] planar = Moved(g.Batch, g.Vertical.Input * g.Horizontal.Input, g.InputChannels, Numbers.Doubles(source));
        return Moved(g.Batch, g.OutputChannels, g.Vertical.Output * g.Horizontal.Output, CorrelationReference.Forward(g, planar, Numbers.Doubles(kernel), swap));
    }

    private static double[] KernelGradient<T>(in ConvolutionGeometry g, ReadOnlySpan<T> source, ReadOnlySpan<T> cotangent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        CorrelationReference.KernelGradient(
            g,
            Moved(g.Batch, g.Vertical.Input * g.Horizontal.Input, g.InputChannels, Numbers.Doubles(source)),
            Moved(g.Batch, g.Vertical.Output * g.Horizontal.Output, g.OutputChannels, Numbers.Doubles(cotangent)),
            false);

    /// <summary>[batch][rows][columns] → [batch][columns][rows].</summary>
    private static double[] Moved(int batch, int rows, int columns, double[] numbers)
    {
        var result = new double[numbers.Length];
        for (int n = 0; n < batch; n++)
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    result[(((n * columns) + column) * rows) + row] = numbers[(((n * rows) + row) * columns) + column];
        return result;
    }

    private static double Tolerance<T>(ConvolutionGeometry g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TForm.Slack * Numbers.Tolerance<T>() * Math.Max(4, Math.Sqrt(g.InputChannels * g.Vertical.Kernel * g.Horizontal.Kernel));

    // Roundings add up like a random walk over the products of a sum, which are as many as places here.
    private static double GradientTolerance<T>(ConvolutionGeometry g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TForm.Slack * Numbers.Tolerance<T>() * Math.Max(4, Math.Sqrt(g.Batch * g.Vertical.Output * g.Horizontal.Output));
}
