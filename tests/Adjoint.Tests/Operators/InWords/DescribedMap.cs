using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators.InWords;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Operators.InWords;

/// <summary>A linear map, what is said of it, and its matrix, which evaluating the function itself at every basis vector gives.</summary>
internal sealed record DescribedMap(ConvolutionDescription Description, Variable Argument, DenseMatrix Matrix)
{
    private static readonly WorkerPool Alone = new(1);

    /// <summary>The derivative of a function in one variable, and its adjoint applied to ε. Where the function is not linear the matrix is that of its tangent.</summary>
    public static DescribedMap[] Both(Expr function, Variable variable, params (Variable Variable, Tensor<double> Value)[] values)
    {
        Variable direction = new($"d{variable.Name}", variable.Shape), cotangent = new("e", function.Shape);
        Expr tangent = Linearization.Tangent(function, new Dictionary<Variable, Expr> { [variable] = direction }) ?? Expressions.BroadcastTo(new Constant(0), function.Shape);
        Expr adjoint = Transposition.Adjoint(tangent, [direction], cotangent)[0];
        DenseMatrix matrix = MatrixOf(tangent, direction, values);
        return
        [
            new(ConvolutionDescriber.Describe(tangent, direction)!, direction, matrix),
            new(ConvolutionDescriber.Describe(adjoint, cotangent, "ε")!, cotangent, matrix.Transpose()),
        ];
    }

    /// <summary>The largest difference between the matrix and that of the description's expression, relative to the largest entry.</summary>
    public double Error(params (Variable Variable, Tensor<double> Value)[] values) => Distance(Matrix, MatrixOf(Description.Expression, Argument, values));

    /// <summary>The matrix of an expression that is linear in one variable.</summary>
    public static DenseMatrix MatrixOf(Expr linear, Variable argument, params (Variable Variable, Tensor<double> Value)[] values)
    {
        (Variable Variable, Tensor<double> Value)[] others = [.. values.Where(pair => pair.Variable != argument)];
        PlanSession<double> session = new(Plan.Compile(new Function([argument, .. others.Select(pair => pair.Variable)], [linear])));
        for (int i = 0; i < others.Length; i++)
        {
            session.Bind(i + 1, others[i].Value.Memory);
        }

        return DenseMatrix.Of(
            basis =>
            {
                session.Bind(0, basis.Memory);
                session.Run(Alone);
                return session.CopyOutput(0);
            },
            argument.Shape,
            linear.Shape);
    }

    /// <summary>The largest difference between entries, relative to the largest entry above 1; infinite where the sizes differ.</summary>
    public static double Distance(DenseMatrix one, DenseMatrix other)
    {
        if (one.Rows != other.Rows || one.Columns != other.Columns)
        {
            return double.PositiveInfinity;
        }

        double distance = 0, largest = 1;
        for (int row = 0; row < one.Rows; row++)
        {
            for (int column = 0; column < one.Columns; column++)
            {
                largest = Math.Max(largest, Math.Abs(one[row, column]));
                distance = Math.Max(distance, Math.Abs(one[row, column] - other[row, column]));
            }
        }

        return distance / largest;
    }
}
