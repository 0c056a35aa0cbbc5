using ScottPlot;

namespace Adjoint.Imaging.Plots;

/// <summary>Where a legend hides no curve.</summary>
internal static class LegendPlace
{
    /// <summary>Pixels of a letter and of a line of the legend, and of what surrounds it and of the axes: rather too many.</summary>
    private const double Letter = 7.5, Line = 21, Border = 60, Axes = 110;

    /// <summary>The part of an axis that is left free at each end.</summary>
    private const double Margin = 0.05;

    /// <summary>Places looked at along each piece of a curve.</summary>
    private const int Steps = 16;

    /// <summary>A corner of the plot in which no curve runs; nothing if there is none.</summary>
    /// <param name="curves">The curves.</param>
    /// <param name="logarithmic">Whether values are shown by their logarithms.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    public static Alignment? Of(IReadOnlyList<Curve> curves, bool logarithmic, int width, int height)
    {
        (double X, double Y)[][] lines = [.. curves.Select(curve => curve.Positions.Zip(curve.Values, (x, y) => (x, logarithmic ? Math.Log10(y) : y)).Where(point => double.IsFinite(point.x) && double.IsFinite(point.Item2)).ToArray())];
        (double X, double Y)[] points = [.. lines.SelectMany(line => line)];
        if (points.Length == 0)
        {
            return Alignment.UpperRight;
        }

        double left = points.Min(point => point.X), right = points.Max(point => point.X), low = points.Min(point => point.Y), high = points.Max(point => point.Y);
        double wide = ((curves.Max(curve => curve.Name.Length) * Letter) + Border) / Math.Max(1, width - Axes), tall = (curves.Count * Line + Border) / Math.Max(1, height - Axes);
        (Alignment Corner, bool Right, bool Upper)[] corners = [(Alignment.UpperRight, true, true), (Alignment.LowerLeft, false, false), (Alignment.UpperLeft, false, true), (Alignment.LowerRight, true, false)];
        foreach ((Alignment corner, bool atRight, bool above) in corners)
        {
            if (!lines.Any(line => Along(line).Any(point => (atRight ? 1 - point.X : point.X) < wide && (above ? 1 - point.Y : point.Y) < tall)))
            {
                return corner;
            }
        }

        return null;

        IEnumerable<(double X, double Y)> Along((double X, double Y)[] line)
        {
            for (int i = 0; i < line.Length; i++)
            {
                (double X, double Y) next = line[Math.Min(i + 1, line.Length - 1)];
                for (int step = 0; step < Steps; step++)
                {
                    double share = (double)step / Steps;
                    yield return (Part(((1 - share) * line[i].X) + (share * next.X), left, right), Part(((1 - share) * line[i].Y) + (share * next.Y), low, high));
                }
            }
        }

        static double Part(double value, double least, double most) => most > least ? Margin + ((1 - (2 * Margin)) * (value - least) / (most - least)) : 0.5;
    }
}
