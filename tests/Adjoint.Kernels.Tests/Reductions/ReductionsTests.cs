using System.Numerics;
using Tested = Adjoint.Kernels.Reductions.Reduction;

namespace Adjoint.Kernels.Tests.Reductions;

public class ReductionsTests
{
    [Fact]
    public void Sums_and_extrema_are_right_in_float() => All<float>();

    [Fact]
    public void Sums_and_extrema_are_right_in_double() => All<double>();

    [Fact]
    public void Rows_are_added_in_float() => Rows<float>();

    [Fact]
    public void Rows_are_added_in_double() => Rows<double>();

    [Fact]
    public void Long_sums_keep_their_digits()
    {
        var x = new float[10_000_000];
        Array.Fill(x, 0.1f);
        Assert.Equal(1.0, Tested.Sum<float>(x) / (x.Length * (double)0.1f), 5);
    }

    [Fact]
    public void Extrema_see_a_single_not_a_number_at_every_place()
    {
        for (int length = 1; length < 70; length++)
            for (int place = 0; place < length; place++)
            {
                double[] x = Numbers.Some<double>(length, length);
                x[place] = double.NaN;
                Assert.True(double.IsNaN(Tested.Max<double>(x)) && double.IsNaN(Tested.Min<double>(x)));
                Assert.True(double.IsNaN(Tested.Sum<double>(x)));
            }
    }

    [Fact]
    public void Empty_spans_have_no_extremum()
    {
        Assert.Throws<ArgumentException>(() => Tested.Max<float>([]));
        Assert.Throws<ArgumentException>(() => Tested.Min<float>([]));
    }

    private static void All<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int length in Enumerable.Range(0, 150).Concat([4095, 4096, 4097, 8193, 20000]))
        {
            T[] x = Numbers.Some<T>(length, length), y = Numbers.Some<T>(length, length + 1);
            double[] a = Numbers.Doubles<T>(x), b = Numbers.Doubles<T>(y);
            double tolerance = Numbers.Tolerance<T>() * (4 + Math.Sqrt(length));
            Numbers.Close<T>([a.Sum()], [Tested.Sum<T>(x)], tolerance, $"Sum {length}");
            Numbers.Close<T>([a.Zip(b, (p, q) => p * q).Sum()], [Tested.Dot<T>(x, y)], tolerance, $"Dot {length}");
            Numbers.Close<T>([a.Sum(p => p * p)], [Tested.SumOfSquares<T>(x)], tolerance, $"SumOfSquares {length}");
            if (length == 0) continue;
            Numbers.Close<T>([a.Max()], [Tested.Max<T>(x)], 0, $"Max {length}");
            Numbers.Close<T>([a.Min()], [Tested.Min<T>(x)], 0, $"Min {length}");
        }
    }

    private static void Rows<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int columns = 1; columns < 80; columns++)
            foreach (int rows in new[] { 0, 1, 2, 7, 8, 15, 16, 33, 300 })
            {
                string about = $"{rows} rows of {columns}";
                T[] matrix = Numbers.Some<T>(rows * columns, rows), start = Numbers.Some<T>(columns, columns);
                double[] expected = Numbers.Doubles<T>(start);
                for (int i = 0; i < matrix.Length; i++) expected[i % columns] += double.CreateChecked(matrix[i]);
                var result = new Guarded<T>(columns);
                start.CopyTo(result.Span);
                Tested.AccumulateRows<T>(matrix, result.Span);
                result.Check(about);
                Numbers.Close<T>(expected, result.Span, Numbers.Tolerance<T>() * (4 + Math.Sqrt(rows)), about);
            }
    }
}
