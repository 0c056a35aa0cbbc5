using System.Text.Json;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Models;

/// <summary>
/// What a classification model is for: given a picture, say which class it is of. Kept in the model's metadata, so that whoever scores the file later knows what its
/// numbers mean.
/// </summary>
/// <param name="Classes">The names of the classes, in the order of the model's outputs.</param>
/// <param name="GivesProbabilities">Whether the model gives probabilities; otherwise it gives logits, whose softmax they are.</param>
public sealed record ClassificationTask(IReadOnlyList<string> Classes, bool GivesProbabilities)
{
    private const string TaskKey = "task", TaskValue = "classification";
    private const string ClassesKey = "task.classes", OutputKey = "task.output", Logits = "logits", Probabilities = "probabilities";

    /// <summary>Reads the task from a model's metadata.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The task, or nothing if the model states none of this kind.</returns>
    /// <exception cref="InvalidDataException">The metadata contradict themselves or the model.</exception>
    public static ClassificationTask? Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.Metadata.TryGetValue(TaskKey, out string? task) || task != TaskValue)
        {
            return null;
        }

        string[]? classes = model.Metadata.TryGetValue(ClassesKey, out string? json) ? Names(json) : null;
        if (classes is null || !model.Metadata.TryGetValue(OutputKey, out string? output) || output is not (Logits or Probabilities))
        {
            throw new InvalidDataException($"The model's metadata say '{TaskKey}' is '{TaskValue}', but '{ClassesKey}' or '{OutputKey}' are missing or not understood.");
        }

        ClassificationTask stated = new(classes, output == Probabilities);
        stated.Check(model);
        return stated;
    }

    /// <summary>Writes the task into a model's metadata.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="InvalidDataException">The model does not give a number for each class.</exception>
    public void WriteTo(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(model);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartArray();
            foreach (string name in Classes)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        model.Metadata[TaskKey] = TaskValue;
        model.Metadata[ClassesKey] = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        model.Metadata[OutputKey] = GivesProbabilities ? Probabilities : Logits;
    }

    /// <summary>What the model says of pictures as logarithms of probabilities, up to a constant for each picture.</summary>
    /// <param name="output">What it gave; changed in place.</param>
    public void ToScores(Span<float> output)
    {
        if (GivesProbabilities)
        {
            foreach (ref float value in output)
            {
                value = MathF.Log(MathF.Max(value, 0));
            }
        }
    }

    private static string[]? Names(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
                ? [.. document.RootElement.EnumerateArray().Select(name => name.GetString()!)]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Check(Model model)
    {
        Shape output = model.OutputShape(model.InputShape);
        if (output != [Classes.Count])
        {
            throw new InvalidDataException(
                $"There are {Classes.Count} classes ({string.Join(", ", Classes.Take(12))}{(Classes.Count > 12 ? ", …" : "")}), but the model gives {output} for each picture; its last layer must give {Classes.Count} numbers.");
        }
    }
}
