using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Operators.Solvers;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Tests.Operators.Solvers;

public sealed class ConjugateGradientsTests
{
    [Fact]
    public void Recovers_the_kernel_from_a_picture_and_its_convolution()
    {
        Variable kernel = new("w", [3, 3]), picture = new("y", [16, 12]);
        Tensor<double> y = Random(picture.Shape, 1), w = Random(kernel.Shape, 2);
        LinearOperator map = Expressions.Convolve(kernel, picture).Linearize(kernel, (picture, y));

        SolverResult solution = ConjugateGradients.Minimize(map, map.Apply(w), new SolverOptions { Tolerance = 1e-14 });

        for (int i = 0; i < w.Span.Length; i++)
        {
            Assert.Equal(w.Span[i], solution.Solution.Span[i], 1e-9);
        }

        Assert.True(solution.RelativeGradient <= 1e-12);
    }

    [Fact]
    public void Agrees_with_the_normal_equations_solved_by_elimination()
    {
        Variable kernel = new("w", [3]), signal = new("y", [9]);
        Tensor<double> y = Random(signal.Shape, 3), target = Random([7], 4);
        LinearOperator map = Expressions.Convolve(kernel, signal).Linearize(kernel, (signal, y));

        // B[i, j] = y[2 + i − j], written down from the definition of true convolution.
        double[,] matrix = new double[7, 3];
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                matrix[i, j] = y.Span[2 + i - j];
            }
        }

        double[] expected = SolveNormalEquations(matrix, target.Span.ToArray());
        SolverResult solution = ConjugateGradients.Minimize(map, target, new SolverOptions { Tolerance = 1e-14 });
        for (int j = 0; j < 3; j++)
        {
            Assert.Equal(expected[j], solution.Solution.Span[j], 1e-9);
        }
    }

    [Fact]
    public void The_adjoint_of_the_adjoint_is_the_operator()
    {
        Variable kernel = new("w", [2, 2]), picture = new("y", [5, 5]);
        LinearOperator map = Expressions.Convolve(kernel, picture).Linearize(kernel, (picture, Random([5, 5], 5)));
        Assert.Same(map, map.Adjoint.Adjoint);
        Assert.Equal(map.Range, map.Adjoint.Domain);
    }

    [Fact]
    public void A_missing_value_and_a_wrong_shape_are_named()
    {
        Variable kernel = new("w", [2, 2]), picture = new("y", [5, 5]);
        Expr filtered = Expressions.Convolve(kernel, picture);
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => filtered.Linearize(kernel)).Message, StringComparison.Ordinal);
        LinearOperator map = filtered.Linearize(kernel, (picture, Random([5, 5], 5)));
        Assert.Contains("2×2", Assert.Throws<ArgumentException>(() => map.Apply(Random([3], 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_operator_is_that_of_its_point_whatever_is_written_there_later()
    {
        Variable kernel = new("w", [2, 2]), picture = new("y", [6, 6]);
        Tensor<double> y = Random([6, 6], 5), v = Random([2, 2], 6);
        LinearOperator map = Expressions.Convolve(kernel, picture).Linearize(kernel, (picture, y));
        double[] before = map.Apply(v).Span.ToArray();
        y.Span.Clear();
        Assert.Equal(before, map.Apply(v).Span.ToArray());
        Assert.Contains("4×9", Assert.Throws<ArgumentException>(
            () => Expressions.Convolve(kernel, picture).Linearize(kernel, (picture, Random([4, 9], 5)))).Message, StringComparison.Ordinal);
    }

    private static Tensor<double> Random(Shape shape, int seed)
    {
        Random random = new(seed);
        Tensor<double> tensor = new(shape);
        for (int i = 0; i < tensor.Span.Length; i++)
        {
            tensor.Span[i] = (2 * random.NextDouble()) - 1;
        }

        return tensor;
    }

    private static double[] SolveNormalEquations(double[,] matrix, double[] target)
    {
        int rows = matrix.GetLength(0), n = matrix.GetLength(1);
        double[,] system = new double[n, n + 1];
        for (int i = 0; i < n; i++)
        {
            for (int r = 0; r < rows; r++)
            {
                for (int j = 0; j < n; j++)
                {
                    system[i, j] += matrix[r, i] * matrix[r, j];
                }

                system[i, n] += matrix[r, i] * target[r];
            }
        }

        for (int pivot = 0; pivot < n; pivot++)
        {
            for (int row = 0; row < n; row++)
            {
                if (row == pivot)
                {
                    continue;
                }

                double factor = system[row, pivot] / system[pivot, pivot];
                for (int column = pivot; column <= n; column++)
                {
                    system[row, column] -= factor * system[pivot, column];
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => system[i, n] / system[i, i])];
    }
}
