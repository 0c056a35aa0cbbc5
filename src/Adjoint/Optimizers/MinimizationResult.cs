namespace Adjoint.Optimizers;

/// <summary>What a minimisation found.</summary>
/// <param name="Minimizer">The point reached.</param>
/// <param name="Value">The value there.</param>
/// <param name="GradientNorm">The gradient's Euclidean norm there.</param>
/// <param name="Iterations">Iterations made.</param>
/// <param name="Evaluations">Evaluations of the objective.</param>
/// <param name="Stop">Why it stopped.</param>
public sealed record MinimizationResult(
    IReadOnlyList<double> Minimizer, double Value, double GradientNorm, int Iterations, int Evaluations, MinimizationStop Stop);
