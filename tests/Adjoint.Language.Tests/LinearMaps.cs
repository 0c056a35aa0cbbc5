using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators.InWords;
using Adjoint.Tensors;

namespace Adjoint.Language.Tests;

/// <summary>Linear maps as matrices, by applying them to every basis vector.</summary>
internal static class LinearMaps
{
    /// <summary>The matrix of an expression that is linear in one variable; rows and columns in C order.</summary>
    public static double[,] Matrix(Expr linear, Variable argument, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        PlanSession<double> session = new(Plan.Compile(new Function([argument, .. values.Select(pair => pair.Variable)], [linear])));
        Tensor<double> basis = new(argument.Shape);
        session.Bind(0, basis.Memory);
        for (int i = 0; i < values.Count; i++)
        {
            session.Bind(i + 1, values[i].Value.Memory);
        }

        double[,] matrix = new double[linear.Shape.Size, argument.Shape.Size];
        for (int column = 0; column < argument.Shape.Size; column++)
        {
            basis.Span.Clear();
            basis.Span[column] = 1;
            session.Run(WorkerPool.Shared);
            Tensor<double> image = session.CopyOutput(0);
            for (int row = 0; row < linear.Shape.Size; row++)
            {
                matrix[row, column] = image.Span[row];
            }
        }

        return matrix;
    }

    /// <summary>Rows as columns.</summary>
    public static double[,] Transposed(double[,] matrix)
    {
        double[,] result = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (int row = 0; row < result.GetLength(0); row++)
        {
            for (int column = 0; column < result.GetLength(1); column++)
            {
                result[row, column] = matrix[column, row];
            }
        }

        return result;
    }

    /// <summary>The largest difference between entries; infinite where the sizes differ.</summary>
    public static double Distance(double[,] one, double[,] other) =>
        one.GetLength(0) != other.GetLength(0) || one.GetLength(1) != other.GetLength(1)
            ? double.PositiveInfinity
            : one.Cast<double>().Zip(other.Cast<double>(), (a, b) => Math.Abs(a - b)).DefaultIfEmpty().Max();

    /// <summary>What a function is in one variable, and what its adjoint is in ε; each with the matrix that evaluating the function itself gives.</summary>
    public static (ConvolutionDescription Description, Variable Argument, double[,] Matrix)[] Both(
        Expr function, Variable variable, params (Variable Variable, Tensor<double> Value)[] values)
    {
        (Variable Variable, Tensor<double> Value)[] others = [.. values.Where(pair => pair.Variable != variable)];
        Variable direction = new($"d{variable.Name}", variable.Shape), cotangent = new("e", function.Shape);
        Expr tangent = Linearization.Tangent(function, new Dictionary<Variable, Expr> { [variable] = direction })!;
        Expr adjoint = Transposition.Adjoint(tangent, [direction], cotangent)[0];
        double[,] matrix = Matrix(function, variable, others);
        return
        [
            (ConvolutionDescriber.Describe(tangent, direction)!, direction, matrix),
            (ConvolutionDescriber.Describe(adjoint, cotangent, "ε")!, cotangent, Transposed(matrix)),
        ];
    }

    /// <summary>Reproducible numbers.</summary>
    public static Tensor<double> Random(Shape shape, int seed)
    {
        Random random = new(seed);
        return new Tensor<double>(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => (2 * random.NextDouble()) - 1)]);
    }
}
