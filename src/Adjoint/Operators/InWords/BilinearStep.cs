using Adjoint.Graph;

namespace Adjoint.Operators.InWords;

/// <summary>A correlation in a graph, together with the reshapes, flips, extensions and foldings around it.</summary>
/// <param name="Form">Which entries meet.</param>
/// <param name="Argument">What varies, below all that belongs to the step.</param>
/// <param name="Fixed">What does not.</param>
/// <param name="Written">How it was written, where it reads as a forward convolution or correlation.</param>
internal sealed record BilinearStep(MeetingForm Form, Expr Argument, Expr Fixed, Writing Written);
