using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Analysis;

/// <summary>
/// Evaluates expressions by the primitives' reference rules in float64. Disturbed, every result moves by a few units in the last place, so that where rounding matters two
/// evaluations disagree (stochastic arithmetic: Vignes 1993). The rules add term by term, which takes long for large arrays: those go through the operation's kernel, one operation at a time.
/// </summary>
internal static class ReferenceEvaluation
{
    private const double Disturbance = 1e-15;
    private const int Large = 1 << 13;

    // From 2⁵² on every float64 is whole, whatever it was rounded from.
    private const double LastExact = 1L << 52;

    /// <summary>The values of expressions.</summary>
    /// <param name="outputs">The expressions.</param>
    /// <param name="values">A value for each variable.</param>
    /// <param name="disturbance">Where disturbances are drawn from; nothing for none.</param>
    public static Tensor<double>[] Run(ReadOnlySpan<Expr> outputs, Func<Variable, Tensor<double>> values, KeyedRandom? disturbance) => Run(outputs, values, disturbance, null).Values;

    /// <summary>The values of expressions, and whether everything on the way to them is finite.</summary>
    /// <param name="outputs">The expressions.</param>
    /// <param name="values">A value for each variable.</param>
    /// <param name="disturbance">Where disturbances are drawn from; nothing for none.</param>
    /// <param name="clock">Asked before each operation; nothing for no limit.</param>
    /// <exception cref="OperationCanceledException">The time is over.</exception>
    public static (Tensor<double>[] Values, bool IsFinite) Run(ReadOnlySpan<Expr> outputs, Func<Variable, Tensor<double>> values, KeyedRandom? disturbance, AnalysisClock? clock)
    {
        Dictionary<Expr, Tensor<double>> known = [];
        Dictionary<Expr, int> uses = [];
        Expr[] order = [.. GraphTraversal.TopologicalOrder(outputs)];
        foreach (Expr used in order.OfType<Application>().SelectMany(node => node.Arguments).Concat(outputs.ToArray()))
        {
            uses[used] = uses.GetValueOrDefault(used) + 1;
        }

        ulong state = disturbance is KeyedRandom random ? ((ulong)random.NextUInt() << 32) | random.NextUInt() : 0;
        bool finite = true;
        foreach (Expr node in order)
        {
            clock?.ThrowIfOver();
            known[node] = node switch
            {
                Variable variable => values(variable),
                Constant constant => constant.Value,
                _ => Apply((Application)node, known),
            };
            if (disturbance is not null && node is Application applied)
            {
                Disturb(known[node].Span, KeepsWholeNumbers(applied, known), ref state);
            }

            finite = finite && IsFinite(known[node].Span);
            foreach (Expr argument in node is Application application ? application.Arguments : [])
            {
                // What nobody needs any more gives its memory back.
                if (--uses[argument] == 0)
                {
                    known.Remove(argument);
                }
            }
        }

        Tensor<double>[] results = new Tensor<double>[outputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = known[outputs[i]];
        }

        return (results, finite);
    }

    private static Tensor<double> Apply(Application node, Dictionary<Expr, Tensor<double>> known)
    {
        if (node.Arguments.Max(argument => argument.Shape.Size) >= Large || node.Shape.Size >= Large)
        {
            return ByKernel(node, known);
        }

        Tensor<double> result = new(node.Shape);
        node.Primitive.Reference([.. node.Arguments.Select(argument => known[argument])], result);
        return result;
    }

    private static Tensor<double> ByKernel(Application node, Dictionary<Expr, Tensor<double>> known)
    {
        Variable[] inputs = [.. node.Arguments.Select((argument, i) => new Variable($"argument{i}", argument.Shape))];
        PlanSession<double> session = new(Plan.Compile(new Function(inputs, [node.Primitive.Apply([.. inputs])])));
        for (int i = 0; i < inputs.Length; i++)
        {
            session.Bind(i, known[node.Arguments[i]].Memory);
        }

        session.Run(WorkerPool.Serial);
        return session.CopyOutput(0);
    }

    private static bool IsFinite(ReadOnlySpan<double> entries)
    {
        foreach (double entry in entries)
        {
            if (!double.IsFinite(entry))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether what is whole in a result is exact: a choice, or the result of whole numbers so small that nothing on the way to it was rounded. A whole number may else be what rounding left.
    /// </summary>
    private static bool KeepsWholeNumbers(Application node, Dictionary<Expr, Tensor<double>> known)
    {
        double largest = 1;
        int longest = 1;
        for (int i = 0; i < node.Arguments.Count; i++)
        {
            if (node.Primitive.DependenceOn(i) == Dependence.LocallyConstant)
            {
                continue;
            }

            ReadOnlySpan<double> entries = known[node.Arguments[i]].Span;
            double own = 1;
            foreach (double entry in entries)
            {
                if (entry != Math.Round(entry))
                {
                    return false;
                }

                own = Math.Max(own, Math.Abs(entry));
            }

            (largest, longest) = (largest * own, Math.Max(longest, entries.Length));
        }

        return largest * longest < LastExact;
    }

    /// <summary>Zero and whole numbers that are exact stay. The last places of the smallest numbers are large.</summary>
    private static void Disturb(Span<double> entries, bool keepsWholeNumbers, ref ulong state)
    {
        foreach (ref double entry in entries)
        {
            bool stays = entry == 0 || (keepsWholeNumbers && entry == Math.Round(entry) && Math.Abs(entry) < LastExact);
            if (!stays && double.IsFinite(entry))
            {
                double move = (2 * Uniform(ref state)) - 1;
                entry = Math.Abs(entry) < 1e-300 ? entry + (Math.Sign(move) * double.Epsilon * 2) : entry * (1 + (Disturbance * move));
            }
        }
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): a number for every entry of every result must cost little.</summary>
    private static double Uniform(ref ulong state)
    {
        ulong mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
