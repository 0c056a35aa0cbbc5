using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.MatrixProduct;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives.LinearAlgebra;

/// <summary>
/// Multiplies a constant sparse matrix into one axis, <c>r[…, j, …] = Σ_i M[j, i] a[…, i, …]</c>: the mode-n product of Kolda and Bader 2009,
/// section 2.5. Linear; its adjoint is the product with Mᵀ. Averages over windows and interpolation are such products along each spatial axis.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Matrix">M, with as many columns as the axis is long.</param>
public sealed record ModeProduct(int Axis, SparseMatrix Matrix) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "modeproduct";

    /// <inheritdoc/>
    public override string Formula => "r[…, j, …] = Σ_i M[j,i] · a[…, i, …], i along the axis, M being constant";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override LayoutRule Layouts => LayoutRule.Matching;

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis} by {Matrix}".Replace('×', 'x');

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Axis >= 0 && Axis < arguments[0].Rank && arguments[0][Axis] == Matrix.Columns
            ? arguments[0].With(Axis, Matrix.Rows)
            : throw new ShapeException($"A matrix of {Matrix} along axis {Axis} takes a value of length {Matrix.Columns} there, not one of shape {arguments[0]}.");
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        foreach (int[] index in MultiIndex.Of(result.Shape))
        {
            int[] source = [.. index];
            foreach ((int column, double value) in Matrix.Row(index[Axis]))
            {
                source[Axis] = column;
                result[index] += value * arguments[0][source];
            }
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call)
    {
        Shape shape = call.Arguments[0].Shape;
        Span<int> order = stackalloc int[shape.Rank];
        AxisMapPrimitive.MemoryOrder(call.Result.Layout, order);
        int outer = 1, inner = 1;
        bool isBefore = true;
        foreach (int axis in order)
        {
            if (axis == Axis)
            {
                isBefore = false;
            }
            else if (isBefore)
            {
                outer *= shape[axis];
            }
            else
            {
                inner *= shape[axis];
            }
        }

        SparseAxisProduct.Multiply<T>(
            outer, Matrix.Columns, inner, Matrix.Starts, Matrix.Places, Matrix.Weights, call.Arguments[0].Span, call.Result.Span, call.Workers);
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => new ModeProduct(Axis, Matrix.Transpose()).Apply(cotangent);

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval? range = null;
        Interval coefficients = Interval.Point(0);
        for (int row = 0; row < Matrix.Rows; row++)
        {
            Interval sum = Interval.Point(0);
            foreach ((_, double value) in Matrix.Row(row))
            {
                sum += Interval.Point(value) * arguments[0].Range;
                coefficients = coefficients.Hull(Interval.Point(value));
            }

            range = range?.Hull(sum) ?? sum;
        }

        double norm = Math.Sqrt(Matrix.LargestRowSum * Matrix.Transpose().LargestRowSum);
        return new(
            range ?? arguments[0].Range,
            arguments[0].Degree,
            Curvature.Affine,
            [InArgument.LinearWith(coefficients, norm * (1 + 1e-12))],
            "a Kronecker product of M with identities; ‖M‖₂ ≤ √(‖M‖₁‖M‖∞) (Golub & Van Loan 2013, corollary 2.3.2)");
    }
}
