using Adjoint.Tensors;

namespace Adjoint.Graph;

/// <summary>
/// Holds a graph to what every later stage relies on. It runs on what the calculus and each pass of a plan produce, so
/// that a broken rule is named where it broke and not where it hurts.
/// </summary>
public static class GraphVerifier
{
    /// <summary>Checks every expression that the outputs are computed from.</summary>
    /// <param name="stage">What produced the graph, for the message.</param>
    /// <param name="outputs">The roots.</param>
    /// <exception cref="InvalidOperationException">
    /// An application has the wrong number of arguments, its shape is not what its primitive's shape rule says, or two
    /// different variables share a name.
    /// </exception>
    public static void Verify(string stage, params ReadOnlySpan<Expr> outputs)
    {
        Dictionary<string, Variable> names = [];
        foreach (Expr node in GraphTraversal.TopologicalOrder(outputs))
        {
            if (node is Variable variable && !names.TryAdd(variable.Name, variable))
            {
                throw new InvalidOperationException($"After {stage}: two different variables are called '{variable.Name}'; rename one.");
            }

            if (node is not Application application)
            {
                continue;
            }

            Primitive primitive = application.Primitive;
            if (application.Arguments.Count != primitive.Arity)
            {
                throw new InvalidOperationException(
                    $"After {stage}: '{primitive}' has {application.Arguments.Count} arguments and takes {primitive.Arity}.");
            }

            Shape expected = primitive.ResultShape([.. application.Arguments.Select(argument => argument.Shape)]);
            if (expected != application.Shape)
            {
                throw new InvalidOperationException(
                    $"After {stage}: '{application}' claims shape {application.Shape}, but '{primitive}' gives {expected}.");
            }
        }
    }
}
