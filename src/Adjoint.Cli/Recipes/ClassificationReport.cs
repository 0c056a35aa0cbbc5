using System.Text.Json;
using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Models;

namespace Adjoint.Cli.Recipes;

/// <summary>How well a trained model classifies.</summary>
internal sealed class ClassificationReport : ITrainingReport
{
    /// <summary>What the model's numbers mean.</summary>
    public required ClassificationTask Task { get; init; }

    /// <summary>On training pictures.</summary>
    public required ClassificationScore Train { get; init; }

    /// <summary>On the pictures that the best epoch was chosen by.</summary>
    public required ClassificationScore Validation { get; init; }

    /// <summary>On pictures never seen before, if there are any.</summary>
    public required ClassificationScore? Test { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<(string Name, Picture Picture)> Pictures { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Model Model)> Rivals => [];

    /// <inheritdoc/>
    public void Print()
    {
        List<(string, ClassificationScore)> rows = [("training", Train), ("validation (the best epoch was chosen by it)", Validation)];
        if (Test is not null)
        {
            rows.Add(("test, never seen before", Test));
        }

        ClassificationTable.Print("pictures", rows);
        Terminal.Print(ClassificationTable.Definition);
        Terminal.Print(ClassificationTable.Confusions(Test ?? Validation, Task.Classes));
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer)
    {
        Write(writer, "train", Train);
        Write(writer, "validation", Validation);
        if (Test is not null)
        {
            Write(writer, "test", Test);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, ClassificationScore score)
    {
        writer.WriteStartObject(name);
        ClassificationTable.Write(writer, score);
        writer.WriteEndObject();
    }
}
