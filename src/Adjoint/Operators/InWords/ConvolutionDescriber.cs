using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Operators.InWords;

/// <summary>
/// Says what a linear map is as convolutions and correlations, read off its graph: each correlation, with the flips, reshapes, extensions and foldings around it, is
/// brought into a normal form (which entries of argument, fixed factor and result meet), and a name is looked for that has the same normal form. Nothing is evaluated.
/// </summary>
/// <remarks>
/// The adjoints of a convolution are of its family: of valid convolution <c>w ∗ y</c>, in y the full convolution of ε with flip(w), in w the valid convolution of flip(y) with ε.
/// </remarks>
public static class ConvolutionDescriber
{
    /// <summary>Describes an expression that is linear in one variable: a tangent, or an adjoint applied to a cotangent.</summary>
    /// <param name="linear">The expression. Its other variables are fixed.</param>
    /// <param name="argument">The variable that the map is applied to.</param>
    /// <param name="called">What the argument is called in the text, such as <c>ε</c>; its name if left out.</param>
    /// <returns>The description, <c>the zero map</c> among them; nothing where neither a convolution nor a product of scalars is on the way.</returns>
    /// <exception cref="ArgumentException">The expression is not linear in the argument; the message names the operation.</exception>
    public static ConvolutionDescription? Describe(Expr linear, Variable argument, string? called = null)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(argument);
        HashSet<Expr> varying = Linearity.Check(linear, argument);
        if (!varying.Contains(linear))
        {
            return new ConvolutionDescription("the zero map", linear.Shape == argument.Shape ? 0 * argument : Expressions.BroadcastTo(new Constant(0), linear.Shape));
        }

        // From the end to the argument, to see what belongs to one step; then back, to say it.
        Dictionary<Expr, BilinearStep?> steps = new() { [linear] = null };
        Stack<Expr> open = new([linear]);
        while (open.TryPop(out Expr? node))
        {
            steps[node] = node == argument ? null : StepReader.Read(node, varying.Contains);
            foreach (Expr next in steps[node] is BilinearStep step ? [step.Argument] : node.Arguments.Where(varying.Contains))
            {
                if (steps.TryAdd(next, null))
                {
                    open.Push(next);
                }
            }
        }

        LinearSpeaker speaker = new(argument, called ?? argument.Name);
        foreach (Expr node in GraphTraversal.TopologicalOrder(linear))
        {
            if (node != argument && steps.TryGetValue(node, out BilinearStep? step))
            {
                speaker.Say((Application)node, step);
            }
        }

        return speaker.Description(linear);
    }
}
