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
        double value = ReferenceEvaluation.Run([expression], values, null)[0].Span[entry], spread = 0;
        for (int run = 0; run < Runs; run++)
        {
            double disturbed = ReferenceEvaluation.Run([expression], values, new KeyedRandom(run, "disturbed replay"))[0].Span[entry];
            spread = double.IsFinite(disturbed) && double.IsFinite(value) ? Math.Max(spread, Math.Abs(disturbed - value)) : double.PositiveInfinity;
        }

        return (value, spread);
    }
}
