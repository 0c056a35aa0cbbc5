using System.Text.Json;
using Adjoint.Cli.Output;
using Adjoint.Cli.Reports;
using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Optimizers;
using Adjoint.Training;

namespace Adjoint.Cli.Recipes;

/// <summary>How well a trained model classifies.</summary>
internal sealed class ClassificationReport : ITrainingReport
{
    /// <summary>What the model's numbers mean.</summary>
    public required ClassificationTask Task { get; init; }

    /// <summary>What was said of the temperature, if one was fitted.</summary>
    public required string? Temperature { get; init; }

    /// <summary>On training pictures.</summary>
    public required ClassificationScore Train { get; init; }

    /// <summary>On the pictures that the best epoch was chosen by.</summary>
    public required ClassificationScore Validation { get; init; }

    /// <summary>On pictures never seen before, if there are any.</summary>
    public required ClassificationScore? Test { get; init; }

    /// <summary>How the model learnt.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>The learning curves.</summary>
    public required TrainingHistory History { get; init; }

    /// <summary>K, the samples that the model was trained on.</summary>
    public required int Samples { get; init; }

    /// <summary>What keeps from overfitting.</summary>
    public required Remedies Remedies { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<(string Name, Picture Picture)> Pictures { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Model Model)> Rivals => [];

    private double Noise => double.IsNaN(Validation.StandardError) ? 0 : Validation.StandardError;

    private (string Name, ClassificationScore Score) Last => Test is null ? ("validation", Validation) : ("test", Test);

    private IReadOnlyList<(string Name, ClassificationScore Score)> Rows =>
    [
        ("training", Train),
        (ValidationName, Validation),
        .. Test is null ? [] : ((string, ClassificationScore)[])[("test, never seen before", Test)],
    ];

    private string ValidationName => (Settings.Minimization is null && Settings.Options.KeepBest, Temperature is not null) switch
    {
        (true, true) => "validation (the best epoch and the temperature were chosen by it)",
        (true, false) => "validation (the best epoch was chosen by it)",
        (false, true) => "validation (the temperature was chosen by it)",
        _ => "validation",
    };

    private IReadOnlyList<string> Words =>
    [
        LikelihoodWords.Joint(Last.Score, Last.Name),
        LikelihoodWords.Equality(Last.Score),
        .. Temperature is string temperature ? (string[])[temperature] : [],
        .. LikelihoodWords.Prior(Settings, Samples) is string prior ? (string[])[prior] : [],
        .. LikelihoodWords.Parting(History, Noise, Remedies.Untried, Settings.Options.KeepBest) is string parting ? (string[])[parting] : [],
    ];

    /// <inheritdoc/>
    public void Print()
    {
        ClassificationTable.Print("pictures", Rows);
        Terminal.Print(ClassificationTable.Definition);
        ClassificationTable.PrintClasses(Last.Score, Task.Classes);
        foreach (string line in Words)
        {
            Terminal.Print(line);
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

        writer.WriteNumber("temperature", Task.Temperature);
        WritePrior(writer);
        ClassificationTable.Write(writer, History, Noise);
    }

    /// <inheritdoc/>
    public string? Page(string name, string description, IReadOnlyList<string> remarks) => ClassificationPage.Write(new ClassificationPage
    {
        Title = name,
        Description = description,
        Classes = Task.Classes,
        Scores = Rows,
        Words = [.. Words, .. remarks],
        History = History,
        StepName = Settings.Minimization is null ? "epoch" : "iteration",
        LossName = Settings.Loss.Name,
        Pictures = [.. Pictures.Select(picture => ("Pictures that it takes for another class", picture.Picture))],
    });

    private void WritePrior(Utf8JsonWriter writer)
    {
        if (LikelihoodWords.PriorOf(Settings, Samples) is not WeightPrior prior)
        {
            writer.WriteNull("prior");
            return;
        }

        writer.WriteStartObject("prior");
        JsonOutput.Number(writer, "variance", prior.Variance);
        JsonOutput.Number(writer, "scale", prior.Scale);
        JsonOutput.Number(writer, "l2", prior.PenaltyFor(Samples).L2);
        JsonOutput.Number(writer, "l1", prior.PenaltyFor(Samples).L1);
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, string name, ClassificationScore score)
    {
        writer.WriteStartObject(name);
        ClassificationTable.Write(writer, score, Task.Classes);
        writer.WriteEndObject();
    }
}
