using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Checking;

/// <summary>
/// Whether an expression equals a polynomial in atoms: both are evaluated exactly where the atoms are random whole numbers. Two polynomials of degree d that differ agree
/// there with a probability of at most d / 2⁴⁰ a time (Schwartz 1980, corollary 1).
/// </summary>
internal sealed class ExactEvaluation(Question question, Func<Expr, Claim> claimOf)
{
    private const int Times = 3;

    private KeyedRandom _random = new(0, "exact evaluation");

    /// <summary>Why they are not equal; nothing if they are.</summary>
    public string? Difference(Application expression, PolynomialForm form)
    {
        HashSet<Expr> parts = [.. GraphTraversal.TopologicalOrder(expression)];
        if (form.Entries.Count != expression.Shape.Size || form.Atoms.Any(atom => atom.Entry < 0 || atom.Entry >= atom.Expression.Shape.Size || atom.Expression == expression || !parts.Contains(atom.Expression))
            || form.Entries.Any(entry => entry.Any(term => term.Atoms.Any(atom => atom < 0 || atom >= form.Atoms.Count))))
        {
            return "the polynomial does not fit the expression";
        }

        HashSet<Expr> opaque = [.. form.Atoms.Select(atom => atom.Expression)];
        for (int time = 0; time < Times; time++)
        {
            Dictionary<Expr, Rational[]> known = [];
            foreach (Expr node in GraphTraversal.TopologicalOrder(expression))
            {
                known[node] = (opaque.Contains(node) ? null : ValueOf(node, known)) ?? [.. Enumerable.Range(0, node.Shape.Size).Select(_ => Rational.Of(_random.NextInt(1 << 20) + (_random.NextInt(1 << 20) * 1048576.0)))];
            }

            Rational[] factors = [.. form.Atoms.Select(atom => known[atom.Expression][atom.Entry])];
            if (form.Entries.Where((entry, i) => entry.Aggregate(Rational.Zero, (sum, term) => sum + term.Atoms.Aggregate(term.Coefficient, (product, atom) => product * factors[atom])) != known[expression][i]).Any())
            {
                return "the expression and the polynomial that was written out for it are not equal";
            }
        }

        return null;
    }

    /// <summary>The exact values where the operation is one of arithmetic; nothing for others, which may then have any value.</summary>
    private Rational[]? ValueOf(Expr node, Dictionary<Expr, Rational[]> known)
    {
        if (node is Application application)
        {
            Rational[][] arguments = [.. node.Arguments.Select(argument => known[argument])];
            Graph.Facts.Interval range = claimOf(node.Arguments[0]).Range;
            return application.Primitive switch
            {
                SumTo when OneHotRows.Count(application, question) is int rows => [Rational.Of(rows)],
                Multiply => [.. arguments[0].Zip(arguments[1], (a, b) => a * b)],
                Square when node.Arguments[0] is Application { Primitive: Sqrt } root => known[root.Arguments[0]],
                Square => [.. arguments[0].Select(a => a * a)],
                Power { Exponent: >= 0 and <= 64 } power when power.Exponent == Math.Floor(power.Exponent) => [.. arguments[0].Select(a => Enumerable.Repeat(a, (int)power.Exponent).Aggregate(Rational.One, (x, y) => x * y))],
                Divide when arguments[1].All(b => b.Sign != 0) => [.. arguments[0].Zip(arguments[1], (a, b) => a / b)],
                Abs or Relu when range.IsNonnegative => arguments[0],
                Abs when range.IsNonpositive => [.. arguments[0].Select(a => -a)],
                _ => Multilinear(application, arguments),
            };
        }

        double[]? value = (node is Constant constant ? constant.ToTensor() : !question.Moving.Contains((Variable)node) ? question.Values.GetValueOrDefault((Variable)node) : null)?.Span.ToArray();
        return value is null || !value.All(double.IsFinite) ? null : [.. value.Select(Rational.Of)];
    }

    private static Rational[]? Multilinear(Application node, Rational[][] arguments)
    {
        IReadOnlyList<Coefficients.Summand>? summands = Coefficients.Of(node);
        Rational[] sum = new Rational[node.Shape.Size];
        foreach ((int result, int argument, int entry, int other, double value) in summands ?? [])
        {
            sum[result] += Rational.Of(value) * (node.Primitive.IsJointlyLinear ? arguments[argument][entry] : arguments[0][entry] * arguments[1][other]);
        }

        return summands is null ? null : sum;
    }
}
