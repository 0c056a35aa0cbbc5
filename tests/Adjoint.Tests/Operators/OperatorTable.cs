using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Primitives;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Operators;

/// <summary>Every way in which an operator is made, with the matrix that it must have, known without the operator.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Map">The operator.</param>
/// <param name="Matrix">Its matrix.</param>
public sealed record OperatorCase(string Name, LinearOperator Map, DenseMatrix Matrix)
{
    public override string ToString() => Name;
}

/// <summary>The cases.</summary>
public static class OperatorTable
{
    private static readonly Random Random = new(4);
    private static readonly double[] P = Numbers(6), Q = Numbers(6), R = Numbers(4), S = Numbers(2);
    private static readonly LinearOperator A = Of(P, 2, 3), B = Of(Q, 2, 3), C = Of(R, 2, 2), D = Of(S, 1, 2);
    private static readonly DenseMatrix MA = Dense(P, 2, 3), MB = Dense(Q, 2, 3), MC = Dense(R, 2, 2), MD = Dense(S, 1, 2);

    public static IReadOnlyList<OperatorCase> Cases { get; } =
    [
        new("matrix", A, MA),
        new("sparse matrix", LinearOperator.Of(new SparseMatrix(3, [[(0, 2), (2, -1)], []])), Dense([2, 0, -1, 0, 0, 0], 2, 3)),
        new("sparse matrix without rows", LinearOperator.Of(new SparseMatrix(3, [])), Dense([], 0, 3)),
        new("identity", LinearOperator.Identity([2, 2]), Dense([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], 4, 4)),
        new("zero", LinearOperator.Zero([3], [2]), Dense(new double[6], 2, 3)),
        new("diagonal", LinearOperator.Diagonal(new([2], [3, -4])), Dense([3, 0, 0, -4], 2, 2)),
        new("functions", LinearOperator.Create([3], [2], u => Apply(P, 2, 3, u), v => Apply(MA.Transpose(), v)), MA),
        new("composition", C * A, Product(MC, MA)),
        new("composition of three", D * C * A, Product(MD, Product(MC, MA))),
        new("scaling", -2.5 * A, Combination(-2.5, MA, 0, MB)),
        new("sum", A + B, Combination(1, MA, 1, MB)),
        new("difference", A - B, Combination(1, MA, -1, MB)),
        new("negative", -A, Combination(-1, MA, 0, MB)),
        new("stack", LinearOperator.Stack(A, B), Blocks([MA], [MB])),
        new("stack of one", LinearOperator.Stack(A), MA),
        new("side by side", LinearOperator.SideBySide(A, C), Blocks([MA, MC])),
        new("block diagonal", LinearOperator.BlockDiagonal(A, D), Blocks([MA, Dense(new double[4], 2, 2)], [Dense(new double[3], 1, 3), MD])),
        new("blocks", LinearOperator.Block(new[,] { { A, C }, { null, D } }), Blocks([MA, MC], [Dense(new double[3], 1, 3), MD])),
        new("adjoint of a composition", (C * A).Adjoint, Product(MC, MA).Transpose()),
        new("normal equations", A.Adjoint * A, Product(MA.Transpose(), MA)),
        new("valid convolution", Convolution(), Dense([5, 3, 2, 0, 0, 0, 5, 3, 2, 0, 0, 0, 5, 3, 2], 3, 5)),
        new("in two variables", InTwoVariables(), Dense([7, 11, 2, 3], 1, 4)),
        new("an affine expression", Affine(), Dense([-2, 0, 0, -2], 2, 2)),
        new("a Hessian", Hessian(), Dense([2, 0, 0, 12], 2, 2)),
        new("a Hessian in two variables", HessianOfProduct(), Dense([0, 1, 1, 0], 2, 2)),
        new("Gauss and Newton", GaussNewton(), Dense([2 * 4, 0, 0, 2 * 9], 2, 2)),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(@case => @case.Name)];

    public static OperatorCase Find(string name) => Cases.Single(@case => @case.Name == name);

    private static LinearOperator Convolution()
    {
        Variable w = new("w", [3]), y = new("y", [5]);
        return Convolve(w, y).Linearize(y, (w, new([3], [2, 3, 5])));
    }

    private static LinearOperator InTwoVariables()
    {
        Variable w = new("w", [2]), y = new("y", [2]);
        return Dot(w, y).Linearize([w, y], (w, new([2], [2, 3])), (y, new([2], [7, 11])));
    }

    private static LinearOperator Affine()
    {
        Variable w = new("w", [2]), y = new("y", [2]);
        return (y - (2 * w)).Linearize(w);
    }

    private static LinearOperator Hessian()
    {
        // u² + v⁴ / 1 at (5, 1): second derivatives 2 and 12 v².
        Variable w = new("w", [2]);
        Expr first = Slice(w, 0, 0, 1), second = Slice(w, 0, 1, 1);
        return (SumOfSquares(first) + SumOfSquares(Square(second))).HessianOperator(w, (w, new([2], [5, 1])));
    }

    private static LinearOperator HessianOfProduct()
    {
        Variable u = new("u", Shape.Scalar), v = new("v", Shape.Scalar);
        return (u * v).HessianOperator([u, v]);
    }

    private static LinearOperator GaussNewton()
    {
        // z = w², so J = 2 diag(w); of ‖z‖² the curvature is 2.
        Variable w = new("w", [2]);
        return Square(w).GaussNewtonOperator(SumOfSquares, [w], (w, new([2], [1, 1.5])));
    }

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (double)Random.Next(-9, 10))];

    private static LinearOperator Of(double[] entries, int rows, int columns) => LinearOperator.Of(new Tensor<double>([rows, columns], entries));

    private static Tensor<double> Apply(double[] entries, int rows, int columns, Tensor<double> u) => Apply(Dense(entries, rows, columns), u);

    private static Tensor<double> Apply(DenseMatrix matrix, Tensor<double> u) => new([matrix.Rows], matrix.Times(u.Span));

    private static DenseMatrix Dense(double[] entries, int rows, int columns)
    {
        DenseMatrix matrix = new(rows, columns);
        for (int i = 0; i < entries.Length; i++)
        {
            matrix[i / columns, i % columns] = entries[i];
        }

        return matrix;
    }

    private static DenseMatrix Product(DenseMatrix left, DenseMatrix right)
    {
        DenseMatrix result = new(left.Rows, right.Columns);
        for (int i = 0; i < left.Rows; i++)
        {
            for (int j = 0; j < right.Columns; j++)
            {
                result[i, j] = Enumerable.Range(0, left.Columns).Sum(k => left[i, k] * right[k, j]);
            }
        }

        return result;
    }

    private static DenseMatrix Combination(double alpha, DenseMatrix a, double beta, DenseMatrix b)
    {
        DenseMatrix result = new(a.Rows, a.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                result[i, j] = (alpha * a[i, j]) + (beta * b[i, j]);
            }
        }

        return result;
    }

    private static DenseMatrix Blocks(params DenseMatrix[][] rows)
    {
        DenseMatrix result = new(rows.Sum(row => row[0].Rows), rows[0].Sum(block => block.Columns));
        int top = 0;
        foreach (DenseMatrix[] row in rows)
        {
            int left = 0;
            foreach (DenseMatrix block in row)
            {
                for (int i = 0; i < block.Rows; i++)
                {
                    for (int j = 0; j < block.Columns; j++)
                    {
                        result[top + i, left + j] = block[i, j];
                    }
                }

                left += block.Columns;
            }

            top += row[0].Rows;
        }

        return result;
    }
}
