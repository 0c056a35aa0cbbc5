using Adjoint.Configuration;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Optimizers;

namespace Adjoint.Training;

/// <summary>
/// What a training file says besides its data: a model, what is made small, how steps are made, and how long. Its form is the
/// questions that <see cref="Read"/> asks.
/// </summary>
/// <param name="Architecture">The model's layers.</param>
/// <param name="Loss">What is made small.</param>
/// <param name="Optimizer">How steps are made; nothing if all samples are taken at once.</param>
/// <param name="Minimization">How all samples are taken at once; nothing if steps are made.</param>
/// <param name="Options">Epochs, batch size, seed, schedule and so on.</param>
/// <param name="Frozen">The names of the layers that are left as they are.</param>
/// <param name="Start">A model file whose weights training starts from where names and shapes agree; nothing to start afresh.</param>
public sealed record TrainingSettings(
    ModelArchitecture Architecture, Loss Loss, Optimizer? Optimizer, MinimizationSettings? Minimization, FitOptions Options, IReadOnlyList<string> Frozen, string? Start)
{
    /// <summary>Asks for the settings.</summary>
    /// <param name="settings">Where the answers come from.</param>
    /// <exception cref="SettingsException">A setting is missing or wrong.</exception>
    public static TrainingSettings Read(SettingsReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ModelArchitecture architecture = settings.Section("model", "The model that is trained.", ModelArchitecture.Read);
        Loss loss = settings.Part("loss", "What is made small.", LossTable.Kinds);
        Optimizer? optimizer = settings.OptionalPart("optimizer", "How steps are made; or give l-bfgs.", OptimizerTable.Kinds);
        bool minimizes = settings.Has("l-bfgs");
        MinimizationSettings minimization = settings.Section("l-bfgs", "Instead of an optimizer: all samples at once, in float64, for small and above all convex problems.", MinimizationSettings.Read);
        LearningRateSchedule schedule = settings.Part("schedule", "How the learning rate changes in the course of training.", ScheduleTable.Kinds, LearningRateSchedule.Constant);
        return settings.Section("training", "How long and how the model is trained.", training => new TrainingSettings(
            architecture,
            loss,
            optimizer,
            minimizes ? minimization : null,
            ReadOptions(training, schedule),
            training.Texts("freeze", "The names of layers that are left as they are.", []),
            training.Text("start", "A model file whose weights training starts from, where names and shapes agree.", "") is { Length: > 0 } start ? start : null));
    }

    /// <summary>Makes the model: freshly initialised, or with the weights that it starts from; frozen as asked for.</summary>
    /// <param name="seed">The seed of the initialisation.</param>
    /// <exception cref="SettingsException">The layers do not fit together, a layer that is to be frozen does not exist, or no weight fits.</exception>
    /// <exception cref="IOException">The file of the weights cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file of the weights is no model.</exception>
    public Model CreateModel(long seed)
    {
        if (Optimizer is null == Minimization is null)
        {
            throw new SettingsException(Optimizer is null
                ? "'optimizer' is missing; or give 'l-bfgs' to take all samples at once."
                : "A model is trained by an 'optimizer' or by 'l-bfgs', not by both; leave one of them out.");
        }

        if (Minimization is not null && (Options.Regularizer is not null || Options.Prior is not null || Options.Patience is not null))
        {
            throw new SettingsException("'l-bfgs' goes to the minimum of the loss and its own 'ridge', which is a normal prior; leave out 'l1', 'l2', 'prior-variance', 'prior-scale' and 'patience' of 'training', or train by an 'optimizer'.");
        }

        Model model = Architecture.Build();
        model.Initialize(seed);
        if (Start is string path)
        {
            TakeWeights(model, ModelFile.Load(path), path);
        }

        foreach (string layer in Frozen)
        {
            try
            {
                model.Freeze(layer);
            }
            catch (ArgumentException exception)
            {
                throw new SettingsException($"'training.freeze': {exception.Message.Split(" (Parameter", 2)[0]}", exception);
            }
        }

        return model;
    }

    private static FitOptions ReadOptions(SettingsReader settings, LearningRateSchedule schedule) => new()
    {
        Schedule = schedule,
        Epochs = settings.WholeNumber("epochs", "Passes over the data; of no meaning for l-bfgs.", 10, 1),
        BatchSize = settings.WholeNumber("batch", "Samples whose gradient is computed at once.", 16, 1),
        BatchesPerStep = settings.WholeNumber("batches-per-step", "Batches that a step takes its gradient from.", 1, 1),
        Seed = settings.WholeNumber("seed", "The seed of everything that is random.", 1),
        KeepBest = settings.Boolean("keep-best", "Whether the parameters with the smallest loss on the validation data are the ones kept.", true),
        Patience = settings.WholeNumber("patience", "Early stopping: epochs in a row without a smaller validation loss, after which training ends; 0 to go on.", 0, 0) is > 0 and int patience ? patience : null,
        ScaleOnFirstBatch = settings.Boolean("scale-on-first-batch", "Whether convolutions are scaled on the first batch, so that no rectifier starts out silent.", true),
        RecycleDormantChannels = settings.Boolean("recycle-dormant-channels", "Whether hidden channels that fell silent get fresh weights after an epoch.", false),
        Clipping = Clipping(settings),
        Averaging = settings.Number("average", "The decay of a running average of the parameters, which is then what is kept; 0 for none.", 0, 0, 1) is > 0 and double decay
            ? new ExponentialMovingAverage(decay)
            : null,
        Regularizer = Regularizer(settings),
        Prior = Prior(settings),
        Groups = settings.Sections("groups", "Parameters that learn in their own way; the first group that a parameter fits counts.", ParameterGroup.Read),
    };

    private static GradientClipping? Clipping(SettingsReader settings)
    {
        double value = settings.Number("clip-value", "The largest entry of a gradient; 0 for any.", 0, 0);
        double norm = settings.Number("clip-norm", "The largest norm of a gradient; 0 for any.", 0, 0);
        return (value > 0, norm > 0) switch
        {
            (true, true) => throw new ArgumentException("gradients are clipped by 'clip-value' or by 'clip-norm', not by both; leave one of them out."),
            (true, _) => GradientClipping.ByValue(value),
            (_, true) => GradientClipping.ByNorm(norm),
            _ => null,
        };
    }

    private static WeightRegularizer? Regularizer(SettingsReader settings)
    {
        double l1 = settings.Number("l1", "The price of a kernel's absolute values: l1·‖w‖₁ is added to the loss.", 0, 0);
        double l2 = settings.Number("l2", "The price of a kernel's squares: l2·‖w‖² is added to the loss.", 0, 0);
        if ((l1 > 0 || l2 > 0) && (settings.Has("prior-variance") || settings.Has("prior-scale")))
        {
            throw new ArgumentException("a penalty on weights is given by 'l1' and 'l2' or as a prior by 'prior-variance' and 'prior-scale', not by both; leave one of them out.");
        }

        return l1 > 0 || l2 > 0 ? new WeightRegularizer(l1, l2) : null;
    }

    private static WeightPrior? Prior(SettingsReader settings)
    {
        double variance = settings.Number("prior-variance", "The variance of a normal prior of kernel weights, instead of l2: the most probable weights are sought (MAP); 0 for none.", 0, 0);
        double scale = settings.Number("prior-scale", "The scale of a Laplace prior of kernel weights, instead of l1; 0 for none.", 0, 0);
        return variance > 0 || scale > 0 ? new WeightPrior(variance > 0 ? variance : double.PositiveInfinity, scale > 0 ? scale : double.PositiveInfinity) : null;
    }

    private static void TakeWeights(Model model, Model source, string path)
    {
        int taken = 0;
        foreach (Parameter parameter in model.Parameters)
        {
            if (source.Parameters.FirstOrDefault(other => other.Name == parameter.Name && other.Value.Shape == parameter.Value.Shape) is Parameter found)
            {
                found.Value.Span.CopyTo(parameter.Value.Span);
                taken++;
            }
        }

        if (taken == 0)
        {
            throw new SettingsException($"'training.start': no parameter of '{path}' has the name and shape of one of this model's; take a file of a model that begins like this one.");
        }
    }
}
