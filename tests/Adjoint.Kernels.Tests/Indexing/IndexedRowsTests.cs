using System.Numerics;
using Adjoint.Kernels.Indexing;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Tests.Indexing;

public class IndexedRowsTests
{
    [Fact]
    public void Rows_of_floats() => Agree<float>();

    [Fact]
    public void Rows_of_doubles() => Agree<double>();

    [Theory]
    [InlineData(-0.6f, -1)]
    [InlineData(-0.4f, 0)]
    [InlineData(0.5f, 1)]
    [InlineData(2.4f, 2)]
    [InlineData(2.5f, -1)]
    [InlineData(float.NaN, -1)]
    [InlineData(float.PositiveInfinity, -1)]
    [InlineData(float.NegativeInfinity, -1)]
    [InlineData(1e30f, -1)]
    public void Numbers_are_read_as_indices_of_three(float number, int index)
    {
        Assert.Equal(index, WholeNumber.Index(number, 3));
        Assert.Equal(index, WholeNumber.Index((double)number, 3));
    }

    private static void Agree<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(3);
        for (int inner = 0; inner < 70; inner++)
        {
            int outer = inner % 4, length = 7, count = inner % 9;
            T[] source = Numbers.Some<T>((long)outer * length * inner, inner), values = Numbers.Some<T>((long)outer * count * inner, inner + 1);
            T[] indices = [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked(random.Next(length)))];
            T[] gathered = new T[values.Length], scattered = new T[source.Length];
            for (int o = 0; o < outer; o++)
                for (int k = 0; k < count; k++)
                    for (int i = 0; i < inner; i++)
                    {
                        int large = (((o * length) + int.CreateChecked(indices[k])) * inner) + i, small = (((o * count) + k) * inner) + i;
                        gathered[small] = source[large];
                        scattered[large] += values[small];
                    }

            string about = $"{outer} x {count} x {inner} {typeof(T).Name}";
            var read = new Guarded<T>(gathered.Length);
            IndexedRows.Gather<T>(outer, length, inner, source, indices, read.Span, WorkerPool.Shared);
            read.Check(about);
            Numbers.SameBits<T>(gathered, read.Span, about);
            var added = new Guarded<T>(scattered.Length);
            IndexedRows.ScatterAdd<T>(outer, length, inner, values, indices, added.Span, WorkerPool.Shared);
            added.Check(about);
            Numbers.SameBits<T>(scattered, added.Span, about);
        }
    }
}
