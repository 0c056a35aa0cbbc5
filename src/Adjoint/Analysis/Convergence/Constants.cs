using Adjoint.Analysis.Proofs;
using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Operators.Spectra;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>The constants of descent where everything that does not move has a value, and what they say of the minimiser.</summary>
/// <param name="Numbers">The constants.</param>
/// <param name="IsStronglyConvex">Whether μ is certified to be above 0.</param>
internal sealed record Constants(ConvergenceNumbers Numbers, bool IsStronglyConvex)
{
    /// <summary>Up to here all eigenvalues of a constant Hessian are computed.</summary>
    public const int MostDense = 1000;

    private const double Zero = 1e-13, Sure = 1e-9;

    /// <summary>The constants of a convex loss with a Lipschitz gradient; nothing where L is not known as a number.</summary>
    /// <param name="question">The question; nothing in it is quantified.</param>
    /// <param name="smooth">The loss taken apart.</param>
    public static Constants? Of(Question question, SmoothDecomposition smooth)
    {
        if (smooth.ClaimOf(smooth.Root).IsAffine)
        {
            return Of(0, "the gradient does not change", 0, 1, null, unique: false);
        }

        (Variable Variable, Tensor<double> Value)[] at = ValuesOf(question);
        int n = question.Moving.Sum(variable => variable.Shape.Size);
        if (n == 0)
        {
            return null;
        }

        if (smooth.IsQuadratic)
        {
            LinearOperator hessian = HessianOf(smooth.Root, question, at);
            CertifiedBound bound = hessian.LargestEigenvalueBound();
            double largest = Math.Max(0, bound.Value);
            return !double.IsFinite(largest) ? null : n <= MostDense ? OfQuadratic(question, smooth, hessian, largest, bound.Certificate, n) : Of(largest, bound.Certificate, null, 1 / largest, null, null);
        }

        return OfComposite(question, smooth, at, n);
    }

    /// <summary>The values of what does not move, and zeros for what does.</summary>
    public static (Variable Variable, Tensor<double> Value)[] ValuesOf(Question question) =>
    [
        .. question.Values.Where(pair => !question.Moving.Contains(pair.Key)).Select(pair => (pair.Key, pair.Value)),
        .. question.Moving.Select(variable => (variable, new Tensor<double>(variable.Shape))),
    ];

    private static Constants OfQuadratic(Question question, SmoothDecomposition smooth, LinearOperator hessian, double largest, string certificate, int n)
    {
        double[] values = Eigenvalues(hessian);
        bool positive = (-hessian).LargestEigenvalueBound().Value < 0;
        double scale = Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        if (scale == 0)
        {
            return Of(0, certificate, 0, 1, null, unique: false);
        }

        int? rank = positive ? n : ExactRank.Of(smooth.Root, question);
        double smallest = positive ? values[0] : 0;
        double? nonzero = rank is int exact && exact > 0 ? values[n - exact] : SmallestNonzero(values, n * Zero * scale, Sure * scale);
        bool? unique = positive ? true : rank is int known ? known == n : IsShort(smooth, n) ? false : null;
        if (nonzero is not double slowest || !(slowest > 0))
        {
            return Of(largest, certificate, rank == n ? null : smallest, 1 / largest, null, unique);
        }

        return Of(largest, certificate, rank == n ? values[0] : smallest, 2 / (largest + slowest), (largest - slowest) / (largest + slowest), unique, positive);
    }

