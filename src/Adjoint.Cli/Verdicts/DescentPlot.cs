using Adjoint.Analysis.Convergence;
using Adjoint.Imaging.Plots;

namespace Adjoint.Cli.Verdicts;

/// <summary>Runs of gradient descent as a picture: the loss over the iterations.</summary>
internal static class DescentPlot
{
    /// <summary>Orders of magnitude below the largest loss that are still told from zero.</summary>
    private const double Floor = 1e-16;

    /// <summary>How far a run that runs away is followed: so many times the largest loss at a start.</summary>
    private const double Ceiling = 100;

    /// <summary>Draws the runs into a PNG file.</summary>
    public static void Write(string file, Demonstration demonstration)
    {
        double largest = demonstration.Curves.Max(curve => Math.Abs(curve.Losses[0])), top = Ceiling * (largest > 0 ? largest : 1);
        bool nonnegative = demonstration.Curves.All(curve => curve.Losses.All(loss => loss >= 0));
        Curve[] curves = [.. demonstration.Curves.Select(curve =>
        {
            double[] losses = [.. curve.Losses.TakeWhile(loss => Math.Abs(loss) <= top).Select(loss => nonnegative ? Math.Max(loss, Floor * top) : loss)];
            return new Curve($"{curve.Label} ({Wording.Of(curve.Step)})", [.. Enumerable.Range(0, losses.Length).Select(i => (double)i)], losses);
        })];
        TrainingCurves.Write(curves, file, "iteration", "loss", "the loss as gradient descent goes on (in brackets the step)");
    }
}
