using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using Adjoint.Tests.Laws;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

public class TransposeTests
{
    [Fact]
    public void Rows_become_columns()
    {
        Variable a = new("a", [2, 3]);
        Assert.Equal([1, 4, 2, 5, 3, 6], Interpreter.Evaluate(Transpose(a), (a, new([2, 3], [1, 2, 3, 4, 5, 6]))).Span.ToArray());
    }

    [Fact]
    public void All_axes_are_reversed_or_put_in_the_order_asked_for()
    {
        Variable a = new("a", [2, 3, 4]);
        Assert.Equal([4, 3, 2], Transpose(a).Shape);
        Assert.Equal([4, 2, 3], Transpose(a, [2, 0, 1]).Shape);
        Assert.Equal([4, 2, 3], Transpose(a, [-1, 0, -2]).Shape);
        Assert.Equal("transpose(a)", Transpose(a).ToString());
        Assert.Equal("transpose(a, axes 2 0 1)", Transpose(a, [2, 0, 1]).ToString());
    }

    public static TheoryData<int[], int[]> Large => new()
    {
        { [1, 1], [1, 0] }, { [17, 33], [1, 0] }, { [130, 257], [1, 0] }, { [3, 5000], [1, 0] }, { [5000, 3], [1, 0] }, { [2, 37, 41, 3], [0, 3, 1, 2] }, { [2, 3, 37, 41], [0, 2, 3, 1] },
        { [9, 8, 7, 6, 5], [4, 2, 0, 3, 1] }, { [20, 30, 40], [1, 0, 2] }, { [20, 30, 40], [2, 1, 0] }, { [300, 20, 3], [1, 0, 2] }, { [4, 5, 2049], [1, 0, 2] }, { [1, 70000], [1, 0] },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public void The_blocked_copy_agrees_with_the_plain_one_for_any_number_of_threads(int[] lengths, int[] axes)
    {
        using WorkerPool three = new(3);
        Transpose primitive = new(ValueList.Create<int>(axes));
        PrimitiveCase @case = new("large", primitive, [[.. lengths]], [.. axes.Select(axis => lengths[axis])]);
        Law.Holds(KernelLaws.FastPath<double>(@case, 0) ?? KernelLaws.FastPath<float>(@case, 0));
        Tensor<double> value = @case.Draw(new Random(2))[0];
        Assert.Equal(0, Vectors.Distance(Interpreter.Apply(primitive, value), KernelRunner.Run(primitive, [value], [Layout.RowMajor], Layout.RowMajor, three)));
    }
}