    private static Constants? OfComposite(Question question, SmoothDecomposition smooth, (Variable Variable, Tensor<double> Value)[] at, int n)
    {
        SmoothPart[] formed = [.. smooth.Parts.Where(part => part.Form is not null)], quadratic = [.. smooth.Parts.Where(part => part.Form is null)];
        IReadOnlyList<Expr> weights = smooth.Weights(smooth.Parts);
        if (GraphTraversal.Variables([.. weights]).Any(variable => !question.Values.ContainsKey(variable) || question.Moving.Contains(variable)))
        {
            return null;
        }

        Dictionary<Variable, Expr> itself = question.Moving.ToDictionary(variable => variable, variable => (Expr)variable);
        Expr Linear(Expr affine) => Linearization.Tangent(affine, itself) ?? Linearization.Zeros(affine.Shape);
        Expr? sum = null, ridge = null;
        bool keepsSign = true;
        foreach ((SmoothPart part, Expr weight) in smooth.Parts.Zip(weights))
        {
            Constant number = new(weight.Evaluate(at));
            if (part.Form is null)
            {
                Expr own = Expressions.Sum(number * part.Node);
                (sum, ridge) = (Sum(sum, own), Sum(ridge, own));
                continue;
            }

            sum = Sum(sum, part.Form.Majorant(part.Node, number, smooth.ClaimOf, Linear));
            Claim claim = smooth.ClaimOf(part.Node);
            foreach (double entry in number.Value.Span)
            {
                keepsSign &= entry >= 0 ? claim.IsConvex || entry == 0 : claim.IsConcave;
            }
        }

        if (sum is null || Prover.Run(question with { Expression = sum }).Conclusion.Degree is not <= 2)
        {
            return null;
        }

        // The weights and the constants of the majorant are rounded; the last places do not matter to a bound that is never tight.
        CertifiedBound bound = HessianOf(sum, question, at).LargestEigenvalueBound();
        double largest = Math.Max(0, bound.Value) * (1 + 1e-12);
        if (!double.IsFinite(largest) || largest == 0)
        {
            return null;
        }

        string certificate = $"{string.Join(", ", formed.Select(part => $"{part.Form!.Name}: {part.Form.Bound}").Distinct())}; the Hessian of the quadratic with these curvatures: {bound.Certificate}";
        if (ridge is null || !keepsSign || n > MostDense || !GraphTraversal.Variables(ridge).Any(question.Moving.Contains))
        {
            return Of(largest, certificate, keepsSign && quadratic.Length == 0 ? 0 : null, 1 / largest, null, null);
        }

        LinearOperator least = HessianOf(ridge, question, at);
        double below = -(-least).LargestEigenvalueBound().Value;
        return below > 0
            ? Of(largest, certificate, below, 1 / largest, 1 - (below / largest), unique: true, strongly: true)
            : Of(largest, certificate, 0, 1 / largest, null, null);
    }

    private static Expr Sum(Expr? left, Expr right) => left is null ? right : left + right;

    private static LinearOperator HessianOf(Expr expression, Question question, (Variable Variable, Tensor<double> Value)[] at)
    {
        IReadOnlyList<Variable> own = GraphTraversal.Variables(expression);
        Variable[] missing = [.. question.Moving.Where(variable => !own.Contains(variable))];

        // A variable that is not there has a Hessian of zeros.
        foreach (Variable variable in missing)
        {
            expression += 0 * Expressions.SumOfSquares(variable);
        }

        return expression.HessianOperator(question.Moving, at);
    }

    private static double[] Eigenvalues(LinearOperator map)
    {
        double[][] rows = DenseColumns.Of(map, null, default);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                rows[i][j] = rows[j][i] = (rows[i][j] + rows[j][i]) / 2;
            }
        }

        return SymmetricEigenproblem.Solve(rows).Values;
    }

    /// <summary>The smallest eigenvalue that is not zero, where none lies between what rounding explains and what it does not.</summary>
    private static double? SmallestNonzero(double[] ascending, double zero, double sure) =>
        ascending.Any(value => value > zero && value < sure) || !ascending.Any(value => value >= sure) ? null : ascending.First(value => value >= sure);

    /// <summary>Whether all that the loss sees of what moves are fewer numbers than it has: then the Hessian has a kernel.</summary>
    private static bool IsShort(SmoothDecomposition smooth, int n)
    {
        long seen = 0;
        foreach (Expr node in GraphTraversal.TopologicalOrder(smooth.Root))
        {
            if (node is Application application && !smooth.ClaimOf(node).IsConstant && !smooth.ClaimOf(node).IsAffine)
            {
                // Whatever is affine and enters something that is not, all of it.
                seen += application.Arguments.Where(argument => smooth.ClaimOf(argument) is { IsConstant: false, IsAffine: true }).Sum(argument => (long)argument.Shape.Size);
            }
        }

        return seen < n;
    }

    private static Constants Of(double largest, string certificate, double? strong, double step, double? rate, bool? unique, bool strongly = false) =>
        new(new ConvergenceNumbers(largest, certificate, largest == 0 ? double.PositiveInfinity : 2 / largest, step, strong, rate, unique), strongly);
}
