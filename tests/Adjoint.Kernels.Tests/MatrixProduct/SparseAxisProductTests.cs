using System.Numerics;
using Adjoint.Kernels.MatrixProduct;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Tests.MatrixProduct;

public class SparseAxisProductTests
{
    // Three rows of a matrix of five columns, the second one empty.
    private static readonly int[] Starts = [0, 2, 2, 5], Places = [1, 4, 0, 2, 3];
    private static readonly double[] Weights = [0.5, -2, 1, 0.25, 3];

    [Fact]
    public void Products_with_floats() => Agree<float>();

    [Fact]
    public void Products_with_doubles() => Agree<double>();

    [Fact]
    public void What_lies_outside_the_matrix_is_refused()
    {
        float[] source = new float[4], result = new float[3];
        Assert.Contains("column 4", Assert.Throws<ArgumentException>(() => SparseAxisProduct.Multiply<float>(1, 4, 1, Starts, Places, Weights, source, result, WorkerPool.Serial)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SparseAxisProduct.Multiply<float>(1, 5, 1, Starts, Places, Weights, source, result, WorkerPool.Serial));
        Assert.Throws<ArgumentException>(() => SparseAxisProduct.Multiply<float>(1, 4, 1, [0, 3, 1, 2], [0, 1], [1, 1], source, result, WorkerPool.Serial));
    }

    private static void Agree<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int inner = 0; inner < 70; inner++)
        {
            int outer = inner % 4;
            T[] source = Numbers.Some<T>(outer * 5 * inner, inner);
            double[] from = Numbers.Doubles<T>(source), expected = new double[outer * 3 * inner];
            for (int o = 0; o < outer; o++)
                for (int r = 0; r < 3; r++)
                    for (int i = 0; i < inner; i++)
                        for (int entry = Starts[r]; entry < Starts[r + 1]; entry++)
                            expected[(((o * 3) + r) * inner) + i] += Weights[entry] * from[(((o * 5) + Places[entry]) * inner) + i];
            var result = new Guarded<T>(expected.Length);
            SparseAxisProduct.Multiply<T>(outer, 5, inner, Starts, Places, Weights, source, result.Span, WorkerPool.Shared);
            result.Check($"{outer} x {inner}");
            Numbers.Close<T>(expected, result.Span, Numbers.Tolerance<T>(), $"{outer} x {inner} {typeof(T).Name}");
        }
    }
}
