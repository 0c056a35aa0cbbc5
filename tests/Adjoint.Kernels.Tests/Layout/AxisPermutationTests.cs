using Adjoint.Kernels.Layout;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Tests.Layout;

public class AxisPermutationTests
{
    [Fact]
    public void Copies_agree_with_a_plain_loop_over_three_axes()
    {
        int[] lengths = [1, 2, 3, 15, 16, 17, 33];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        foreach (int a in lengths)
            foreach (int b in lengths)
                foreach (int c in new[] { 1, 3, 16, 40 })
                    foreach (int[] order in orders)
                    {
                        int[] from = [a, b, c], own = [b * c, c, 1];
                        int[] shape = [from[order[0]], from[order[1]], from[order[2]]], strides = [own[order[0]], own[order[1]], own[order[2]]];
                        float[] source = Numbers.Some<float>(a * b * c, a), expected = new float[source.Length];
                        int at = 0;
                        for (int i = 0; i < shape[0]; i++)
                            for (int j = 0; j < shape[1]; j++)
                                for (int k = 0; k < shape[2]; k++)
                                    expected[at++] = source[(i * strides[0]) + (j * strides[1]) + (k * strides[2])];
                        var result = new Guarded<float>(source.Length);
                        AxisPermutation.Copy<float>(shape, strides, source, result.Span, WorkerPool.Shared);
                        string about = $"{a} x {b} x {c} to {string.Join(' ', order)}";
                        result.Check(about);
                        Numbers.SameBits<float>(expected, result.Span, about);
                    }
    }

    [Fact]
    public void What_reaches_beyond_the_source_is_refused()
    {
        float[] source = new float[6], result = new float[6];
        Assert.Throws<ArgumentException>(() => AxisPermutation.Copy<float>([2, 3], [3, 2], source, result, WorkerPool.Serial));
        Assert.Throws<ArgumentException>(() => AxisPermutation.Copy<float>([2, 2], [1, 2], source, result, WorkerPool.Serial));
        Assert.Throws<ArgumentException>(() => AxisPermutation.Copy<float>([2, 3], [1], source, result, WorkerPool.Serial));
        Assert.Throws<ArgumentOutOfRangeException>(() => AxisPermutation.Copy<float>([2, 3], [1, -2], source, result, WorkerPool.Serial));
    }
}
