using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using Adjoint.Tests.Laws;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Joining, cutting and indexing by hand.</summary>
public class ShapingTests
{
    private static readonly Variable A = new("a", [2, 3]);
    private static readonly (Variable, Tensor<double>) Six = (A, new([2, 3], [1, 2, 3, 4, 5, 6]));

    [Fact]
    public void Parts_go_behind_each_other_and_come_apart_again()
    {
        Expr joined = Concatenate(-1, A, 10 * A);
        Assert.Equal([2, 6], joined.Shape);
        Assert.Equal([1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60], Interpreter.Evaluate(joined, Six).Span.ToArray());
        IReadOnlyList<Expr> parts = Split(joined, 1, 1, 4, 1);
        Assert.Equal([[1, 4], [2, 3, 10, 20, 5, 6, 40, 50], [30, 60]], parts.Select(part => Interpreter.Evaluate(part, Six).Span.ToArray()));
        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], Interpreter.Evaluate(Concatenate(0, A, A), Six).Span.ToArray());
    }

    [Fact]
    public void The_gradient_of_a_value_that_is_joined_twice_adds_up()
    {
        Expr joined = Concatenate(0, A, 10 * A);
        Variable e = new("e", joined.Shape);
        Tensor<double> cotangent = new(joined.Shape, [1, 0, 2, 0, 3, 0, 1, 1, 1, 1, 1, 1]);
        Assert.Equal([11, 10, 12, 10, 13, 10], Interpreter.Evaluate(joined.Gradient(A, e), Six, (e, cotangent)).Span.ToArray());
    }

    [Fact]
    public void Slices_take_every_so_manieth_entry()
    {
        Assert.Equal([1, 3, 4, 6], Interpreter.Evaluate(Slice(A, [0, 0], [2, 2], [1, 2]), Six).Span.ToArray());
        Assert.Equal([2, 3, 5, 6], Interpreter.Evaluate(Slice(A, 1, 1, 2), Six).Span.ToArray());
        Assert.Equal([1, 3, 4, 6], Interpreter.Evaluate(Slice(A, -1, 0, 2, 2), Six).Span.ToArray());
        Assert.Equal([1, 0, 1, 0, 0, 0], Interpreter.Evaluate(Sum(Slice(A, [0, 0], [1, 2], [1, 2])).Gradient(A), Six).Span.ToArray());
    }

    [Fact]
    public void Entries_are_gathered_as_numpy_takes_them_and_added_up_again()
    {
        Variable i = new("i", [2, 2]);
        (Variable, Tensor<double>) indices = (i, new([2, 2], [2, 0, 2, 2]));
        Expr gathered = Gather(A, i, 1);
        Assert.Equal([2, 2, 2], gathered.Shape);
        Assert.Equal([3, 1, 3, 3, 6, 4, 6, 6], Interpreter.Evaluate(gathered, Six, indices).Span.ToArray());
        Assert.Equal([1, 0, 3, 1, 0, 3], Interpreter.Evaluate(Sum(gathered).Gradient(A), Six, indices).Span.ToArray());
        Assert.Equal([0, 0, 0, 0], Interpreter.Evaluate(Sum(gathered).Gradient(i), Six, indices).Span.ToArray());
        Assert.Equal([4, 5, 6, 1, 2, 3, 4, 5, 6], Interpreter.Evaluate(Gather(A, [1, 0, 1], 0), Six).Span.ToArray());
        Variable k = new("k", [2]);
        Assert.Equal([0, 0, 0, 5, 7, 9], Interpreter.Evaluate(ScatterAdd(A, k, 0, 2), Six, (k, new([2], [1, 1]))).Span.ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)]
    public void An_index_outside_the_axis_is_an_error_that_says_where(double index)
    {
        Tensor<double> indices = new([2], [0, index]);
        Layout[] plain = [Layout.RowMajor, Layout.RowMajor];
        foreach ((Primitive primitive, Tensor<double> values) in new (Primitive, Tensor<double>)[] { (new Gather(1), new([2, 3])), (new ScatterAdd(1, 3), new([2, 2])) })
        {
            Assert.Contains("outside an axis of length 3", Assert.Throws<ArgumentException>(() => Interpreter.Apply(primitive, values, indices)).Message, StringComparison.Ordinal);
            ArgumentException refusal = Assert.Throws<ArgumentException>(() => KernelRunner.Run(primitive, [values, indices], plain, Layout.RowMajor, WorkerPool.Serial));
            Assert.Contains("at number 1 lies outside an axis of length 3", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Indices_are_whole_numbers_and_what_is_not_is_rounded()
    {
        Variable i = new("i", [3]);
        Assert.Equal([2, 2, 3], Interpreter.Evaluate(Gather(A, i, 1), Six, (i, new([3], [0.5, 1.4999, 2]))).Span.ToArray()[..3]);
    }

    [Fact]
    public void Misfits_are_refused_by_name()
    {
        Refused(() => Concatenate(0), "nothing");
        Refused(() => Concatenate(0, A, new Variable("b", [2, 4])), "2×3", "2×4");
        Refused(() => Concatenate(5, A), "2×3", "5");
        Refused(() => Split(A, 1, 1, 1), "1 + 1", "2×3");
        Refused(() => Split(A, 1, 4, -1), "4 + -1", "2×3");
        Refused(() => Split(A, 2, 3), "2×3");
        Refused(() => Slice(A, 1, 2, 2), "2×3");
        Refused(() => Slice(A, 1, -1, 2), "2×3");
        Refused(() => Slice(A, 1, 0, 2, 0), "2×3");
        Refused(() => Gather(A, [3], 1), "3", "2×3");
        Refused(() => Gather(A, [-1], 1), "-1", "2×3");
        Refused(() => Gather(A, new Variable("i", [4]), 7), "2×3");
        Refused(() => ScatterAdd(A, new Variable("i", [3]), 0, 4), "2×3", "3");
    }

    [Fact]
    public void Kernels_agree_with_the_references_at_large_sizes_for_any_number_of_threads()
    {
        using WorkerPool three = new(3);
        PrimitiveCase[] cases =
        [
            StructureCases.Indexed(1, [40, 30, 37], [70], [40, 70, 37], adds: false),
            StructureCases.Indexed(1, [40, 30, 37], [70], [40, 70, 37], adds: true),
            StructureCases.Indexed(0, [5000], [20000], [20000], adds: false),
            StructureCases.Indexed(0, [500], [20000], [20000], adds: true),
            new("large", new Concatenate(2, 2), [[3, 20, 11, 17], [3, 20, 30, 17]], [3, 20, 41, 17]),
            new("large", new Slice([0, 1, 2, 0], [3, 19, 13, 17], [1, 1, 2, 1]), [[3, 20, 41, 17]], [3, 19, 13, 17]),
            new("large", new Embed([0, 1, 2, 0], [1, 1, 2, 1], [3, 20, 41, 17]), [[3, 19, 13, 17]], [3, 20, 41, 17]),
        ];
        foreach (PrimitiveCase @case in cases)
        {
            Law.Holds(KernelLaws.ShapeRule(@case) ?? KernelLaws.FastPath<double>(@case, 1e-13) ?? KernelLaws.FastPath<float>(@case, 1e-5));
            Tensor<double>[] values = @case.Draw(new Random(2));
            Layout[] plain = [.. values.Select(_ => Layout.RowMajor)];
            Assert.Equal(
                KernelRunner.Run(@case.Primitive, values, plain, Layout.RowMajor, WorkerPool.Serial).Span.ToArray(),
                KernelRunner.Run(@case.Primitive, values, plain, Layout.RowMajor, three).Span.ToArray());
        }
    }

    private static void Refused(Func<object> build, params string[] named)
    {
        ShapeException refusal = Assert.Throws<ShapeException>(build);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.All(named, name => Assert.Contains(name, refusal.Message, StringComparison.Ordinal));
    }
}
