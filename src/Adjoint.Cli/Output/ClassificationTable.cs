using System.Globalization;
using System.Text.Json;
using Adjoint.Models;
using Spectre.Console;

namespace Adjoint.Cli.Output;

/// <summary>Accuracy, likelihood and calibration as rows and as JSON.</summary>
internal static class ClassificationTable
{
    /// <summary>What the figures mean.</summary>
    public const string Definition =
        "NLL: mean of −log p of the right class, in nats. ECE: how far the probabilities are from how often they are right, on average over 15 bins.";

    /// <summary>How many confusions are named.</summary>
    private const int Named = 3;

    /// <summary>Prints a row for each score.</summary>
    public static void Print(string what, IEnumerable<(string Name, ClassificationScore Score)> rows)
    {
        Table table = Tables.Create(what);
        foreach (string column in (string[])["samples", "accuracy", "NLL", "ECE"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach ((string name, ClassificationScore score) in rows)
        {
            table.AddRow(Tables.Row(
                name,
                score.Samples.ToString("N0", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{100 * score.Accuracy:F2} %"),
                score.NegativeLogLikelihood.ToString("F4", CultureInfo.InvariantCulture),
                score.ExpectedCalibrationError.ToString("F4", CultureInfo.InvariantCulture)));
        }

        Terminal.Output.Write(table);
    }

    /// <summary>Which classes are most often taken for which.</summary>
    public static string Confusions(ClassificationScore score, IReadOnlyList<string> classes)
    {
        var most = (from label in Enumerable.Range(0, classes.Count)
                    from taken in Enumerable.Range(0, classes.Count)
                    where label != taken && score.Confusion[label, taken] > 0
                    orderby score.Confusion[label, taken] descending, label, taken
                    select string.Create(CultureInfo.InvariantCulture, $"{classes[label]} for {classes[taken]} ({score.Confusion[label, taken]})")).Take(Named).ToArray();
        return most.Length == 0 ? "No picture is taken for another." : $"Most often taken for another: {string.Join(", ", most)}.";
    }

    /// <summary>Writes <c>samples</c>, <c>accuracy</c>, <c>nll</c> and <c>ece</c>.</summary>
    public static void Write(Utf8JsonWriter writer, ClassificationScore score)
    {
        writer.WriteNumber("samples", score.Samples);
        JsonOutput.Number(writer, "accuracy", score.Accuracy);
        JsonOutput.Number(writer, "nll", score.NegativeLogLikelihood);
        JsonOutput.Number(writer, "ece", score.ExpectedCalibrationError);
    }
}
