using Adjoint.Tensors;

namespace Adjoint.Operators.Solvers;

/// <summary>A solution and how it was reached.</summary>
/// <param name="Solution">x.</param>
/// <param name="Iterations">Iterations made.</param>
/// <param name="Residual">‖b − A x‖ at the end, computed from the solution and without the ridge.</param>
/// <param name="RelativeGradient">‖Aᵀ(b − A x) − ρ x‖ / ‖Aᵀb‖ at the end, 0 at a minimum; of an equation, ‖b − A x − ρ x‖ / ‖b‖. Computed from the solution.</param>
/// <param name="Stop">Why it stopped.</param>
/// <param name="History">
/// ‖b − A x‖ at the start and after each iteration, of an equation ‖b − A x − ρ x‖, as the method carries it on: in exact arithmetic the same, and where it is small itself right up to
/// the rounding that has added up.
/// </param>
public sealed record SolverResult(
    Tensor<double> Solution, int Iterations, double Residual, double RelativeGradient, SolverStop Stop, IReadOnlyList<double> History);
