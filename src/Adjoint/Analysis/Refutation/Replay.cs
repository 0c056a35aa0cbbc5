using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>Computes anew what a search found, by another path than the search: where rounding could explain it, nothing is claimed.</summary>
internal static class Replay
{
    private const int Runs = 4;

    /// <summary>An entry of the expression at a point, with the spread of disturbed evaluations; infinite where one is no number.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="values">A value for each variable.</param>
    /// <param name="entry">The entry's place in C order.</param>
    public static (double Value, double Spread) Entry(Expr expression, Func<Variable, Tensor<double>> values, int entry)
    {
        (Tensor<double> value, double[] spread) = Run(expression, values);
        return (value.Span[entry], spread[entry]);
    }

    /// <summary>All entries of the expression at a point, with the spreads of disturbed evaluations; infinite where anything on the way is no finite number, as at a pole.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="values">A value for each variable.</param>
    /// <param name="clock">Asked within each evaluation; nothing for no limit.</param>
    /// <exception cref="OperationCanceledException">The time is over.</exception>
    public static (Tensor<double> Value, double[] Spread) Run(Expr expression, Func<Variable, Tensor<double>> values, AnalysisClock? clock = null)
    {
        (Tensor<double>[] found, bool finite) = ReferenceEvaluation.Run([expression], values, null, clock);
        Tensor<double> value = found[0];
        double[] spread = new double[value.Span.Length];
        if (!finite)
        {
            Array.Fill(spread, double.PositiveInfinity);
            return (value, spread);
        }

        int runs = EvaluationSize.Of(expression) < EvaluationSize.Large ? Runs : 1;
        for (int run = 0; run < runs; run++)
        {
            Tensor<double> disturbed = ReferenceEvaluation.Run([expression], values, new KeyedRandom(run, "disturbed replay"), clock).Values[0];
            for (int i = 0; i < spread.Length; i++)
            {
                spread[i] = double.IsFinite(disturbed.Span[i]) ? Math.Max(spread[i], Math.Abs(disturbed.Span[i] - value.Span[i])) : double.PositiveInfinity;
            }
        }

        return (value, spread);
    }
}
