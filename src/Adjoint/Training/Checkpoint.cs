using System.Globalization;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// A training state as a file: a model file of the current parameters with the best parameters, the optimizer's vectors,
/// the learning curves and the place in the data added. Random numbers are keyed, not drawn from a stream, so the place is all there is to them.
/// </summary>
internal static class Checkpoint
{
    private const string SettingsKey = "training.settings";
    private const string Best = "training.best", Average = "training.average", OptimizerState = "training.optimizer", Counters = "training.counters", Losses = "training.losses";

    /// <summary>Writes a checkpoint, whole or not at all.</summary>
    /// <param name="path">Where.</param>
    /// <param name="model">The model; its parameters are those of the state.</param>
    /// <param name="state">The state.</param>
    /// <param name="settings">What must be the same when training goes on.</param>
    public static void Save(string path, Model model, TrainingState state, string settings)
    {
        SafetensorsFile file = new();
        ModelFile.Write(model, file);
        file.Metadata[SettingsKey] = settings;
        file.Add(Best, Vector(state.Best));
        file.Add(Average, Vector(state.Average));
        file.Add(OptimizerState, Vector(state.Optimizer));

        // Whole numbers up to 2^53 are exact in float64.
        file.Add(Counters, new Tensor<double>([7], [state.Epoch, state.Step, state.TotalSteps, state.Samples, state.LossSum, state.BestEpoch, state.BestLoss]));
        Tensor<double> losses = new([state.History.Count, 2]);
        for (int i = 0; i < state.History.Count; i++)
        {
            losses[i, 0] = state.History[i].Loss;
            losses[i, 1] = state.History[i].ValidationLoss ?? double.NaN;
        }

        file.Add(Losses, losses);
        file.Save(path);
    }

    /// <summary>Reads a checkpoint into a state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model that is trained.</param>
    /// <param name="layout">Where parameters stand in the state's vectors.</param>
    /// <param name="state">The state to fill.</param>
    /// <param name="settings">The settings of this run.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="steps">Steps in an epoch.</param>
    /// <exception cref="TrainingException">It belongs to other settings; the message names both.</exception>
    /// <exception cref="InvalidDataException">The file is broken or no checkpoint.</exception>
    public static void Load(string path, Model model, ParameterLayout layout, TrainingState state, string settings, int epochs, int steps)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        if (!file.Metadata.TryGetValue(SettingsKey, out string? saved))
        {
            throw new InvalidDataException($"'{path}' is no checkpoint: it has no training settings.");
        }

        if (saved != settings)
        {
            throw new TrainingException(
                $"The checkpoint '{path}' belongs to another run ({Difference(saved, settings)}): give the same settings, or train without resuming.");
        }

        if (!file.Metadata.TryGetValue(ModelFile.ArchitectureKey, out string? architecture) || architecture != ModelFile.Architecture(model))
        {
            throw new TrainingException($"The checkpoint '{path}' is of another model: layers or their settings differ. Give the same model, or train without resuming.");
        }

        for (int i = 0; i < model.Parameters.Count; i++)
        {
            Get<float>(file, path, model.Parameters[i].Name, model.Parameters[i].Value.Shape.Size).CopyTo(layout.Of(state.Parameters, i).Span);
        }

        Get<float>(file, path, Best, state.Best.Length).CopyTo(state.Best);
        Get<float>(file, path, Average, state.Average.Length).CopyTo(state.Average);
        Get<float>(file, path, OptimizerState, state.Optimizer.Length).CopyTo(state.Optimizer);
        ReadOnlySpan<double> counters = Get<double>(file, path, Counters, 7);
        (double epoch, double step, double total, double samples, double best) = (counters[0], counters[1], counters[2], counters[3], counters[5]);
        bool areCounts = IsCount(epoch, epochs) && IsCount(step, steps - 1) && IsCount(total, 1L << 53) && IsCount(samples, 1L << 53) && IsCount(best, epoch);
        if (!areCounts || total != (epoch * steps) + step || !double.IsFinite(counters[4]) || double.IsNaN(counters[6]))
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The checkpoint '{path}' is broken: epoch {epoch}, step {step}, {total} steps in all and best epoch {best} do not fit {epochs} epochs of {steps} steps."));
        }

        (state.Epoch, state.Step, state.TotalSteps, state.Samples) = ((int)epoch, (int)step, (long)total, (long)samples);
        (state.LossSum, state.BestEpoch, state.BestLoss) = (counters[4], (int)best, counters[6]);
        ReadOnlySpan<double> losses = Get<double>(file, path, Losses, 2 * state.Epoch);
        for (int i = 0; i < state.Epoch; i++)
        {
            double validation = losses[(2 * i) + 1];
            state.History.Add(new EpochResult(i + 1, losses[2 * i], double.IsNaN(validation) ? null : validation));
            state.Losses.Add(double.IsNaN(validation) ? losses[2 * i] : validation);
        }
    }

    private static bool IsCount(double value, double most) => value >= 0 && value <= most && value == Math.Floor(value);

    private static Tensor<float> Vector(float[] values) => new([values.Length], (float[])values.Clone());

    private static Span<T> Get<T>(SafetensorsFile file, string path, string name, int length)
        where T : unmanaged =>
        file.TryGet(name, out Tensor<T>? tensor) && tensor.Shape.Size == length
            ? tensor.Span
            : throw new InvalidDataException($"The checkpoint '{path}' is broken: '{name}' does not hold {length} numbers.");

    private static string Difference(string saved, string settings)
    {
        string[] before = saved.Split("; "), now = settings.Split("; ");
        for (int i = 0; i < Math.Min(before.Length, now.Length); i++)
        {
            if (before[i] != now[i])
            {
                return $"there {before[i]}, here {now[i]}";
            }
        }

        return "its settings differ";
    }
}
