using System.Globalization;
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
    /// <summary>How far a sum of float32 probabilities may be from 1.</summary>
    private const double RoundingOfProbabilities = 1e-3;

    private readonly double _temperature = 1;

    private const string TaskKey = "task", TaskValue = "classification";
    private const string ClassesKey = "task.classes", OutputKey = "task.output", TemperatureKey = "task.temperature", Logits = "logits", Probabilities = "probabilities";

    /// <summary>
    /// T: probabilities are <c>softmax(z / T)</c> of the logits z, or of the logarithms of the probabilities that the model gives; 1 leaves them as they are, more makes them less sure (Guo, Pleiss,
    /// Sun and Weinberger 2017, "On calibration of modern neural networks", section 4.2). Positive and finite.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Temperature
    {
        get => _temperature;
        init => _temperature = IsTemperature(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A temperature is positive and finite.");
    }

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

        double temperature = 1;
        if (model.Metadata.TryGetValue(TemperatureKey, out string? text)
            && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out temperature) && IsTemperature(temperature)))
        {
            throw new InvalidDataException($"The model's metadata say '{TemperatureKey}' is '{text}'; it is a positive number.");
        }

        ClassificationTask stated = new(classes, output == Probabilities) { Temperature = temperature };
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
        if (Temperature == 1)
        {
            model.Metadata.Remove(TemperatureKey);
        }
        else
        {
            model.Metadata[TemperatureKey] = Temperature.ToString("R", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>What the model says of pictures as logarithms of probabilities, up to a constant for each picture.</summary>
    /// <param name="output">What it gave, a row of as many numbers as classes for each picture; changed in place.</param>
    /// <exception cref="InvalidDataException">The model is to give probabilities, but gives what is below 0 or does not add up to 1.</exception>
    public void ToScores(Span<float> output)
    {
        if (GivesProbabilities)
        {
            RequireDistributions(output);
            foreach (ref float value in output)
            {
                value = MathF.Log(MathF.Max(value, 0));
            }
        }

        if (Temperature != 1)
        {
            foreach (ref float value in output)
            {
                value = (float)(value / Temperature);
            }
        }
    }

    /// <summary>What the model says of a picture as probabilities, which are not negative and sum to 1.</summary>
    /// <param name="output">What it gave: a number for each class.</param>
    /// <returns>The probability of each class, in float64.</returns>
    /// <exception cref="ArgumentException">There is not a number for each class.</exception>
    /// <exception cref="InvalidDataException">The model gives what is not a number, or nothing but probabilities of 0.</exception>
    public double[] ToProbabilities(ReadOnlySpan<float> output)
    {
        if (output.Length != Classes.Count)
        {
            throw new ArgumentException($"{output.Length} numbers are not one for each of {Classes.Count} classes.", nameof(output));
        }

        float[] scores = output.ToArray();
        ToScores(scores);
        double greatest = scores.Max();
        if (!double.IsFinite(greatest) || scores.Any(float.IsNaN))
        {
            throw new InvalidDataException("The model gives what is no finite number for a picture: it is spoilt; train it again or use an earlier file.");
        }

        double[] probabilities = [.. scores.Select(score => Math.Exp(score - greatest))];
        double sum = probabilities.Sum();
        return [.. probabilities.Select(probability => probability / sum)];
    }

    private void RequireDistributions(ReadOnlySpan<float> output)
    {
        for (int first = 0; first < output.Length; first += Classes.Count)
        {
            double sum = 0, least = 0;
            foreach (float probability in output[first..Math.Min(output.Length, first + Classes.Count)])
            {
                (sum, least) = (sum + probability, Math.Min(least, probability));
            }

            // What is not a number is told by those who read the scores.
            if (least < -RoundingOfProbabilities || Math.Abs(sum - 1) > RoundingOfProbabilities)
            {
                throw new InvalidDataException(
                    $"The model is said to give probabilities, but gives numbers from {least.ToString("G3", CultureInfo.InvariantCulture)} that add up to {sum.ToString("G3", CultureInfo.InvariantCulture)}: end it with a softmax layer, or say that it gives logits ('probabilities': false).");
            }
        }
    }

    private static bool IsTemperature(double value) => value > 0 && double.IsFinite(value);

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
