using System.Globalization;
using System.Text.Json;
using Adjoint.Cli.Commands;
using Adjoint.Models;
using Spectre.Console;

namespace Adjoint.Cli.Output;

/// <summary>What a classifier says of pictures, as rows and as JSON.</summary>
internal static class ClassifiedPictures
{
    /// <summary>How many classes are named.</summary>
    private const int Named = 5;

    /// <summary>Prints the most probable classes: of one picture a row each, of several a row for each picture.</summary>
    public static void Print(IReadOnlyList<ClassifiedPicture> pictures, ClassificationTask task)
    {
        int named = Math.Min(Named, task.Classes.Count);
        if (pictures is [ClassifiedPicture only])
        {
            Table classes = Tables.Create(only.Name);
            classes.AddColumn(new TableColumn("probability").RightAligned());
            foreach (int label in only.Ranking.Take(named))
            {
                classes.AddRow(Tables.Row(task.Classes[label], Percent(only.Probabilities[label])));
            }

            Terminal.Output.Write(classes);
            return;
        }

        Table table = Tables.Create(["picture", "most probable", .. Enumerable.Range(2, named - 1).Select(place => string.Create(CultureInfo.InvariantCulture, $"{place}."))]);
        foreach (ClassifiedPicture picture in pictures)
        {
            table.AddRow(Tables.Row([picture.Name, .. picture.Ranking.Take(named).Select(label => $"{task.Classes[label]} {Percent(picture.Probabilities[label])}")]));
        }

        Terminal.Output.Write(table);
    }

    /// <summary>Writes <c>inputs</c>, an object for each picture: all classes with their probabilities, the most probable first.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ClassifiedPicture> pictures, ClassificationTask task)
    {
        writer.WriteStartArray("inputs");
        foreach (ClassifiedPicture picture in pictures)
        {
            writer.WriteStartObject();
            writer.WriteString("input", picture.Name);
            writer.WriteStartArray("classes");
            foreach (int label in picture.Ranking)
            {
                writer.WriteStringValue(task.Classes[label]);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("probabilities");
            foreach (int label in picture.Ranking)
            {
                writer.WriteNumberValue(picture.Probabilities[label]);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Percent(double probability) => string.Create(CultureInfo.InvariantCulture, $"{100 * probability:F2} %");
}
