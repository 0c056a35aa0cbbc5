using System.Globalization;
using System.Text.Json;
using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Training;

namespace Adjoint.Cli.Recipes;

/// <summary>How a trained restoration network compares with the noisy picture and with the best linear filter.</summary>
internal sealed class RestorationReport : ITrainingReport
{
    /// <summary>The corruption.</summary>
    public required RestorationTask Task { get; init; }

    /// <summary>The best linear filter, if the network is compared with it.</summary>
    public required LinearFilterFit? Filter { get; init; }

    /// <summary>The network on the training pictures.</summary>
    public required RestorationScore Train { get; init; }

    /// <summary>The network and the filter on the validation pictures.</summary>
    public required RestorationScore Validation { get; init; }

    /// <summary>The network and the filter on the test pictures, if there are any.</summary>
    public required RestorationScore? Test { get; init; }

    /// <summary>What the network is compared with first.</summary>
    public required string BaselineName { get; init; }

    /// <summary>Which hidden channels fire.</summary>
    public required IReadOnlyList<LiveChannels> Activity { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<(string Name, Picture Picture)> Pictures { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Model Model)> Rivals => Filter is null ? [] : [("linear-filter.safetensors", Filter.Model)];

    /// <inheritdoc/>
    public void Print()
    {
        RestorationScore shown = Test ?? Validation;
        string pictures = Test is null
            ? $"{Tables.Count(shown.Samples, "validation picture")} (the best epoch was chosen by them)"
            : $"{Tables.Count(shown.Samples, "test picture")}, never seen before";
        PictureQuality network = shown.Models[0];
        List<(string, PictureQuality)> rows = [(BaselineName, shown.Baseline), ("network", network)];
        if (Filter is not null)
        {
            rows.Insert(1, ($"best linear filter {Filter.Size} (global minimum)", shown.Models[1]));
        }

        QualityTable.Print(string.Create(CultureInfo.InvariantCulture, $"{pictures}; noise {Task.NoiseLevel}/255"), rows);
        Terminal.Print(QualityTable.Definition);
        if (Filter is not null)
        {
            double gain = network.PeakSignalToNoiseRatio - shown.Models[1].PeakSignalToNoiseRatio;
            Terminal.Print(string.Create(
                CultureInfo.InvariantCulture,
                $"The network {(gain >= 0 ? "beats" : "falls behind")} the best linear filter by {Math.Abs(gain):F2} dB; the filter was found by {Filter.Solution.Iterations} conjugate-gradient steps (relative gradient {Filter.Solution.RelativeGradient:0.0e+0})."));
        }

        Terminal.Print(string.Create(
            CultureInfo.InvariantCulture,
            $"Network on training pictures {Quality(Train)}, on validation pictures {Quality(Validation)}."));
        foreach (LiveChannels layer in Activity)
        {
            Terminal.Print($"{layer.Layer}: {layer.Alive} of {layer.Channels} channels are alive{(layer.Alive == layer.Channels ? "; no dead ReLU." : ".")}");
        }
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

    private static string Quality(RestorationScore score) => string.Create(
        CultureInfo.InvariantCulture, $"{Tables.Decibels(score.Models[0].PeakSignalToNoiseRatio)} / {score.Models[0].StructuralSimilarity:F4}");

    private static void Write(Utf8JsonWriter writer, string name, RestorationScore score)
    {
        writer.WriteStartObject(name);
        QualityTable.Write(writer, score);
        if (score.Models.Count > 1)
        {
            writer.WriteStartObject("linearFilter");
            QualityTable.Write(writer, score.Models[1]);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
