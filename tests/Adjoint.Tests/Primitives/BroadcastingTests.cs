using Adjoint.Graph;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Arithmetic broadcasts as numpy does; the rows below are numpy's answers.</summary>
public class BroadcastingTests
{
    public static TheoryData<int[], int[], int[]?> Rows => new()
    {
        { [], [], [] },
        { [], [3], [3] },
        { [3], [], [3] },
        { [3], [1], [3] },
        { [3], [3], [3] },
        { [2, 3], [3], [2, 3] },
        { [2, 3], [2, 1], [2, 3] },
        { [2, 1], [1, 3], [2, 3] },
        { [2, 1], [3], [2, 3] },
        { [8, 1, 6, 1], [7, 1, 5], [8, 7, 6, 5] },
        { [256, 1, 3], [3], [256, 1, 3] },
        { [15, 3, 5], [15, 1, 5], [15, 3, 5] },
        { [1], [0], [0] },
        { [0], [], [0] },
        { [2, 0], [2, 1], [2, 0] },
        { [0, 3], [1, 3], [0, 3] },
        { [1, 1, 1], [], [1, 1, 1] },
        { [3], [4], null },
        { [2, 1], [8, 4, 3], null },
        { [2, 3], [2], null },
        { [0], [3], null },
        { [2, 0], [2, 3], null },
        { [5, 4], [4, 5], null },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Shapes_meet_from_the_last_axis(int[] left, int[] right, int[]? expected)
    {
        Variable a = new("a", [.. left]), b = new("b", [.. right]);
        Func<Expr>[] operations = [() => a + b, () => a - b, () => a * b, () => a / b, () => b + a, () => b * a];
        foreach (Func<Expr> operation in operations)
        {
            if (expected is null)
            {
                string message = Assert.Throws<ShapeException>(operation).Message;
                Assert.DoesNotContain('\n', message);
                Assert.Contains(a.Shape.ToString(), message, StringComparison.Ordinal);
                Assert.Contains(b.Shape.ToString(), message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal([.. expected], operation().Shape);
            }
        }
    }

    [Fact]
    public void Entries_are_repeated_along_what_is_missing()
    {
        Expr column = Tensor([2, 1], 10, 20), row = Tensor([3], 1, 2, 3);
        Assert.Equal([11, 12, 13, 21, 22, 23], Value(column + row));
        Assert.Equal([9, 8, 7, 19, 18, 17], Value(column - row));
        Assert.Equal([10, 20, 30, 20, 40, 60], Value(column * row));
        Assert.Equal([0.1, 0.2, 0.3, 0.05, 0.1, 0.15], Value(row / column), new Near());
    }

    [Fact]
    public void Numbers_stand_on_either_side()
    {
        Expr a = Tensor([2], 4, -2);
        Assert.Equal([7, 1], Value(a + 3));
        Assert.Equal([7, 1], Value(3 + a));
        Assert.Equal([1, -5], Value(a - 3));
        Assert.Equal([-1, 5], Value(3 - a));
        Assert.Equal([12, -6], Value(a * 3));
        Assert.Equal([12, -6], Value(3 * a));
        Assert.Equal([2, -1], Value(a / 2));
        Assert.Equal([0.5, -1], Value(2 / a));
        Assert.Equal([-4, 2], Value(-a));
    }

    [Fact]
    public void Sums_means_and_squares()
    {
        Expr a = Tensor([2, 3], 1, -2, 3, -4, 5, -6);
        Assert.Equal([-3], Value(Sum(a)));
        Assert.Equal([-0.5], Value(Mean(a)));
        Assert.Equal([91], Value(SumOfSquares(a)));
        Assert.Equal([1, 0, 3, 0, 5, 0], Value(Relu(a)));
        Assert.Equal([-6, 5, -4, 3, -2, 1], Value(Flip(a)));
        Assert.Equal([0, 1, -2, 3, 0, -4, 5, -6], Value(Pad(a, [0, 1], [0, 0])));
        Assert.Equal([-2, 5], Value(Crop(a, [0, 1], [0, 1])));
        Assert.Equal([0], Value(Sum(Tensor([0]))));
        Assert.Throws<ShapeException>(() => Mean(Tensor([0])));
    }

    private static Constant Tensor(Shape shape, params double[] entries) => new(new Tensor<double>(shape, entries));

    private static double[] Value(Expr expression) => Interpreter.Evaluate(expression).Span.ToArray();

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-15;

        public int GetHashCode(double obj) => 0;
    }
}
