using System.Globalization;
using Adjoint.Data;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Adjoint.Imaging.Plots;

/// <summary>Draws how losses fall during training.</summary>
public static class TrainingCurves
{
    /// <summary>From this ratio of the largest to the smallest value on, the vertical axis is logarithmic.</summary>
    public const double LogarithmicFrom = 10;

    private const int LargestSide = 16384;

    /// <summary>Few points are marked one by one.</summary>
    private const int MarkedPoints = 60;

    /// <summary>Draws curves into a picture file.</summary>
    /// <param name="curves">The curves, for example training and validation loss.</param>
    /// <param name="path">The file; its extension says whether it becomes PNG, JPEG or BMP.</param>
    /// <param name="horizontal">The horizontal axis's label.</param>
    /// <param name="vertical">The vertical axis's label.</param>
    /// <param name="title">A line above, or nothing.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <exception cref="ArgumentException">There is no curve, or one has not as many values as positions, or the size is below 100 or above 16384.</exception>
    /// <exception cref="PictureFormatException">The extension is not known.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        IReadOnlyList<Curve> curves,
        string path,
        string horizontal = "epoch",
        string vertical = "loss",
        string? title = null,
        int width = 960,
        int height = 600)
    {
        _ = PictureFile.FormatOf(path);
        PictureFile.Write(Draw(curves, horizontal, vertical, title, width, height), path);
    }

    /// <summary>
    /// Draws curves into a picture. The vertical axis is logarithmic if all values are above 0 and the largest is at least
    /// <see cref="LogarithmicFrom"/> times the smallest.
    /// </summary>
    /// <param name="curves">The curves, for example training and validation loss.</param>
    /// <param name="horizontal">The horizontal axis's label.</param>
    /// <param name="vertical">The vertical axis's label.</param>
    /// <param name="title">A line above, or nothing.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <exception cref="ArgumentException">There is no curve, or one has not as many values as positions, or the size is below 100 or above 16384.</exception>
    public static Picture Draw(
        IReadOnlyList<Curve> curves,
        string horizontal = "epoch",
        string vertical = "loss",
        string? title = null,
        int width = 960,
        int height = 600)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (Math.Min(width, height) < 100 || Math.Max(width, height) > LargestSide)
        {
            throw new ArgumentException($"A plot has from 100 to {LargestSide} rows and columns, not {height}×{width}.", nameof(width));
        }

        if (curves.Count == 0)
        {
            throw new ArgumentException("A plot has at least one curve.", nameof(curves));
        }

        foreach (Curve curve in curves)
        {
            if (curve.Positions.Count != curve.Values.Count)
            {
                throw new ArgumentException(
                    $"The curve '{curve.Name}' has {curve.Positions.Count} positions but {curve.Values.Count} values.", nameof(curves));
            }
        }

        using Plot plot = new();
        double[] finite = [.. curves.SelectMany(curve => curve.Values).Where(double.IsFinite)];
        bool logarithmic = finite.Length > 0 && finite.Min() > 0 && finite.Max() / finite.Min() >= LogarithmicFrom;
        foreach (Curve curve in curves)
        {
            Add(plot, curve, logarithmic);
        }

        plot.XLabel(horizontal);
        plot.YLabel(logarithmic ? $"{vertical} (logarithmic)" : vertical);
        if (title is not null)
        {
            plot.Title(title);
        }

        if (LegendPlace.Of(curves, logarithmic, width, height) is Alignment corner)
        {
            plot.ShowLegend(corner);
        }
        else
        {
            plot.ShowLegend(Edge.Bottom);
        }

        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = curves.All(c => c.Positions.All(double.IsInteger)) };
        if (logarithmic)
        {
            SetLogarithmicTicks(plot, finite.Min(), finite.Max());
        }

        PlotFont.Use(plot);
        return PlotPicture.Of(plot, width, height);
    }

    /// <summary>Adds a curve in pieces, one for each run of finite points; they share a colour and a place in the legend.</summary>
    private static void Add(Plot plot, Curve curve, bool logarithmic)
    {
        Color color = plot.Add.GetNextColor();
        string? legend = curve.Name;
        for (int i = 0; i < curve.Values.Count; i++)
        {
            List<Coordinates> piece = [];
            for (; i < curve.Values.Count && double.IsFinite(curve.Values[i]) && double.IsFinite(curve.Positions[i]); i++)
            {
                piece.Add(new Coordinates(curve.Positions[i], logarithmic ? Math.Log10(curve.Values[i]) : curve.Values[i]));
            }

            if (piece.Count > 0)
            {
                ScottPlot.Plottables.Scatter line = plot.Add.Scatter(piece, color);
                line.LineWidth = 2;
                line.MarkerSize = curve.Values.Count <= MarkedPoints || piece.Count == 1 ? 6 : 0;
                line.LegendText = legend ?? string.Empty;
                legend = null;
            }
        }
    }

    /// <summary>Marks 1, 2 and 5 times the powers of ten, or over many decades the powers alone.</summary>
    private static void SetLogarithmicTicks(Plot plot, double smallest, double largest)
    {
        bool wide = largest / smallest > 1e4;
        NumericManual ticks = new();
        for (int exponent = (int)Math.Floor(Math.Log10(smallest)) - 1; exponent <= Math.Ceiling(Math.Log10(largest)); exponent++)
        {
            for (int digit = 1; digit < 10; digit++)
            {
                double position = exponent + Math.Log10(digit);
                if (digit == 1 || (!wide && digit is 2 or 5))
                {
                    ticks.AddMajor(position, Label(digit, exponent));
                }
                else
                {
                    ticks.AddMinor(position);
                }
            }
        }

        plot.Axes.Left.TickGenerator = ticks;
    }

    /// <summary>“0.002”, or “2e-6” where that is shorter.</summary>
    private static string Label(int digit, int exponent) => exponent is >= -4 and <= 4
        ? (digit * Math.Pow(10, exponent)).ToString("0.####", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{digit}e{exponent}");
}
