using System.Globalization;
using System.Text.Json;
using Adjoint.Layers;
using Adjoint.Models;
using Spectre.Console;

namespace Adjoint.Cli.Output;

/// <summary>PSNR and SSIM as rows and as JSON.</summary>
internal static class QualityTable
{
    /// <summary>What the figures mean.</summary>
    public const string Definition =
        "Means over the pictures. PSNR: range 1, values clipped to 0…1. SSIM: range 1, 11×11 Gaussian window of standard deviation 1.5.";

    /// <summary>What one would have without a model.</summary>
    public static string BaselineName(Model model) =>
        model.InputShape[^1] == model.OutputShape(model.InputShape)[^1] ? "noisy picture" : "luminance of the noisy picture";

    /// <summary>Prints a row for each restoration.</summary>
    public static void Print(string what, IEnumerable<(string Name, PictureQuality Quality)> rows)
    {
        Table table = Tables.Create(what);
        table.AddColumn(new TableColumn("PSNR").RightAligned());
        table.AddColumn(new TableColumn("SSIM").RightAligned());
        foreach ((string name, PictureQuality quality) in rows)
        {
            table.AddRow(Tables.Row(
                name,
                Tables.Decibels(quality.PeakSignalToNoiseRatio),
                quality.StructuralSimilarity.ToString("F4", CultureInfo.InvariantCulture)));
        }

        Terminal.Output.Write(table);
    }

    /// <summary>Writes <c>samples</c>, <c>psnr</c>, <c>ssim</c> and <c>baseline</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="score">The score.</param>
    /// <param name="model">Which of its models.</param>
    public static void Write(Utf8JsonWriter writer, RestorationScore score, int model = 0)
    {
        writer.WriteNumber("samples", score.Samples);
        Write(writer, score.Models[model]);
        writer.WriteStartObject("baseline");
        Write(writer, score.Baseline);
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>psnr</c> and <c>ssim</c>.</summary>
    public static void Write(Utf8JsonWriter writer, PictureQuality quality)
    {
        JsonOutput.Number(writer, "psnr", quality.PeakSignalToNoiseRatio);
        JsonOutput.Number(writer, "ssim", quality.StructuralSimilarity);
    }
}
