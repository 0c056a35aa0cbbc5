using System.Numerics;
using Adjoint.Kernels.MatrixProduct;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Tests.MatrixProduct;

public sealed class GeneralMatrixProductTests : IDisposable
{
    private readonly WorkerPool[] _pools = [WorkerPool.Serial, new(2), new(3), new(8)];

    public void Dispose()
    {
        foreach (WorkerPool pool in _pools) pool.Dispose();
    }

    [Fact]
    public void Products_are_right_in_float() => Products<float>();

    [Fact]
    public void Products_are_right_in_double() => Products<double>();

    [Fact]
    public void A_span_that_is_too_short_is_refused()
    {
        var scratch = new float[GeneralMatrixProduct.Scratch(2, 2, 2)];
        Assert.Throws<ArgumentException>(() => GeneralMatrixProduct.Multiply<float>(
            2, 2, 2, new float[3], 2, false, new float[4], 2, false, false, new float[4], 2, scratch, WorkerPool.Serial));
        Assert.Throws<ArgumentException>(() => GeneralMatrixProduct.Multiply<float>(
            2, 2, 2, new float[4], 2, false, new float[4], 2, false, false, new float[4], 2, scratch.AsSpan(1).ToArray(), WorkerPool.Serial));
    }

    private void Products<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int seed = 0;
        foreach ((int m, int n, int k) in Sizes())
        {
            for (int kind = 0; kind < 8; kind++) Product<T>(m, n, k, kind, seed++);
        }
    }

    private static IEnumerable<(int M, int N, int K)> Sizes()
    {
        for (int size = 0; size < 20; size++) yield return (size, 17 - (size / 2), size * 3 % 11);
        for (int n = 20; n < 70; n++) yield return (9, n, 5);
        yield return (1, 1, 1);
        yield return (300, 100, 520);
        yield return (17, 150, 257);
        yield return (64, 48, 256);
    }

    private void Product<T>(int m, int n, int k, int kind, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool transposeA = (kind & 1) != 0, transposeB = (kind & 2) != 0, accumulate = (kind & 4) != 0;
        string about = $"{m} x {n} x {k}, kind {kind}, {typeof(T).Name}";
        int lda = (transposeA ? m : k) + (seed % 3), ldb = (transposeB ? k : n) + (seed % 2), ldc = n + (seed % 4);
        T[] a = Numbers.Some<T>((transposeA ? k : m) * lda, seed), b = Numbers.Some<T>((transposeB ? n : k) * ldb, seed + 1);
        T[] before = Numbers.Some<T>(m * ldc, seed + 2);
        double[] expected = Numbers.Doubles<T>(before);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                double sum = accumulate ? expected[(i * ldc) + j] : 0;
                for (int t = 0; t < k; t++)
                    sum += double.CreateChecked(a[transposeA ? (t * lda) + i : (i * lda) + t])
                        * double.CreateChecked(b[transposeB ? (j * ldb) + t : (t * ldb) + j]);
                expected[(i * ldc) + j] = sum;
            }

        T[]? first = null;
        foreach (WorkerPool pool in _pools)
        {
            var c = new Guarded<T>(m * ldc);
            var scratch = new Guarded<T>(GeneralMatrixProduct.Scratch(m, n, k));
            before.CopyTo(c.Span);
            GeneralMatrixProduct.Multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, accumulate, c.Span, ldc, scratch.Span, pool);
            c.Check(about);
            scratch.Check(about);
            if (first is null) Numbers.Close<T>(expected, c.Span, Numbers.Tolerance<T>() * (4 + Math.Sqrt(k)), about);
            else Numbers.SameBits<T>(first, c.Span, about);
            first ??= c.Span.ToArray();
        }
    }
}
