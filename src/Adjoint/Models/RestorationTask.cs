using System.Globalization;
using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Models;

/// <summary>
/// What a restoration model is for: given a picture with white Gaussian noise, give the clean one (a model with one channel out and three in: its
/// luminance). Kept in the model's metadata, so that whoever scores the file later knows the corruption.
/// </summary>
/// <param name="NoiseLevel">The noise's standard deviation in units of 1/255, as papers give it; at least 0.</param>
/// <param name="Seed">The seed of the noise that pictures get when the model is scored.</param>
public sealed record RestorationTask(double NoiseLevel, long Seed)
{
    private const string TaskKey = "task", TaskValue = "restoration";
    private const string CorruptionKey = "task.corruption", CorruptionValue = "gaussian noise";
    private const string NoiseLevelKey = "task.noise", SeedKey = "task.seed";

    /// <summary>The noise's standard deviation where white is 1.</summary>
    public float Sigma => (float)(NoiseLevel / 255);

    /// <summary>Reads the task from a model's metadata.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The task, or nothing if the model states none of this kind.</returns>
    /// <exception cref="InvalidDataException">The metadata contradict themselves.</exception>
    public static RestorationTask? Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.Metadata.TryGetValue(TaskKey, out string? task) || task != TaskValue)
        {
            return null;
        }

        return model.Metadata.TryGetValue(CorruptionKey, out string? corruption) && corruption == CorruptionValue
            && model.Metadata.TryGetValue(NoiseLevelKey, out string? level)
            && double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out double noiseLevel) && noiseLevel >= 0 && double.IsFinite(noiseLevel)
            && model.Metadata.TryGetValue(SeedKey, out string? text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed)
            ? new RestorationTask(noiseLevel, seed)
            : throw new InvalidDataException(
                $"The model's metadata say '{TaskKey}' is '{TaskValue}', but '{CorruptionKey}', '{NoiseLevelKey}' or '{SeedKey}' are missing or not understood.");
    }

    /// <summary>Writes the task into a model's metadata.</summary>
    /// <param name="model">The model.</param>
    public void WriteTo(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Metadata[TaskKey] = TaskValue;
        model.Metadata[CorruptionKey] = CorruptionValue;
        model.Metadata[NoiseLevelKey] = NoiseLevel.ToString("R", CultureInfo.InvariantCulture);
        model.Metadata[SeedKey] = Seed.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A picture as the model gets it: with as many channels as it takes, and noise. Values are not clipped.</summary>
    /// <param name="model">The model.</param>
    /// <param name="clean">The clean picture.</param>
    /// <param name="name">The picture's name, to which the noise belongs.</param>
    public Tensor<float> Corrupt(Model model, Picture clean, string name)
    {
        ArgumentNullException.ThrowIfNull(model);
        Tensor<float> values = WithChannels(clean, model.InputShape[^1]);
        GaussianNoise.Add(values.Span, Sigma, new KeyedRandom(Seed, $"noise of {name}"));
        return values;
    }

    /// <summary>What the model should give for a picture.</summary>
    /// <param name="model">The model.</param>
    /// <param name="clean">The clean picture.</param>
    public static Tensor<float> Target(Model model, Picture clean)
    {
        ArgumentNullException.ThrowIfNull(model);
        return WithChannels(clean, OutputChannels(model));
    }

    /// <summary>What one would have without the model: the noisy picture, or its luminance where the model turns colour to grey.</summary>
    /// <param name="model">The model.</param>
    /// <param name="noisy">The picture as the model gets it.</param>
    public static Tensor<float> Baseline(Model model, Tensor<float> noisy)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(noisy);
        return noisy.Shape[^1] == OutputChannels(model) ? noisy.Clone() : Luminance.Of(noisy);
    }

    private static int OutputChannels(Model model) => model.OutputShape(model.InputShape)[^1];

    private static Tensor<float> WithChannels(Picture picture, int channels)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (channels is not (1 or 3))
        {
            throw new Graph.ShapeException($"A restoration model takes and gives pictures of 1 or 3 channels, not {channels}.");
        }

        Tensor<float> values = picture.ToTensor();
        if (picture.Channels == channels)
        {
            return values;
        }

        if (channels == 1)
        {
            return Luminance.Of(values);
        }

        Tensor<float> colors = new(values.Shape.With(2, 3));
        for (int i = 0; i < values.Span.Length; i++)
        {
            colors.Span.Slice(3 * i, 3).Fill(values.Span[i]);
        }

        return colors;
    }
}
