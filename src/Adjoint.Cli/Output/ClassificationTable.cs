using System.Globalization;
using System.Text.Json;
using Adjoint.Metrics;
using Adjoint.Models;
using Adjoint.Training;
using Spectre.Console;

namespace Adjoint.Cli.Output;

/// <summary>Accuracy, likelihood and calibration as rows and as JSON.</summary>
internal static class ClassificationTable
{
    /// <summary>What the figures mean.</summary>
    public const string Definition =
        "NLL: mean of −log p of the right class, in nats, ± its standard error. Brier: mean squared distance of the probabilities from the labels, 0 to 2. ECE: how far the probabilities are from how often they are right, on average over 15 bins.";

    /// <summary>More classes than these are too many to print.</summary>
    private const int PrintedClasses = 20;

    /// <summary>How many confusions are named.</summary>
    private const int Named = 3;

    /// <summary>Prints a row for each score.</summary>
    public static void Print(string what, IEnumerable<(string Name, ClassificationScore Score)> rows)
    {
        Table table = Tables.Create(what);
        foreach (string column in (string[])["samples", "accuracy", "top", "NLL", "Brier", "ECE"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach ((string name, ClassificationScore score) in rows)
        {
            table.AddRow(Tables.Row(
                name,
                score.Samples.ToString("N0", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{100 * score.Accuracy:F2} %"),
                string.Create(CultureInfo.InvariantCulture, $"{100 * score.TopAccuracy:F2} % ({score.Top})"),
                Likelihood(score),
                score.BrierScore.ToString("F4", CultureInfo.InvariantCulture),
                score.ExpectedCalibrationError.ToString("F4", CultureInfo.InvariantCulture)));
        }

        Terminal.Output.Write(table);
    }

    /// <summary>Prints precision and recall of each class, where they are not too many, and the most frequent confusions.</summary>
    public static void PrintClasses(ClassificationScore score, IReadOnlyList<string> classes)
    {
        if (classes.Count <= PrintedClasses)
        {
            Table table = Tables.Create("class");
            foreach (string column in (string[])["samples", "precision", "recall", "F1"])
            {
                table.AddColumn(new TableColumn(column).RightAligned());
            }

            for (int i = 0; i < classes.Count; i++)
            {
                table.AddRow(Tables.Row(
                    classes[i],
                    score.Confusion.Occurrences(i).ToString("N0", CultureInfo.InvariantCulture),
                    Percent(score.Confusion.Precision(i)),
                    Percent(score.Confusion.Recall(i)),
                    Percent(score.Confusion.F1(i))));
            }

            Terminal.Output.Write(table);
        }

        Terminal.Print(Confusions(score, classes));
    }

    /// <summary>“0.1988 ± 0.0055”: with its standard error, where there is one.</summary>
    public static string Likelihood(ClassificationScore score) => double.IsNaN(score.StandardError)
        ? score.NegativeLogLikelihood.ToString("F4", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{score.NegativeLogLikelihood:F4} ± {score.StandardError:F4}");

    /// <summary>“91.20 %”, or a dash where there is no such number.</summary>
    public static string Percent(double part) => double.IsNaN(part) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * part:F2} %");

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

    /// <summary>Writes <c>samples</c>, <c>accuracy</c>, <c>nll</c>, <c>ece</c> and what else is known.</summary>
    public static void Write(Utf8JsonWriter writer, ClassificationScore score, IReadOnlyList<string> classes)
    {
        writer.WriteNumber("samples", score.Samples);
        JsonOutput.Number(writer, "accuracy", score.Accuracy);
        JsonOutput.Number(writer, "nll", score.NegativeLogLikelihood);
        JsonOutput.Number(writer, "ece", score.ExpectedCalibrationError);
        JsonOutput.Number(writer, "nllStandardError", score.StandardError);
        JsonOutput.Number(writer, "logLikelihood", score.LogLikelihood);
        JsonOutput.Number(writer, "crossEntropy", score.CrossEntropy);
        JsonOutput.Number(writer, "brier", score.BrierScore);
        writer.WriteStartObject("top");
        writer.WriteNumber("k", score.Top);
        JsonOutput.Number(writer, "accuracy", score.TopAccuracy);
        writer.WriteEndObject();
        writer.WriteStartArray("classes");
        for (int i = 0; i < classes.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", classes[i]);
            writer.WriteNumber("samples", score.Confusion.Occurrences(i));
            JsonOutput.Number(writer, "precision", score.Confusion.Precision(i));
            JsonOutput.Number(writer, "recall", score.Confusion.Recall(i));
            JsonOutput.Number(writer, "f1", score.Confusion.F1(i));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("confusion");
        for (int label = 0; label < classes.Count; label++)
        {
            writer.WriteStartArray();
            for (int predicted = 0; predicted < classes.Count; predicted++)
            {
                writer.WriteNumberValue(score.Confusion[label, predicted]);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("reliability");
        foreach (ReliabilityBin bin in score.Reliability)
        {
            writer.WriteStartObject();
            writer.WriteNumber("above", bin.Lower);
            writer.WriteNumber("upTo", bin.Upper);
            writer.WriteNumber("samples", bin.Samples);
            JsonOutput.Number(writer, "confidence", bin.Confidence);
            JsonOutput.Number(writer, "accuracy", bin.Accuracy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes <c>curves</c>, and <c>overfitting</c>: an object, or null where the curves do not part.</summary>
    public static void Write(Utf8JsonWriter writer, TrainingHistory history, double standardError)
    {
        writer.WriteStartArray("curves");
        foreach (EpochResult epoch in history.Epochs)
        {
            writer.WriteStartObject();
            writer.WriteNumber("epoch", epoch.Epoch);
            JsonOutput.Number(writer, "train", epoch.Loss);
            JsonOutput.Number(writer, "validation", epoch.ValidationLoss ?? double.NaN);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (Overfitting.Find(history, standardError) is not Overfitting parting)
        {
            writer.WriteNull("overfitting");
            return;
        }

        writer.WriteStartObject("overfitting");
        writer.WriteNumber("bestEpoch", parting.Epoch);
        writer.WriteNumber("fromEpoch", parting.Epoch + 1);
        JsonOutput.Number(writer, "rise", parting.Rise);
        JsonOutput.Number(writer, "validation", parting.ValidationLoss);
        JsonOutput.Number(writer, "laterValidation", parting.LaterValidationLoss);
        JsonOutput.Number(writer, "train", parting.TrainingLoss);
        JsonOutput.Number(writer, "laterTrain", parting.LaterTrainingLoss);
        writer.WriteEndObject();
    }
}
