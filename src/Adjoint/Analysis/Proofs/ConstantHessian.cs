using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Proofs;

/// <summary>
/// The rule for polynomials of degree two: their Hessian does not depend on what moves, so its signature decides. With numbers it is decided exactly; where
/// quantified variables enter it, by the ranges of its entries.
/// </summary>
internal static class ConstantHessian
{
    private const int MostEntries = 8;

    /// <summary>How every entry of an expression of degree two bends; unknown where the signature is not decided. The sentence says why.</summary>
    public static (Curvature Curvature, string Because) Of(Expr expression, Question question)
    {
        int n = question.Moving.Sum(variable => variable.Shape.Size), size = expression.Shape.Size;
        if (n > Definiteness.Largest || size > MostEntries)
        {
            return (Curvature.Unknown, "");
        }

        bool convex = true, concave = true;
        for (int entry = 0; entry < size && (convex || concave); entry++)
        {
            Expr scalar = Expressions.Reshape(Expressions.Slice(Expressions.Reshape(expression, [size]), 0, entry, 1), Shape.Scalar);
            (bool up, bool down) = Signature(scalar, question, n);
            (convex, concave) = (convex && up, concave && down);
        }

        string because = $"it has degree 2, so its {n}×{n} Hessian is constant, and that is {(convex ? "positive" : "negative")} semidefinite by exact elimination";
        return convex && concave ? (Curvature.Affine, "it has degree 2 and its Hessian is zero") : convex ? (Curvature.Convex, because) : concave ? (Curvature.Concave, because) : (Curvature.Unknown, "");
    }

    private static (bool Positive, bool Negative) Signature(Expr scalar, Question question, int n)
    {
        Tensor<double>? matrix = Numbers(scalar, question, n, null);
        if (matrix is null)
        {
            return (false, false);
        }

        Tensor<double> disturbed = Numbers(scalar, question, n, new KeyedRandom(1, "disturbed Hessian"))!;
        if (matrix.Span.SequenceEqual(disturbed.Span))
        {
            // No entry was rounded: the numbers are the Hessian's own.
            return (Definiteness.IsSemidefinite(matrix, 1), Definiteness.IsSemidefinite(matrix, -1));
        }

        // Rounded entries: decided only where rounding cannot change the sign.
        return (WithMargin(matrix, 1), WithMargin(matrix, -1));
    }

    private static bool WithMargin(Tensor<double> matrix, int sign)
    {
        int n = matrix.Shape[0];
        double largest = 0;
        foreach (double entry in matrix.Span)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        Tensor<double> less = new(matrix.Shape);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                less[i, j] = ((matrix[i, j] + matrix[j, i]) / 2) - (i == j ? sign * 1e-11 * n * largest : 0);
            }
        }

        return Definiteness.IsSemidefinite(less, sign);
    }

    /// <summary>The Hessian's numbers by the reference rules, disturbed or not; nothing where it depends on a quantified variable.</summary>
    private static Tensor<double>? Numbers(Expr scalar, Question question, int n, KeyedRandom? disturbance)
    {
        Variable[] directions = [.. question.Moving.Select(variable => new Variable($"d{variable.Name}", variable.Shape))];
        Expr[] products = scalar.HessianVectorProduct(question.Moving, directions);
        foreach (Variable variable in GraphTraversal.Variables(products))
        {
            if (!directions.Contains(variable) && !question.Moving.Contains(variable) && !question.Values.ContainsKey(variable))
            {
                return null;
            }
        }

        Tensor<double> matrix = new([n, n]);
        Tensor<double>[] basis = [.. directions.Select(direction => new Tensor<double>(direction.Shape))];
        int column = 0;
        foreach (Tensor<double> part in basis)
        {
            for (int i = 0; i < part.Span.Length; i++, column++)
            {
                part.Span[i] = 1;
                int row = 0;
                foreach (Tensor<double> image in ReferenceEvaluation.Run(products, ValueOf, disturbance))
                {
                    foreach (double entry in image.Span)
                    {
                        matrix[row++, column] = entry;
                    }
                }

                part.Span[i] = 0;
            }
        }

        return matrix;

        // What moves stands at zero: the Hessian does not depend on it.
        Tensor<double> ValueOf(Variable variable)
        {
            int place = Array.IndexOf(directions, variable);
            return place >= 0 ? basis[place] : question.Moving.Contains(variable) ? new Tensor<double>(variable.Shape) : question.Values[variable];
        }
    }
}
