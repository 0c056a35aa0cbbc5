using Adjoint.Tensors;

namespace Adjoint.Operators.Solvers;

/// <summary>A solution and how it was reached.</summary>
/// <param name="Solution">x.</param>
/// <param name="Iterations">Iterations made.</param>
/// <param name="Residual">‖b − A x‖ at the end.</param>
/// <param name="RelativeGradient">‖Aᵀ(b − A x) − ρ x‖ / ‖Aᵀb‖ at the end, 0 at a minimum; of an equation, ‖b − A x − ρ x‖ / ‖b‖.</param>
/// <param name="Stop">Why it stopped.</param>
/// <param name="History">The residual's norm at the start and after each iteration.</param>
public sealed record SolverResult(
    Tensor<double> Solution, int Iterations, double Residual, double RelativeGradient, SolverStop Stop, IReadOnlyList<double> History);
