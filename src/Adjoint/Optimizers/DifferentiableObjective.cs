namespace Adjoint.Optimizers;

/// <summary>A function to be made small, with its gradient. It must give the same answer for the same point each time.</summary>
/// <param name="point">Where.</param>
/// <param name="gradient">Takes the gradient there; every entry must be written.</param>
/// <returns>The value there. What is infinite or not a number stands for "outside of the domain".</returns>
public delegate double DifferentiableObjective(ReadOnlySpan<double> point, Span<double> gradient);
