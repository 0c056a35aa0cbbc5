using System.Globalization;
using Adjoint.Cli.Output;
using Adjoint.Cli.Reports;
using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Training;

namespace Adjoint.Cli.Recipes;

/// <summary>Labelled pictures to learn from, and how well a model then classifies others.</summary>
/// <param name="task">What the model's numbers mean.</param>
/// <param name="sets">The pictures, in the model's shape.</param>
/// <param name="samples">What is trained on: the training pictures with their random changes.</param>
/// <param name="threads">Threads, or nothing for all cores.</param>
/// <param name="classWeights">What each class counts in the loss, or nothing for 1.</param>
/// <param name="scalesTemperature">Whether a temperature is fitted on the validation pictures after training.</param>
internal sealed class ClassificationData(
    ClassificationTask task, LabelledPictureSets sets, SampleSource samples, int? threads, IReadOnlyList<double>? classWeights, bool scalesTemperature) : IRecipeData
{
    /// <summary>Training pictures that are scored, at most: the figure is only there to be compared with the others.</summary>
    private const int ScoredTrainingPictures = 10_000;

    private ClassificationTask _task = task;
    private string? _temperature;
    /// <inheritdoc/>
    public SampleSource Samples => samples;

    /// <inheritdoc/>
    public bool ChangesAtRandom { get; } = samples is not LabelledSamples;

    /// <inheritdoc/>
    public SampleSource? Validation { get; } = new LabelledSamples(sets.Validation);

    /// <inheritdoc/>
    public string Counts => string.Create(CultureInfo.InvariantCulture, $"{samples.Count} pictures of {_task.Classes.Count} classes, {sets.Validation.Count} for validation");

    /// <inheritdoc/>
    public Loss Weigh(Loss loss) => (classWeights, loss) switch
    {
        (null, _) => loss,
        (_, CrossEntropy { ClassWeights.Count: 0 } entropy) => new CrossEntropy(entropy.LabelSmoothing, classWeights),
        (_, CrossEntropy) => throw CommandException.Failed("class weights stand both in the loss and in the data ('data.class-weights'); leave out one of them."),
        _ => throw CommandException.Failed($"'data.class-weights' goes with the loss cross-entropy, not with {loss.Name}; leave it out, or train logits by cross-entropy."),
    };

    /// <inheritdoc/>
    public void Describe(Model model)
    {
        _task.WriteTo(model);
        model.Metadata["training.data"] = sets.Description;
    }

    /// <inheritdoc/>
    public void Finish(Model model, CancellationToken cancellation)
    {
        if (!scalesTemperature)
        {
            return;
        }

        ClassificationScore before = Score(model, "validation", sets.Validation, cancellation);
        _task = _task with { Temperature = TemperatureScaling.Fit(model, _task, sets.Validation, threads, cancellation) };
        _task.WriteTo(model);
        ClassificationScore after = Score(model, "validation", sets.Validation, cancellation);
        _temperature = LikelihoodWords.Temperature(_task.Temperature, before, after);
    }

    /// <inheritdoc/>
    public ITrainingReport Evaluate(Model model, TrainingSettings settings, TrainingHistory history, CancellationToken cancellation)
    {
        LabelledPictures train = sets.Train.Count <= ScoredTrainingPictures ? sets.Train : sets.Train.Select([.. Enumerable.Range(0, ScoredTrainingPictures)]);
        return new ClassificationReport
        {
            Task = _task,
            Temperature = _temperature,
            Train = Score(model, "training", train, cancellation),
            Validation = Score(model, "validation", sets.Validation, cancellation),
            Test = sets.Test is LabelledPictures test ? Score(model, "test", test, cancellation) : null,
            Settings = settings,
            History = history,
            Samples = sets.Train.Count,
            Remedies = new Remedies(settings, model, ChangesAtRandom, sets.Train.Count),
            Pictures = MistakeSheet.Draw(model, _task, sets.Test ?? sets.Validation) is Picture sheet ? [("mistakes.png", sheet)] : [],
        };
    }

    private ClassificationScore Score(Model model, string what, LabelledPictures pictures, CancellationToken cancellation) => WorkProgress.Run(
        $"scoring {pictures.Count} {what} pictures", progress => ClassificationScoring.Score(model, _task, pictures, threads, progress, cancellation));
}
