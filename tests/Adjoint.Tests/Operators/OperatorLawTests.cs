using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Operators;

/// <summary>What every operator is held to, however it was made.</summary>
public sealed class OperatorLawTests
{
    public static TheoryData<string> Names => OperatorTable.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_matrix_is_the_one_written_down(string name)
    {
        OperatorCase @case = OperatorTable.Find(name);
        Assert.Equal(0, @case.Matrix.Distance(Dense(@case.Map.ToMatrix())), 1e-13);
        Assert.Equal(0, @case.Matrix.Distance(DenseMatrix.Of(u => @case.Map.Apply(u), @case.Map.Domain, @case.Map.Range)), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sparse_matrix_holds_the_same_entries_and_no_zeros(string name)
    {
        OperatorCase @case = OperatorTable.Find(name);
        SparseMatrix sparse = @case.Map.ToSparseMatrix();
        DenseMatrix dense = new(sparse.Rows, sparse.Columns);
        for (int row = 0; row < sparse.Rows; row++)
        {
            foreach ((int column, double value) in sparse.Row(row))
            {
                Assert.NotEqual(0, value);
                dense[row, column] = value;
            }
        }

        Assert.Equal(0, @case.Matrix.Distance(dense), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_adjoint_is_the_transpose_and_its_adjoint_the_operator(string name)
    {
        OperatorCase @case = OperatorTable.Find(name);
        Assert.Equal(@case.Map.Domain, @case.Map.Adjoint.Range);
        Assert.Equal(@case.Map.Range, @case.Map.Adjoint.Domain);
        Assert.Equal(0, @case.Matrix.Transpose().Distance(Dense(@case.Map.Adjoint.ToMatrix())), 1e-13);
        Assert.Same(@case.Map, @case.Map.Adjoint.Adjoint);
    }

    [Fact]
    public void What_is_self_adjoint_by_its_making_says_so()
    {
        LinearOperator map = LinearOperator.Of(RandomTensors.Next(new Random(1), [4, 3]));
        foreach (LinearOperator symmetric in new[] { LinearOperator.Identity([3, 2]), LinearOperator.Diagonal(new Tensor<double>([3], [1, -2, 3])), map.Adjoint * map, map * map.Adjoint })
        {
            Assert.Same(symmetric, symmetric.Adjoint);
        }

        LinearOperator other = LinearOperator.Of(RandomTensors.Next(new Random(2), [4, 3])), product = map.Adjoint * other;
        Assert.NotSame(product, product.Adjoint);
        Assert.Same(product, product.Adjoint.Adjoint);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_dot_test_passes_in_both_precisions(string name)
    {
        LinearOperator map = OperatorTable.Find(name).Map;
        DotTestReport full = map.DotTest(), single = map.DotTest<float>(seed: 3);
        Assert.True(full.Passed, full.Explanation);
        Assert.True(single.Passed, single.Explanation);
        Assert.True(full.RelativeError <= 1e-12 && single.RelativeError <= 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_factor_in_the_adjoint_is_found(string name)
    {
        LinearOperator map = OperatorTable.Find(name).Map;
        if (map.Range.Size == 0 || OperatorTable.Find(name).Matrix.IsZero)
        {
            Assert.True(Wrong(map, 2).DotTest().Passed);
            return;
        }

        DotTestReport doubled = Wrong(map, 2).DotTest(), turned = Wrong(map, -1).DotTest();
        Assert.False(doubled.Passed);
        Assert.Equal(0.5, doubled.BestScale, 1e-12);
        Assert.Contains("2 times too large", doubled.Explanation, StringComparison.Ordinal);
        Assert.Equal(-1, turned.BestScale, 1e-12);
        Assert.Contains("wrong sign", turned.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_shape_is_refused_and_named(string name)
    {
        LinearOperator map = OperatorTable.Find(name).Map;
        string message = Assert.Throws<ArgumentException>(() => map.Apply(new Tensor<double>([7, 7]))).Message;
        Assert.Contains("7×7", message, StringComparison.Ordinal);
        Assert.Contains(map.Domain.ToString(), message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_result_is_new_and_the_argument_stays(string name)
    {
        LinearOperator map = OperatorTable.Find(name).Map;
        Tensor<double> u = RandomTensors.Next(new Random(5), map.Domain), before = u.Clone();
        Tensor<double> first = map.Apply(u), second = map.Apply(u, WorkerPool.Serial);
        Assert.NotSame(first, second);
        Assert.Equal(first.Span.ToArray(), second.Span.ToArray());
        first.Span.Clear();
        Assert.Equal(before.Span.ToArray(), u.Span.ToArray());
        Assert.Equal(second.Span.ToArray(), map.Apply(u).Span.ToArray());
    }

    [Fact]
    public void Another_map_as_adjoint_is_not_explained_by_a_factor()
    {
        LinearOperator map = OperatorTable.Find("matrix").Map, other = LinearOperator.Of(new Tensor<double>([2, 3], [1, 2, 3, 5, 8, 13]));
        DotTestReport report = LinearOperator.Create(map.Domain, map.Range, u => map.Apply(u), v => other.Adjoint.Apply(v)).DotTest();
        Assert.False(report.Passed);
        Assert.Contains("another map", report.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Hessian_that_is_not_symmetric_fails_its_dot_test()
    {
        LinearOperator skewed = LinearOperator.Of(new Tensor<double>([2, 2], [1, 2, 3, 4]));
        DotTestReport report = LinearOperator.Create([2], [2], u => skewed.Apply(u), u => skewed.Apply(u)).DotTest();
        Assert.False(report.Passed);
    }

    [Fact]
    public void A_map_that_declares_itself_symmetric_and_is_not_fails_its_dot_test()
    {
        LinearOperator skewed = LinearOperator.Of(new Tensor<double>([2, 2], [1, 2, 3, 4])), symmetric = LinearOperator.Of(new Tensor<double>([2, 2], [1, 2, 2, 4]));
        Declared liar = new(skewed, null), honest = new(symmetric, null);
        Assert.Same(liar, liar.Adjoint);
        Assert.False(liar.DotTest().Passed);
        Assert.True(honest.DotTest().Passed);
    }

    [Fact]
    public void An_operator_of_another_pair_is_no_adjoint()
    {
        LinearOperator inner = LinearOperator.Of(new Tensor<double>([2, 3], [1, 2, 3, 4, 5, 6])), transposed = inner.Adjoint;
        Declared borrowing = new(inner, () => inner.Adjoint);
        Assert.Contains("must make a new operator", Assert.Throws<InvalidOperationException>(() => borrowing.Adjoint).Message, StringComparison.Ordinal);
        Assert.Same(inner, transposed.Adjoint);
        Assert.Contains("goes from 2 to 3", Assert.Throws<InvalidOperationException>(() => new Declared(inner, () => LinearOperator.Zero([3], [2])).Adjoint).Message, StringComparison.Ordinal);
        Assert.Contains("gave nothing", Assert.Throws<InvalidOperationException>(() => new Declared(inner, () => null!).Adjoint).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forming_a_matrix_tells_how_far_it_is()
    {
        Parts parts = new();
        LinearOperator.Zero([3], [4]).ToMatrix(progress: parts);
        Assert.Equal([1 / 3.0, 2 / 3.0, 1], parts.Told);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_both_named()
    {
        LinearOperator a = LinearOperator.Zero([3], [2]), b = LinearOperator.Zero([2, 2], [2]);
        AssertNames(() => a * b, "takes 3", "gives 2");
        AssertNames(() => a + b, "3", "2×2");
        AssertNames(() => LinearOperator.Stack(a, b), "3", "2×2");
        AssertNames(() => LinearOperator.Stack(), "at least one");
        AssertNames(() => LinearOperator.Block(new LinearOperator?[,] { { a, null } }), "column 1", "all zero");
        AssertNames(() => LinearOperator.Of(new Tensor<double>([3])), "two axes");
    }

    [Fact]
    public void Functions_that_give_a_wrong_shape_are_found_out()
    {
        LinearOperator map = LinearOperator.Create([3], [2], u => u, v => v);
        Assert.Contains("gave a tensor of shape 3", Assert.Throws<InvalidOperationException>(() => map.Apply(new Tensor<double>([3]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_that_no_array_holds_is_refused_before_anything_is_computed()
    {
        LinearOperator map = LinearOperator.Identity([2160, 3840]);
        Assert.Contains("apply the operator instead", Assert.Throws<InvalidOperationException>(() => map.ToMatrix()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forming_a_matrix_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => LinearOperator.Identity([9]).ToMatrix(cancellation: new CancellationToken(true)));

    /// <summary>A map with a rule for its adjoint of its own; without one it declares itself symmetric.</summary>
    private sealed class Declared(LinearOperator inner, Func<LinearOperator>? adjoint) : LinearOperator(inner.Domain, inner.Range)
    {
        protected override LinearOperator MakeAdjoint() => adjoint is null ? this : adjoint();

        protected override Tensor<T> Compute<T>(Tensor<T> argument, WorkerPool workers) => inner.Apply(argument, workers);
    }

    private sealed class Parts : IProgress<double>
    {
        public List<double> Told { get; } = [];

        public void Report(double value) => Told.Add(value);
    }

    private static LinearOperator Wrong(LinearOperator map, double factor) =>
        LinearOperator.Create(map.Domain, map.Range, u => map.Apply(u), v => (factor * map.Adjoint).Apply(v));

    private static void AssertNames(Func<object> build, params string[] parts)
    {
        string message = Assert.Throws<ShapeException>(build).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static DenseMatrix Dense(Tensor<double> matrix)
    {
        DenseMatrix dense = new(matrix.Shape[0], matrix.Shape[1]);
        for (int i = 0; i < matrix.Span.Length; i++)
        {
            dense[i / dense.Columns, i % dense.Columns] = matrix.Span[i];
        }

        return dense;
    }
}
