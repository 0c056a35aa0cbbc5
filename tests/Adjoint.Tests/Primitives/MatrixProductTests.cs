using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Tensors;
using Adjoint.Tests.Laws;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

public class MatrixProductTests
{
    // Shapes as the documentation of numpy.matmul states them.
    public static TheoryData<int[], int[], int[]> Rules => new()
    {
        { [3], [3], [] }, { [2, 3], [3], [2] }, { [2], [2, 3], [3] }, { [2, 3], [3, 4], [2, 4] }, { [5, 2, 3], [3], [5, 2] }, { [3], [5, 3, 4], [5, 4] },
        { [5, 2, 3], [3, 4], [5, 2, 4] }, { [2, 3], [5, 3, 4], [5, 2, 4] }, { [5, 2, 3], [5, 3, 4], [5, 2, 4] }, { [6, 1, 2, 3], [5, 3, 4], [6, 5, 2, 4] }, { [0, 3], [3, 2], [0, 2] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Shapes_follow_numpy_and_entries_the_definition(int[] left, int[] right, int[] result)
    {
        Random random = new(1);
        Variable a = new("a", [.. left]), b = new("b", [.. right]);
        Expr product = MatrixProduct(a, b);
        Assert.Equal(Shape.Create(result), product.Shape);
        Tensor<double> x = RandomTensors.Whole(random, a.Shape), y = RandomTensors.Whole(random, b.Shape);
        Assert.Equal(Direct(x, y), Interpreter.Evaluate(product, (a, x), (b, y)).Span.ToArray());
    }

    [Fact]
    public void A_product_by_hand()
    {
        Variable a = new("a", [2, 2]), b = new("b", [2, 2]);
        Tensor<double> value = Interpreter.Evaluate(MatrixProduct(a, b), (a, new([2, 2], [1, 2, 3, 4])), (b, new([2, 2], [5, 6, 7, 8])));
        Assert.Equal([19, 22, 43, 50], value.Span.ToArray());
    }

    [Fact]
    public void Gradients_are_products_with_the_transposed_factor()
    {
        // g_A = ε Bᵀ and g_B = Aᵀ ε (Magnus & Neudecker 2019, chapter 9), here with a batch that shares B.
        Random random = new(2);
        Variable a = new("a", [4, 2, 3]), b = new("b", [3, 5]), e = new("e", [4, 2, 5]);
        (Variable, Tensor<double>)[] values = [(a, RandomTensors.Whole(random, a.Shape)), (b, RandomTensors.Whole(random, b.Shape)), (e, RandomTensors.Whole(random, e.Shape))];
        Expr product = MatrixProduct(a, b);
        Expr expectedA = MatrixProduct(e, Transpose(b)), expectedB = Sum0(MatrixProduct(Transpose(a, [0, 2, 1]), e));
        Assert.Equal(Interpreter.Evaluate(expectedA, values).Span.ToArray(), Interpreter.Evaluate(product.Gradient(a, e), values).Span.ToArray());
        Assert.Equal(Interpreter.Evaluate(expectedB, values).Span.ToArray(), Interpreter.Evaluate(product.Gradient(b, e), values).Span.ToArray());
    }

    [Theory]
    [InlineData(new int[0], new[] { 3 }, "scalar", "3")]
    [InlineData(new[] { 3 }, new int[0], "3", "scalar")]
    [InlineData(new[] { 2, 3 }, new[] { 4, 5 }, "2×3", "4×5")]
    [InlineData(new[] { 2, 3 }, new[] { 2 }, "2×3", "2")]
    [InlineData(new[] { 2, 4, 3 }, new[] { 5, 3, 2 }, "2×4×3", "5×3×2")]
    public void Misfits_name_both_shapes(int[] left, int[] right, string first, string second)
    {
        ShapeException refusal = Assert.Throws<ShapeException>(() => MatrixProduct(new Variable("a", [.. left]), new Variable("b", [.. right])));
        Assert.Contains(first, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(second, refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<int, int, int, int> Sizes => new()
    {
        // batch, m, k, n: one large product, many small ones, vectors, and sizes around the register tile
        { 1, 130, 257, 131 }, { 2, 128, 128, 128 }, { 37, 9, 17, 49 }, { 300, 3, 2, 5 }, { 5, 200, 33, 1 }, { 5, 1, 300, 97 }, { 19, 8, 1, 48 }, { 3, 1, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Kernels_agree_with_the_definition_for_any_number_of_threads(int batch, int m, int k, int n)
    {
        using WorkerPool three = new(3);
        foreach ((bool left, bool right) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            PrimitiveCase @case = MatrixProductCases.Of(left, right, [batch], [batch], [batch], m, k, n);
            Law.Holds(KernelLaws.FastPath<double>(@case, 1e-12) ?? KernelLaws.FastPath<float>(@case, 1e-5));
            Tensor<double>[] values = @case.Draw(new Random(2));
            Layout[] plain = [Layout.RowMajor, Layout.RowMajor];
            Tensor<double> one = KernelRunner.Run(@case.Primitive, values, plain, Layout.RowMajor, WorkerPool.Serial);
            Tensor<double> many = KernelRunner.Run(@case.Primitive, values, plain, Layout.RowMajor, three);
            Assert.Equal(one.Span.ToArray(), many.Span.ToArray());
        }
    }

    [Fact]
    public void It_is_printed_as_it_is_written()
    {
        Variable a = new("a", [2, 3]), b = new("b", [3, 4]), c = new("c", [4, 2]);
        Assert.Equal("a @ b @ c", MatrixProduct(MatrixProduct(a, b), c).ToString());
        Assert.Equal("a @ (b @ c)", MatrixProduct(a, MatrixProduct(b, c)).ToString());
        Assert.Equal("matmul(a, b, right transposed)", new MatrixProduct(false, true).Apply(a, new Variable("b", [4, 3])).ToString());
    }

    private static Expr Sum0(Expr value) => Reshape(new Adjoint.Primitives.Shaping.SumTo([1, .. value.Shape[1..]]).Apply(value), value.Shape[1..]);

    /// <summary>Four loops over arrays with vectors made matrices and batches made one axis.</summary>
    private static double[] Direct(Tensor<double> a, Tensor<double> b)
    {
        Shape left = a.Shape.Rank == 1 ? [1, .. a.Shape] : a.Shape, right = b.Shape.Rank == 1 ? [.. b.Shape, 1] : b.Shape;
        int rank = Math.Max(left.Rank, right.Rank);
        left = [.. Enumerable.Repeat(1, rank - left.Rank), .. left];
        right = [.. Enumerable.Repeat(1, rank - right.Rank), .. right];
        Shape batch = [.. left[..^2].Zip(right[..^2], Math.Max)];
        List<double> result = [];
        for (int place = 0; place < batch.Size; place++)
        {
            int x = 0, y = 0, rest = place;
            for (int axis = batch.Rank - 1, xs = 1, ys = 1; axis >= 0; axis--)
            {
                int index = rest % batch[axis];
                rest /= batch[axis];
                x += left[axis] == 1 ? 0 : index * xs;
                y += right[axis] == 1 ? 0 : index * ys;
                xs *= left[axis];
                ys *= right[axis];
            }

            for (int i = 0; i < left[^2]; i++)
            {
                for (int j = 0; j < right[^1]; j++)
                {
                    result.Add(Enumerable.Range(0, left[^1]).Sum(k => a.Span[(((x * left[^2]) + i) * left[^1]) + k] * b.Span[(((y * right[^2]) + k) * right[^1]) + j]));
                }
            }
        }

        return [.. result];
    }
}
