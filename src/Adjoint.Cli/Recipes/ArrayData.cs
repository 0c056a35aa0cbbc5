using Adjoint.Configuration;
using Adjoint.Data;
using Adjoint.Layers;

namespace Adjoint.Cli.Recipes;

/// <summary>Inputs and targets as arrays: samples × their shape.</summary>
/// <param name="Inputs">The <c>.npy</c> file of the inputs.</param>
/// <param name="Targets">The <c>.npy</c> file of the targets.</param>
/// <param name="Validation">The part of the samples that is held back to choose the best epoch by.</param>
internal sealed record ArrayData(string Inputs, string Targets, double Validation) : DataSettings
{
    /// <summary>What the files are called in a folder that the user names.</summary>
    private const string InputName = "inputs.npy", TargetName = "targets.npy";

    /// <summary>Asks for the settings.</summary>
    public static DataSettings Read(SettingsReader settings) => new ArrayData(
        settings.Text("inputs", "A .npy file of inputs, one sample after the other.", InputName),
        settings.Text("targets", "A .npy file of as many targets.", TargetName),
        settings.Number("validation", "The part of the samples that is held back to choose the best epoch by.", 0.1, 0, 0.9));

    /// <inheritdoc/>
    public override DataSettings RelativeTo(string folder) => this with { Inputs = Path.Combine(folder, Inputs), Targets = Path.Combine(folder, Targets) };

    /// <inheritdoc/>
    public override IRecipeData Load(Model model, TrainingRequest request, CancellationToken cancellation)
    {
        ArraySamples all = Open(request.Data, Inputs, Targets);
        if (request.Validate is string folder)
        {
            return new ArrayTraining(all, Open(folder, InputName, TargetName), all.Description);
        }

        if (Validation == 0)
        {
            return new ArrayTraining(all, null, all.Description);
        }

        DataSplit split = DataSplit.Random(all.Count, Validation, 0, request.Seed);
        return split.Validation.Count > 0 && split.Train.Count > 0
            ? new ArrayTraining(new SelectedSamples(all, split.Train), new SelectedSamples(all, split.Validation), all.Description)
            : throw CommandException.Failed($"{Inputs}: {all.Count} samples cannot be split into training and validation; add samples, or set 'data.validation' to 0.");
    }

    private static ArraySamples Open(string? folder, string inputs, string targets)
    {
        if (folder is not null)
        {
            (inputs, targets) = (Path.Combine(folder, InputName), Path.Combine(folder, TargetName));
        }

        foreach (string path in (string[])[inputs, targets])
        {
            if (!File.Exists(path))
            {
                throw CommandException.Failed($"there is no file '{path}'; the samples are read from '{Path.GetFileName(inputs)}' and '{Path.GetFileName(targets)}'.");
            }
        }

        return ArraySamples.Read(inputs, targets);
    }
}
