using Adjoint.Analysis;
using Adjoint.Analysis.Refutation;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>Holds verdicts to numbers by the tests' own interpreter.</summary>
internal static class Replaying
{
    /// <summary>What is wrong with a counterexample to convexity; nothing if it stands.</summary>
    public static string? Fault(ExpressionCase asked, ConvexityCounterexample found)
    {
        Dictionary<string, double[]> a = Named(found.A), b = Named(found.B), mixed = a.ToDictionary(pair => pair.Key, pair => Mix(found.T, pair.Value, b[pair.Key]));
        int entry = 0;
        TextInterpreter.Value whole = Run(asked, found, a);
        for (int axis = 0; axis < found.Entry.Count; axis++)
        {
            entry = (entry * whole.Shape[axis]) + found.Entry[axis];
        }

        double atA = whole.Entries[entry], atB = Run(asked, found, b).Entries[entry], atMix = Run(asked, found, mixed).Entries[entry];
        double violation = atMix - (((1 - found.T) * atA) + (found.T * atB)), margin = 1e-6 * (1 + Math.Max(Math.Abs(atA), Math.Max(Math.Abs(atB), Math.Abs(atMix))));
        return violation >= margin ? null : $"violates by {violation}, and {margin} is asked for: {atA}, {atMix}, {atB}";
    }

    /// <summary>What is wrong with a counterexample to linearity; nothing if it stands.</summary>
    public static string? Fault(ExpressionCase asked, LinearityCounterexample found)
    {
        IReadOnlyDictionary<string, TextInterpreter.Value> fixedNames = Values(found.Fixed);
        double[] At(Dictionary<string, double[]> moving) => TextInterpreter.Run(asked.Text, With(fixedNames, found.U, moving)).Entries;
        Dictionary<string, double[]> u = Named(found.U), v = Named(found.V), mixed = u.ToDictionary(pair => pair.Key, pair => Mix(1 - found.Alpha, pair.Value, v[pair.Key]));
        double[] left = At(mixed), right = Mix(1 - found.Alpha, At(u), At(v));
        double scale = 1 + left.Concat(right).Max(Math.Abs);

        // Of an affine expression, what is shown is that it is not zero at zero.
        bool offset = u.Values.Concat(v.Values).All(entries => entries.All(entry => entry == 0)) && found.Alpha == 0;
        double distance = offset ? left.Max(Math.Abs) : left.Zip(right, (x, y) => Math.Abs(x - y)).Max();
        return distance > 1e-6 * scale ? null : $"differs by {distance} of {scale}";
    }

    /// <summary>A chord that an expression proven convex rises above, or that leaves its domain; nothing if none was met.</summary>
    public static string? ChordAbove(ExpressionCase asked, Question question, int chords, int seed, bool linear)
    {
        Random random = new(seed);
        for (int chord = 0; chord < chords; chord++)
        {
            double scale = Math.Pow(4, random.Next(-2, 3)), t = random.NextDouble();
            Dictionary<string, TextInterpreter.Value> at = [], to = [], mix = [];
            foreach (Variable variable in GraphTraversal.Variables(question.Expression).Concat(question.Moving).Distinct())
            {
                double[] one = question.Values.TryGetValue(variable, out Tensor<double>? value) ? value.Span.ToArray() : Draw(variable), other = question.Moving.Contains(variable) ? Draw(variable) : one;
                int[] shape = [.. variable.Shape];
                (at[variable.Name], to[variable.Name], mix[variable.Name]) = (new(shape, one), new(shape, other), new(shape, Mix(t, one, other)));
            }

            double[] a = TextInterpreter.Run(asked.Text, at).Entries, b = TextInterpreter.Run(asked.Text, to).Entries, m = TextInterpreter.Run(asked.Text, mix).Entries;
            for (int i = 0; i < a.Length; i++)
            {
                double size = Math.Max(Math.Abs(a[i]), Math.Abs(b[i])), above = m[i] - (((1 - t) * a[i]) + (t * b[i]));
                if (!double.IsFinite(size) || size > 1e8)
                {
                    continue;
                }

                if (double.IsNaN(m[i]) || above > 1e-7 * (1 + size) || (linear && above < -1e-7 * (1 + size)))
                {
                    return $"{a[i]}, {m[i]}, {b[i]} at {t}: {Told(at)} to {Told(to)}";
                }
            }

            double[] Draw(Variable variable)
            {
                Interval range = question.RangeOf(variable);
                int row = variable.Shape.Rank == 0 ? 1 : variable.Shape[^1], hot = random.Next(row);
                return [.. Enumerable.Range(0, variable.Shape.Size).Select(i => question.OneHot.Contains(variable) ? (i % row == hot ? 1.0 : 0)
                    : scale * (random.NextDouble() + random.NextDouble() - 1) is var entry && range.Lower >= 0 ? Math.Abs(entry) : range.Upper <= 0 ? -Math.Abs(entry) : entry)];
            }
        }

        return null;
    }

    private static string Told(Dictionary<string, TextInterpreter.Value> values) => string.Join(' ', values.Select(pair => $"{pair.Key}=[{string.Join(',', pair.Value.Entries)}]"));

    private static TextInterpreter.Value Run(ExpressionCase asked, ConvexityCounterexample found, Dictionary<string, double[]> moving) =>
        TextInterpreter.Run(asked.Text, With(Values(found.Fixed), found.A, moving));

    private static Dictionary<string, TextInterpreter.Value> With(IReadOnlyDictionary<string, TextInterpreter.Value> others, IReadOnlyDictionary<Variable, Tensor<double>> shapes, Dictionary<string, double[]> moving)
    {
        Dictionary<string, TextInterpreter.Value> all = new(others);
        foreach (Variable variable in shapes.Keys)
        {
            all[variable.Name] = new([.. variable.Shape], moving[variable.Name]);
        }

        return all;
    }

    private static Dictionary<string, double[]> Named(IReadOnlyDictionary<Variable, Tensor<double>> values) => values.ToDictionary(pair => pair.Key.Name, pair => pair.Value.Span.ToArray());

    private static Dictionary<string, TextInterpreter.Value> Values(IReadOnlyDictionary<Variable, Tensor<double>> values) =>
        values.ToDictionary(pair => pair.Key.Name, pair => new TextInterpreter.Value([.. pair.Key.Shape], pair.Value.Span.ToArray()));

    private static double[] Mix(double t, double[] a, double[] b) => [.. a.Zip(b, (x, y) => ((1 - t) * x) + (t * y))];
}
