using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Primitives.Pooling;
using Adjoint.Primitives.Reductions;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Tests.Laws;

/// <summary>Shapes that do not fit are refused while the expression is built, in one line that names them.</summary>
public class ShapeErrorTests
{
    private sealed record Misfit(Primitive Primitive, params Shape[] Shapes);

    private static readonly CorrelationAxis Plain = new(1, 1, 1, 0, 3);

    private static readonly Misfit[] Misfits =
    [
        new(new Add(), [3], [4]),
        new(new Subtract(), [3, 1], [3]),
        new(new Multiply(), [2, 3], [3, 2]),
        new(new Divide(), [1], [2]),
        new(new Gate(), [5], [6]),
        new(new Maximum(), [2], [3]),
        new(new ProductWithLog(), [2, 3], [3]),
        new(new Max(2), [4, 5]),
        new(new Max(null), [0, 5]),
        new(new Min(0), [0, 5]),
        new(new LogSumExp(0), Shape.Scalar),
        new(new Softmax(-1), [4, 5]),
        new(new CrossEntropyOfRows(), [4, 5], [5]),
        new(new CrossEntropyOfRows(), [4, 0], [4, 0]),
        new(new CrossEntropySlope(1), [4, 5], [5, 4]),
        new(new CrossEntropySlope(2), [4, 5], [4, 5]),
        new(new SoftmaxDeviation(0), [4, 5], [5, 4]),
        new(new Broadcast([2, 3]), [2, 1, 3]),
        new(new Broadcast([2, 3]), [2]),
        new(new Broadcast([2, 3]), [4, 3]),
        new(new SumTo([2]), [3]),
        new(new SumTo([2, 3]), [3]),
        new(new Reshape([2, 3]), [5]),
        new(new Flip([2]), [4, 5]),
        new(new Flip([-1]), [4, 5]),
        new(new Transpose([0, 0]), [4, 5]),
        new(new Transpose([1, 0]), [4, 5, 6]),
        new(new Transpose([0, 2]), [4, 5]),
        new(new MatrixProduct(false, false), [3], [3, 4]),
        new(new MatrixProduct(false, false), [2, 3], [4, 5]),
        new(new MatrixProduct(true, false), [2, 3], [3, 5]),
        new(new MatrixProduct(false, true), [2, 3], [3, 5]),
        new(new MatrixProduct(false, false), [2, 4, 3], [5, 3, 2]),
        new(new ModeProduct(1, new SparseMatrix(2, [[(0, 1)]])), [4, 5]),
        new(new ModeProduct(2, new SparseMatrix(2, [[(0, 1)]])), [4, 2]),
        new(new WindowArgMax([new(2, 1, 1, 0, 3)]), [4, 5]),
        new(new WindowArgMax([new(0, 1, 1, 0, 3)]), [1, 4, 5]),
        new(new WindowArgMax([new(2, 1, 1, 2, 3)]), [1, 4, 5]),
        new(new WindowArgMax([new(2, 1, 1, 0, 5)]), [1, 4, 5]),
        new(new WindowArgMax([new(5000, 1, 1, 0, 1), new(5000, 1, 1, 0, 1)]), [1, 4, 4, 5]),
        new(new WindowGather([new(2, 2, 1, 0, 2)]), [1, 4, 5], [1, 3, 5]),
        new(new WindowScatterAdd([new(2, 2, 1, 0, 2)], [1, 4, 5]), [1, 2, 5], [1, 3, 5]),
        new(new Slice([1], [2], [1]), [4, 5]),
        new(new Slice([3], [2], [1]), [4]),
        new(new Slice([0], [3], [2]), [4]),
        new(new Slice([0], [2], [0]), [4]),
        new(new Slice([0], [int.MaxValue], [int.MaxValue]), [4]),
        new(new Embed([1], [1], [4]), [4]),
        new(new Embed([0], [1], [4, 4]), [4]),
        new(new Concatenate(1, 2), [2, 3], [3, 3]),
        new(new Concatenate(0, 2), [2, 3], [2]),
        new(new Concatenate(2, 1), [2, 3]),
        new(new Gather(2), [2, 3], [4]),
        new(new Gather(0), [0, 3], [4]),
        new(new ScatterAdd(0, 5), [2, 3], [3]),
        new(new ScatterAdd(1, 5), [2, 3], [3, 1]),
        new(new ScatterAdd(0, 0), [2, 3], [2]),
        new(new Pad([1], [1]), [4, 5]),
        new(new Pad([1, 2], [1]), [4, 5]),
        new(new Crop([1], [1]), [4, 5]),
        new(new Crop([3], [3]), [5]),
        new(new Extend(Extension.Circular, [1], [1]), [4, 5]),
        new(new Extend(Extension.Reflect, [1], [0]), [0]),
        new(new Fold(Extension.Circular, [1], [1]), [4, 5]),
        new(new Fold(Extension.Replicate, [2], [3]), [5]),
        new(new Fold(Extension.Symmetric, [4], [3]), [6]),
        new(new Correlation([Plain], Contraction.InputChannels), [3, 2, 4], [1, 5, 3]),
        new(new Correlation([Plain], Contraction.OutputChannels), [3, 2, 4], [1, 5, 3]),
        new(new Correlation([Plain], Contraction.Batch), [3, 2, 4], [1, 5, 3]),
        new(new Correlation([Plain], Contraction.InputChannels), [3, 3, 2, 4], [1, 5, 2]),
        new(new Correlation([Plain, Plain], Contraction.InputChannels), [3, 2, 4], [1, 5, 5, 2]),
        new(new Correlation([Plain], Contraction.InputChannels) { Groups = 2 }, [3, 4, 4], [1, 5, 4]),
        new(new Correlation([Plain], Contraction.InputChannels) { Groups = 3 }, [3, 1, 4], [1, 5, 3]),
        new(new Correlation([Plain], Contraction.OutputChannels) { Groups = 0 }, [3, 1, 4], [1, 5, 4]),
        new(new Correlation([Plain], Contraction.Batch) { Groups = 2 }, [1, 3, 4], [1, 5, 3]),
        new(new Correlation([Plain], Contraction.OutputChannels) { Groups = int.MaxValue }, [3, 2, 0], [1, 5, 0]),
        new(new Correlation([Plain], Contraction.InputChannels), [0, 2, 4], [1, 5, 2]),
        new(new Correlation([Plain with { Output = 0 }], Contraction.Batch), [1, 2, 4], [1, 5, 2]),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Misfits.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Misfits_are_named_in_one_line(int index)
    {
        Misfit misfit = Misfits[index];
        Expr[] arguments = [.. misfit.Shapes.Select((shape, i) => new Variable($"a{i}", shape))];
        ShapeException refusal = Assert.Throws<ShapeException>(() => misfit.Primitive.Apply(arguments));
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.All(misfit.Shapes, shape => Assert.Contains(shape.ToString(), refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 1, 1, 3)]
    [InlineData(1, 0, 1, 3)]
    [InlineData(1, 1, 0, 3)]
    [InlineData(1, 1, -2, 3)]
    [InlineData(1, 1, 1, -1)]
    public void Impossible_axes_are_refused(int stride, int dilation, int inputDilation, int output)
    {
        Correlation primitive = new([new CorrelationAxis(stride, dilation, inputDilation, 0, output)], Contraction.InputChannels);
        Assert.Throws<ShapeException>(() => primitive.ResultShape([[3, 2, 4], [1, 5, 2]]));
    }

    [Fact]
    public void The_number_of_arguments_is_checked()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new Add().Apply(new Variable("a", [2])));
        Assert.Contains("'add' takes 2 arguments, not 1", refusal.Message, StringComparison.Ordinal);
    }
}
