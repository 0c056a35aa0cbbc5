using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;

namespace Adjoint.Cli.Verdicts;

/// <summary>The three verdicts about a question.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Linearity">Is it linear?</param>
/// <param name="Convexity">Is it convex?</param>
/// <param name="Descent">Does gradient descent get there?</param>
internal sealed record Answer(Question Question, LinearityVerdict Linearity, ConvexityVerdict Convexity, ConvergenceVerdict Descent);
