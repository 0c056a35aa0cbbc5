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

    /// <summary>What the weights of parts may be off by, relative to them; no bound of a composite is tight.</summary>
    private const double Slack = 1e-12;

    /// <summary>The constants of a convex loss with a Lipschitz gradient; nothing where L is not known as a number.</summary>
    /// <param name="question">The question; nothing in it is quantified.</param>
    /// <param name="smooth">The loss taken apart.</param>
    public static Constants? Of(Question question, SmoothDecomposition smooth)
    {
        if (smooth.ClaimOf(smooth.Root).IsAffine)
        {
            return Of(0, "the gradient does not change", 0, 1, null, unique: false);
        }

        int n = question.Moving.Sum(variable => variable.Shape.Size);
        if (n == 0 || IdentityKinks.Removed(question, smooth) is not (Question plain, SmoothDecomposition loss))
        {
            return null;
        }

        // The variables of the loss as it was asked about: a form without kinks may have lost some.
        (Variable Variable, Tensor<double> Value)[] at = ValuesOf(question);
        Constants? constants = !loss.IsQuadratic ? OfComposite(plain, loss, at, n) : ExactHessian.Of(plain, loss) is ExactHessian hessian ? OfExact(hessian, plain, loss, at, n) : OfQuadratic(plain, loss, at, n);

        // Curvatures at the end of float64 have no step that is a number.
        return constants is { Numbers: { Lipschitz: > 0 } numbers } && !(double.IsFinite(numbers.StepBelow) && numbers.Step > 0) ? null : constants;
    }

    /// <summary>The values of what does not move, and zeros for what does.</summary>
    public static (Variable Variable, Tensor<double> Value)[] ValuesOf(Question question) =>
    [
        .. question.Values.Where(pair => !question.Moving.Contains(pair.Key)).Select(pair => (pair.Key, pair.Value)),
        .. question.Moving.Select(variable => (variable, new Tensor<double>(variable.Shape))),
    ];

    /// <summary>Of degree two, with a Hessian in fractions.</summary>
    private static Constants? OfExact(ExactHessian hessian, Question question, SmoothDecomposition loss, (Variable Variable, Tensor<double> Value)[] at, int n)
    {
        int rank = hessian.Rank();
        if (rank == 0)
        {
            return Of(0, "the gradient does not change", 0, 1, null, unique: false);
        }

        double[][] rounded = hessian.Rounded();
        if (rounded.Any(row => !Vectors.IsFinite(row)))
        {
            return null;
        }

        double[] values = SymmetricEigenproblem.Solve(rounded).Values;
        CertifiedBound bound = HessianOf(loss.Root, question, at).LargestEigenvalueBound();
        string certificate = bound.Certificate;
        double largest = bound.Value;
        if (!(largest > 0 && largest <= values[^1] * (1 + 1e-6)) || hessian.Below(largest) != n)
        {
            // Rounding entered the map, or its bound is not tight.
            certificate = "all eigenvalues of the constant Hessian lie below it, counted by elimination in fractions (Sylvester's law of inertia)";
            double? above = ((double[])[1e-13, 1e-11, 1e-9, 1e-6]).Select(room => (double?)(values[^1] * (1 + room))).FirstOrDefault(end => end > 0 && hessian.Below(end.Value) == n);
            if (above is null)
            {
                return null;
            }

            largest = above.Value;
        }

        if (hessian.SmallestAboveZero(n - rank, values[n - rank], largest) is not double slowest)
        {
            return Of(largest, certificate, rank == n ? null : 0, 1 / largest, null, rank == n, strongly: rank == n);
        }

        double rate = (largest - slowest) / (largest + slowest);
        return Of(largest, certificate, rank == n ? slowest : 0, 2 / (largest + slowest), rate < 1 ? rate : null, rank == n, strongly: rank == n);
    }

    /// <summary>Of degree two, by products with the Hessian and a bound of their roundings.</summary>
    private static Constants? OfQuadratic(Question question, SmoothDecomposition loss, (Variable Variable, Tensor<double> Value)[] at, int n)
    {
        LinearOperator hessian = HessianOf(loss.Root, question, at);
        CertifiedBound bound = hessian.LargestEigenvalueBound();
        if (RoundingOf(loss.Root, question, at) is not double rounding || !double.IsFinite(bound.Value + rounding))
        {
            return null;
        }

        double largest = Math.Max(0, bound.Value) + rounding, below = n <= MostDense ? -(-hessian).LargestEigenvalueBound().Value - rounding : 0;
        if (largest == 0)
        {
            return null;
        }

        return below > 0
            ? Of(largest, bound.Certificate, below, 2 / (largest + below), (largest - below) / (largest + below), unique: true, strongly: true)
            : Of(largest, bound.Certificate, IsShort(loss, n) ? 0 : null, 1 / largest, null, IsShort(loss, n) ? false : null);
    }

    /// <summary>What rounding may add to an eigenvalue of the constant Hessian of an expression; nothing where it is not bounded.</summary>
    private static double? RoundingOf(Expr expression, Question question, (Variable Variable, Tensor<double> Value)[] at) =>
        Magnitudes.Of(expression, question, at) is Expr magnitude && GraphTraversal.Variables(magnitude).Any(question.Moving.Contains) && HessianOf(magnitude, question, [.. at.Where(pair => question.Moving.Contains(pair.Variable))]).LargestEigenvalueBound().Value is double whole and >= 0
            ? Magnitudes.Relative(expression) * whole
            : null;

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
            if (!IsSure(number.Value, weight, question, at))
            {
                return null;
            }

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

        CertifiedBound bound = HessianOf(sum, question, at).LargestEigenvalueBound();
        double largest = (Math.Max(0, bound.Value) * (1 + Slack)) + (RoundingOf(sum, question, at) ?? double.NaN);
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
        double below = (-(-least).LargestEigenvalueBound().Value * (1 - Slack)) - (RoundingOf(ridge, question, at) ?? double.PositiveInfinity);
        return below > 0
            ? Of(largest, certificate, below, 1 / largest, 1 - (below / largest), unique: true, strongly: true)
            : Of(largest, certificate, 0, 1 / largest, null, null);
    }

    /// <summary>Whether hardly anything of a weight was rounded away.</summary>
    private static bool IsSure(Tensor<double> value, Expr weight, Question question, (Variable Variable, Tensor<double> Value)[] at)
    {
        if (Magnitudes.Of(weight, question, at)?.Evaluate<double>() is not Tensor<double> whole)
        {
            return false;
        }

        double relative = Magnitudes.Relative(weight);
        return value.Span.ToArray().Zip(whole.Span.ToArray()).All(pair => relative * pair.Second <= Slack * Math.Abs(pair.First));
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
