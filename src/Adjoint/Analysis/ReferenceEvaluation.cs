using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis;

/// <summary>
/// Evaluates expressions by the primitives' reference rules in float64. Disturbed, every result moves by a few units in the last place, so that where rounding matters two
/// evaluations disagree (stochastic arithmetic: Vignes 1993).
/// </summary>
internal static class ReferenceEvaluation
{
    private const double Disturbance = 1e-15;

    /// <summary>The values of expressions.</summary>
    /// <param name="outputs">The expressions.</param>
    /// <param name="values">A value for each variable.</param>
    /// <param name="disturbance">Where disturbances are drawn from; nothing for none.</param>
    public static Tensor<double>[] Run(ReadOnlySpan<Expr> outputs, Func<Variable, Tensor<double>> values, KeyedRandom? disturbance)
    {
        Dictionary<Expr, Tensor<double>> known = [];
        KeyedRandom random = disturbance ?? default;
        foreach (Expr node in GraphTraversal.TopologicalOrder(outputs))
        {
            known[node] = node switch
            {
                Variable variable => values(variable),
                Constant constant => constant.Value,
                _ => Apply((Application)node, known),
            };
            if (disturbance is not null && node is Application)
            {
                Disturb(known[node], ref random);
            }
        }

        Tensor<double>[] results = new Tensor<double>[outputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = known[outputs[i]];
        }

        return results;
    }

    private static Tensor<double> Apply(Application node, Dictionary<Expr, Tensor<double>> known)
    {
        Tensor<double> result = new(node.Shape);
        node.Primitive.Reference([.. node.Arguments.Select(argument => known[argument])], result);
        return result;
    }

    /// <summary>Zero and whole numbers stay: they are exact, or a choice. The last places of the smallest numbers are large.</summary>
    private static void Disturb(Tensor<double> tensor, ref KeyedRandom random)
    {
        foreach (ref double entry in tensor.Span)
        {
            if (entry != Math.Round(entry) && double.IsFinite(entry))
            {
                double move = (2 * random.NextUniform()) - 1;
                entry = Math.Abs(entry) < 1e-300 ? entry + (Math.Sign(move) * double.Epsilon * 2) : entry * (1 + (Disturbance * move));
            }
        }
    }
}
