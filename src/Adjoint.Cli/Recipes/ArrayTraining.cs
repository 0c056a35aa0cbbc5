using System.Globalization;
using System.Text.Json;
using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Training;

namespace Adjoint.Cli.Recipes;

/// <summary>Arrays to learn from. What the model makes of them is measured by its loss alone, which the learning curves show.</summary>
internal sealed class ArrayTraining(SampleSource samples, SampleSource? validation, string description) : IRecipeData
{
    /// <inheritdoc/>
    public SampleSource Samples => samples;

    /// <inheritdoc/>
    public SampleSource? Validation => validation;

    /// <inheritdoc/>
    public string Counts => string.Create(CultureInfo.InvariantCulture, $"{samples.Count} samples, {validation?.Count ?? 0} for validation");

    /// <inheritdoc/>
    public void Describe(Model described) => described.Metadata["training.data"] = description;

    /// <inheritdoc/>
    public ITrainingReport Evaluate(Model trained, TrainingSettings settings, TrainingHistory history, CancellationToken cancellation) =>
        new LossReport(samples.Count, validation?.Count, history.Epochs[history.BestEpoch - 1]);

    private sealed class LossReport(int train, int? validation, EpochResult best) : ITrainingReport
    {
        /// <inheritdoc/>
        public IReadOnlyList<(string Name, Picture Picture)> Pictures => [];

        /// <inheritdoc/>
        public IReadOnlyList<(string Name, Model Model)> Rivals => [];

        /// <inheritdoc/>
        public void Print() => Terminal.Print(string.Create(
            CultureInfo.InvariantCulture,
            $"Loss in epoch {best.Epoch}: {best.Loss:G6} on {train} training samples{(best.ValidationLoss is double loss ? $", {loss:G6} on {validation} validation samples" : "")}."));

        /// <inheritdoc/>
        public void Write(Utf8JsonWriter writer)
        {
            WritePart(writer, "train", train, best.Loss);
            if (validation is int count && best.ValidationLoss is double loss)
            {
                WritePart(writer, "validation", count, loss);
            }
        }

        private static void WritePart(Utf8JsonWriter writer, string part, int samples, double loss)
        {
            writer.WriteStartObject(part);
            writer.WriteNumber("samples", samples);
            JsonOutput.Number(writer, "loss", loss);
            writer.WriteEndObject();
        }
    }
}
