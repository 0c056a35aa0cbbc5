using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Operators.Spectra.Certificates;

/// <summary>
/// A bound of the norm of an expression's map from what its primitives declare: along each way from the argument to the result the product of Lipschitz bounds, the fixed factors in the
/// ranges of their values; over several ways the sum.
/// </summary>
internal static class LipschitzChain
{
    /// <summary>Bounds are rounded up, and the ranges of computed factors widened, by this much for each primitive.</summary>
    private const double Widening = 1e-12;

    /// <summary>The bound; +∞ where a primitive declares none.</summary>
    public static CertifiedBound Of(GraphOperator map)
    {
        Dictionary<Expr, double> norms = new() { [map.Argument] = 1 };
        Dictionary<Expr, Interval> ranges = [];
        string unknown = "";
        foreach (Expr node in GraphTraversal.TopologicalOrder(map.Image))
        {
            if (node is not Application application || !application.Arguments.Any(norms.ContainsKey))
            {
                continue;
            }

            ArgumentFacts[] known = [.. application.Arguments.Select(argument => norms.ContainsKey(argument)
                ? new ArgumentFacts(argument.Shape, Interval.Reals, 1)
                : new ArgumentFacts(argument.Shape, RangeOf(argument, map, ranges), 0))];
            PrimitiveFacts facts = application.Primitive.Facts(known);
            double norm = 0;
            for (int i = 0; i < known.Length; i++)
            {
                if (norms.TryGetValue(application.Arguments[i], out double before) && before > 0)
                {
                    norm += facts.Arguments[i].Lipschitz == 0 ? 0 : before * facts.Arguments[i].Lipschitz * (1 + Widening);
                }
            }

            if (!double.IsFinite(norm) && unknown.Length == 0)
            {
                unknown = application.Primitive.Name;
            }

            norms[node] = double.IsNaN(norm) ? double.PositiveInfinity : norm;
        }

        double bound = norms.GetValueOrDefault(map.Image);
        return double.IsFinite(bound)
            ? new CertifiedBound(bound, "the Lipschitz bounds that its primitives declare, multiplied along each way through the expression")
            : new CertifiedBound(double.PositiveInfinity, $"'{unknown}' declares no Lipschitz bound for the values that it has here");
    }

    /// <summary>The least and the greatest entry of what stays fixed.</summary>
    private static Interval RangeOf(Expr fixedExpression, GraphOperator map, Dictionary<Expr, Interval> ranges)
    {
        if (!ranges.TryGetValue(fixedExpression, out Interval range))
        {
            Tensor<double> value = fixedExpression.Evaluate(map.Values);
            ReadOnlySpan<double> entries = value.Span;
            double lower = entries.IsEmpty ? 0 : Reduction.Min(entries), upper = entries.IsEmpty ? 0 : Reduction.Max(entries);
            range = double.IsFinite(lower) && double.IsFinite(upper)
                ? new Interval(lower - (Widening * Math.Abs(lower)), upper + (Widening * Math.Abs(upper)))
                : Interval.Reals;
            ranges[fixedExpression] = range;
        }

        return range;
    }
}
