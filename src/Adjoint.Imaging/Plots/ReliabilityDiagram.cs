using Adjoint.Data;
using Adjoint.Metrics;
using ScottPlot;

namespace Adjoint.Imaging.Plots;

/// <summary>
/// Draws whether a classifier's probabilities may be believed (DeGroot and Fienberg 1983; Guo et al. 2017, figure 1): for each bin of confidence how often the prediction is right, which is as high as the confidence
/// where the model is calibrated. A bar below the diagonal stands for a model that is too sure of itself.
/// </summary>
public static class ReliabilityDiagram
{
    /// <summary>A bin with a smaller part of the samples is drawn pale: its height is mostly chance.</summary>
    private const double Telling = 0.005;

    /// <summary>Draws the diagram.</summary>
    /// <param name="bins">The bins (<see cref="ExpectedCalibrationError.Reliability"/>); empty ones get no bar.</param>
    /// <param name="title">A line above, or nothing.</param>
    /// <param name="side">Rows and columns of the picture, from 100 to 4096.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="side"/> is out of its range.</exception>
    public static Picture Draw(IReadOnlyList<ReliabilityBin> bins, string? title = null, int side = 560)
    {
        ArgumentNullException.ThrowIfNull(bins);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 4096);
        using Plot plot = new();
        long samples = bins.Sum(bin => bin.Samples);
        Color color = plot.Add.GetNextColor();
        Bar[] bars = [.. bins.Where(bin => bin.Samples > 0).Select(bin => new Bar
        {
            Position = (bin.Lower + bin.Upper) / 2,
            Value = bin.Accuracy,
            Size = bin.Upper - bin.Lower,
            FillColor = bin.Samples >= Telling * samples ? color : color.WithAlpha(0.3),
            LineColor = Colors.White,
        })];
        if (bars.Length > 0)
        {
            plot.Add.Bars(bars).LegendText = "how often right";
        }

        ScottPlot.Plottables.Scatter confidence = plot.Add.ScatterPoints(bins.Where(bin => bin.Samples > 0).Select(bin => new Coordinates(bin.Confidence, bin.Confidence)).ToArray());
        confidence.LegendText = "how sure";
        ScottPlot.Plottables.LinePlot diagonal = plot.Add.Line(0, 0, 1, 1);
        diagonal.Color = Colors.Gray;
        diagonal.LinePattern = LinePattern.Dashed;
        diagonal.LegendText = "calibrated";
        plot.Axes.SetLimits(0, 1, 0, 1);
        plot.XLabel("probability of the predicted class");
        plot.YLabel("part that is right");
        if (title is not null)
        {
            plot.Title(title);
        }

        plot.ShowLegend(Alignment.UpperLeft);
        PlotFont.Use(plot);
        return PlotPicture.Of(plot, side, side);
    }
}
