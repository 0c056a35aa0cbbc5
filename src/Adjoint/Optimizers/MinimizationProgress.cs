namespace Adjoint.Optimizers;

/// <summary>How far a minimisation has come.</summary>
/// <param name="Iteration">Iterations made.</param>
/// <param name="Evaluations">Evaluations of the objective.</param>
/// <param name="Value">The value reached.</param>
/// <param name="GradientNorm">The gradient's Euclidean norm there.</param>
public readonly record struct MinimizationProgress(int Iteration, int Evaluations, double Value, double GradientNorm);
