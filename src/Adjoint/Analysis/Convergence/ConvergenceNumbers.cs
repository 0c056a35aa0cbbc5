namespace Adjoint.Analysis.Convergence;

/// <summary>The constants of gradient descent, where every other variable has a value.</summary>
/// <param name="Lipschitz">L: a certified upper bound of the gradient's Lipschitz constant; 0 or more.</param>
/// <param name="Certificate">The argument that proves the bound, as a sentence.</param>
/// <param name="StepBelow">2/L: every fixed step below it brings the loss to its infimum; +∞ where L is 0.</param>
/// <param name="Step">The recommended step: 2/(L + μ⁺) for quadratics (Nesterov 2018, theorem 2.1.15), μ⁺ the smallest eigenvalue that is not zero; else 1/L. 1 where L is 0.</param>
/// <param name="StrongConvexity">μ: the smallest eigenvalue of a constant Hessian, otherwise a lower bound of all curvatures; nothing where it is not known.</param>
/// <param name="Rate">What the distance to the nearest minimiser is multiplied by at each step, at most; nothing where it falls more slowly than geometrically or this is not known.</param>
/// <param name="Unique">Whether there is only one minimiser; nothing where rounding hides it.</param>
public sealed record ConvergenceNumbers(double Lipschitz, string Certificate, double StepBelow, double Step, double? StrongConvexity, double? Rate, bool? Unique)
{
    /// <summary>Iterations at the recommended step until the distance to the minimisers has fallen to a part of what it was; nothing where the rate is not known.</summary>
    /// <param name="tolerance">The part; above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not between 0 and 1.</exception>
    public long? Iterations(double tolerance) => tolerance is > 0 and < 1
        ? Rate is double rate ? rate <= 0 ? 1 : rate < 1 && Math.Ceiling(Math.Log(tolerance) / Math.Log(rate)) is < 1e18 and double count ? (long)count : null : null
        : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must lie between 0 and 1.");
}
