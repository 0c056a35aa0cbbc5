using ScottPlot;
using SkiaSharp;

namespace Adjoint.Imaging.Plots;

/// <summary>
/// The typeface of everything that is drawn: DejaVu Sans, which this library carries, so that text shows on machines without any
/// fonts and looks the same on all. Characters that it lacks (Chinese, Japanese, …) show as boxes.
/// </summary>
internal static class PlotFont
{
    /// <summary>The family's name.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> Loaded = new(Load);

    /// <summary>The typeface.</summary>
    public static SKTypeface Typeface => Loaded.Value;

    /// <summary>Has a plot use the typeface for all its text.</summary>
    public static void Use(Plot plot)
    {
        _ = Typeface;
        plot.Font.Set(Family);
    }

    private static SKTypeface Load()
    {
        using Stream stream = typeof(PlotFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")
            ?? throw new InvalidOperationException("The typeface DejaVuSans.ttf is missing from Adjoint.Imaging; build the library anew.");
        using SKData data = SKData.Create(stream);
        SKTypeface typeface = SKTypeface.FromData(data);
        Fonts.FontResolvers.Insert(0, new Resolver(data.ToArray()));
        return typeface;
    }

    /// <summary>Gives the plotting library a typeface of its own each time it asks: it may dispose of what it gets.</summary>
    private sealed class Resolver(byte[] font) : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing)
        {
            if (fontName != Family)
            {
                return null;
            }

            using SKData data = SKData.CreateCopy(font);
            return SKTypeface.FromData(data);
        }

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
    }
}
