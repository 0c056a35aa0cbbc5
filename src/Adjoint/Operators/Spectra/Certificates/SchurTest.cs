using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators.Spectra.Certificates;

/// <summary>
/// Schur's test (Schur 1911): for a map N with nonnegative coefficients and positive x and y, <c>‖N‖₂² ≤ max (N x / y) · max (Nᵀ y / x)</c>. With ones it is √(‖N‖₁‖N‖∞); with y = N x and
/// x ← Nᵀ y it falls towards ‖N‖₂ from above, as the quotients of Collatz and Wielandt do.
/// </summary>
internal static class SchurTest
{
    /// <summary>Rounds of two applications each: as many as cost little, and of large maps a few, fewer still where a round gains little.</summary>
    private const int FewRounds = 8, ManyRounds = 100, CheapEntries = 10_000_000;
    private const double WorthWhile = 1e-4;
    private const double Allowance = 1e-12;
    private const double Unit = 1.0 / (1L << 53);

    /// <summary>Quotients stay harmless where a vector vanishes, as it does at a pixel that no result depends on.</summary>
    private const double Floor = 1e-20;

    /// <summary>A bound of the norm of an expression's map from a majorant; +∞ where there is none.</summary>
    /// <exception cref="InvalidOperationException">A coefficient of the majorant is negative: what a primitive says of its signs is wrong.</exception>
    public static CertifiedBound Of(GraphOperator map, WorkerPool? workers, CancellationToken cancellation)
    {
        if (Majorant.Of(map, out double operations) is not GraphOperator majorant)
        {
            return new CertifiedBound(double.PositiveInfinity, "the signs of a primitive's coefficients are not known");
        }

        // All numbers are nonnegative, so that a result of k additions and products is right to γ_k of itself. Fixed factors that are computed may be rounded otherwise than in the map.
        double rounding = 1 + Allowance + (2 * operations * Unit), best = double.PositiveInfinity;
        Tensor<double> x = new(majorant.Domain);
        x.Span.Fill(1);
        int most = Math.Clamp(CheapEntries / (majorant.Domain.Size + majorant.Range.Size), FewRounds, ManyRounds);
        for (int round = 0; round < most; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor<double> y = Nonnegative(majorant.Apply(x, workers), map);
            double largest = Quotient(y, null);
            if (largest == 0)
            {
                return new CertifiedBound(0, "all magnitudes of coefficients are zero");
            }

            if (!double.IsFinite(largest))
            {
                break;
            }

            Tensor<double> weights = Positive(y);
            double forward = Quotient(y, weights);
            Tensor<double> back = Nonnegative(majorant.Adjoint.Apply(weights, workers), map);
            double bound = Math.Sqrt(forward) * Math.Sqrt(Quotient(back, x)) * rounding;
            if (!double.IsFinite(bound) || bound < 1e-250 || largest < 1e-250)
            {
                break;
            }

            // The bound may rest for rounds, until what is at the border has reached the middle.
            bool isWorthWhile = most > FewRounds || bound < best * (1 - WorthWhile);
            best = Math.Min(best, bound);
            if (!isWorthWhile)
            {
                break;
            }

            x = Positive(back);
        }

        return double.IsFinite(best)
            ? new CertifiedBound(best, $"Schur's test of the map with magnitudes for coefficients, inflated by {rounding - 1:G2} for rounding")
            : new CertifiedBound(double.PositiveInfinity, "the map's coefficients are not finite, or out of the range in which float64 can prove anything");
    }

    /// <summary>A result of the majorant; an error if an entry is negative, which nonnegative coefficients cannot give.</summary>
    private static Tensor<double> Nonnegative(Tensor<double> result, GraphOperator map)
    {
        foreach (double entry in result.Span)
        {
            if (entry < 0)
            {
                IEnumerable<string> names = GraphTraversal.TopologicalOrder(map.Image).OfType<Application>().Select(application => $"'{application.Primitive.Name}'").Distinct();
                throw new InvalidOperationException(
                    $"The map with magnitudes for coefficients gives the negative number {entry:G6} for positive ones, so the facts of a primitive are wrong: one of {string.Join(", ", names)} has a coefficient " +
                    "of another sign than it declares; the laws of primitives tell which.");
            }
        }

        return result;
    }

    /// <summary>The largest quotient of entries, or the largest entry.</summary>
    private static double Quotient(Tensor<double> dividend, Tensor<double>? divisor)
    {
        double largest = 0;
        ReadOnlySpan<double> above = dividend.Span, below = divisor is null ? default : divisor.Span;
        for (int i = 0; i < above.Length; i++)
        {
            double quotient = divisor is null ? above[i] : above[i] / below[i];
            if (double.IsNaN(quotient))
            {
                return quotient;
            }

            largest = Math.Max(largest, quotient);
        }

        return largest;
    }

    /// <summary>A positive vector near a nonnegative one, its largest entry about 1.</summary>
    private static Tensor<double> Positive(Tensor<double> tensor)
    {
        int exponent = Math.ILogB(Quotient(tensor, null));
        Tensor<double> result = new(tensor.Shape);
        for (int i = 0; i < result.Span.Length; i++)
        {
            result.Span[i] = Math.Max(Math.ScaleB(tensor.Span[i], -exponent), Floor);
        }

        return result;
    }
}
