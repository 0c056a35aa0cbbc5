namespace Adjoint.Operators.Solvers;

/// <summary>How far a solver has come.</summary>
/// <param name="Iteration">Iterations made.</param>
/// <param name="Residual">The norm of the residual there, as <see cref="SolverResult.History"/> has it.</param>
/// <param name="RelativeGradient">The norm of the gradient, relative to what it was at the start.</param>
public readonly record struct SolverProgress(int Iteration, double Residual, double RelativeGradient);
