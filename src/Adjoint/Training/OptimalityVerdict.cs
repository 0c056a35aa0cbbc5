using Adjoint.Analysis;

namespace Adjoint.Training;

/// <summary>What is known of the point that a minimisation reached (<see cref="Optimality"/>).</summary>
/// <param name="IsGlobalMinimum">Yes where the gradient is as small as was asked for, every stationary point is proven to be a global minimum and there is a minimiser; no where there is none; nothing where it is not known.</param>
/// <param name="Attained">Whether a minimiser exists; nothing if this is not known.</param>
/// <param name="GradientNorm">‖g‖, the Euclidean norm of the gradient at the point.</param>
/// <param name="DistanceBound">The minimiser is no further away than this: ‖g‖ / (2λ) with the ridge λ‖w‖²; nothing without one.</param>
/// <param name="ExcessBound">The value is above the least by no more than this: ‖g‖² / (4λ); nothing without a ridge.</param>
/// <param name="Because">The argument, in a sentence or two.</param>
/// <param name="Convexity">Whether the loss of any sample is convex in the trained weights, with its proof or a counterexample.</param>
public sealed record OptimalityVerdict(
    bool? IsGlobalMinimum, bool? Attained, double GradientNorm, double? DistanceBound, double? ExcessBound, string Because, ConvexityVerdict Convexity);
