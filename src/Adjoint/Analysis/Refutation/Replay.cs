using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>
/// Evaluates an expression by the primitives' reference rules in float64, every result disturbed by a few units in the last place. Where rounding could explain what a
/// search found, disturbed evaluations disagree (stochastic arithmetic: Vignes 1993), and nothing is claimed.
/// </summary>
internal static class Replay
{
    private const int Runs = 4;
    private const double Disturbance = 1e-15;

    /// <summary>An entry of the expression at a point, with the spread of its disturbed evaluations; infinite where one is no number.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="values">A value for each variable.</param>
    /// <param name="entry">The entry's place in C order.</param>
    public static (double Value, double Spread) Entry(Expr expression, Func<Variable, Tensor<double>> values, int entry)
    {
        IReadOnlyList<Expr> order = GraphTraversal.TopologicalOrder(expression);
        double value = Run(order, values, null)[entry], spread = 0;
        for (int run = 0; run < Runs; run++)
        {
            double disturbed = Run(order, values, new KeyedRandom(run, "disturbed replay"))[entry];
            spread = double.IsFinite(disturbed) && double.IsFinite(value) ? Math.Max(spread, Math.Abs(disturbed - value)) : double.PositiveInfinity;
        }

        return (value, spread);
    }

    private static double[] Run(IReadOnlyList<Expr> order, Func<Variable, Tensor<double>> values, KeyedRandom? disturbance)
    {
        Dictionary<Expr, Tensor<double>> known = [];
        KeyedRandom random = disturbance ?? default;
        foreach (Expr node in order)
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

        return known[order[^1]].Span.ToArray();
    }

    private static Tensor<double> Apply(Application node, Dictionary<Expr, Tensor<double>> known)
    {
        Tensor<double> result = new(node.Shape);
        node.Primitive.Reference([.. node.Arguments.Select(argument => known[argument])], result);
        return result;
    }

    /// <summary>Moves each entry by a few units in the last place, of which those of the smallest numbers are large. Zero and whole numbers stay: they are exact, or a choice.</summary>
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
