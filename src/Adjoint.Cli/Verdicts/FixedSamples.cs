using System.Globalization;
using Adjoint.Cli.Recipes;
using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Verdicts;

/// <summary>Samples at which a model's loss is judged: inputs and targets with values.</summary>
/// <param name="Inputs">N × a sample's shape.</param>
/// <param name="Targets">N × the shape of what the model gives; of classes one-hot rows.</param>
/// <param name="IsOneHot">Whether the targets are classes.</param>
/// <param name="Description">How many of how many, from where, and what was done to them.</param>
internal sealed record FixedSamples(Tensor<double> Inputs, Tensor<double> Targets, bool IsOneHot, string Description)
{
    /// <summary>Samples that are taken where no number is asked for.</summary>
    public const int Usual = 16;

    /// <summary>Pictures to restore are cut to so many rows and columns, if the model takes that.</summary>
    private const int Side = 32;

    private const string InputFile = "inputs.npy", TargetFile = "targets.npy";

    /// <summary>How many samples there are.</summary>
    public int Count => Inputs.Shape[0];

    /// <summary>Reads samples of the kind that a model takes: labelled pictures to classify, pictures to restore, or arrays.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="model">The model.</param>
    /// <param name="most">The most samples that are read; they are spread evenly over what there is.</param>
    /// <exception cref="CommandException">The data do not fit the model.</exception>
    public static FixedSamples Read(string path, Model model, int most)
    {
        if (ClassificationTask.Of(model) is ClassificationTask classification)
        {
            LabelledPictures pictures = Labelled(path, model);
            return pictures.Classes.SequenceEqual(classification.Classes) ? Of(pictures, path, most) : throw CommandException.Failed(
                $"{path}: its classes are {string.Join(", ", pictures.Classes)}; the model's are {string.Join(", ", classification.Classes)}. They must be the same, in the same order.");
        }

        if (File.Exists(Path.Combine(path, InputFile)))
        {
            return OfArrays(path, model, most);
        }

        if (RestorationTask.Of(model) is RestorationTask restoration)
        {
            return ToRestore(path, model, restoration, most);
        }

        Shape output = model.OutputShape(model.InputShape);
        if (output.Rank != 1)
        {
            throw CommandException.Failed($"the model says neither that it classifies nor which noise it restores pictures from: give its samples as '{InputFile}' and '{TargetFile}' in {path}.");
        }

        LabelledPictures labelled = Labelled(path, model);
        return labelled.Classes.Count == output[0]
            ? Of(labelled, path, most)
            : throw CommandException.Failed($"{path}: there are {labelled.Classes.Count} classes, and the model gives {output[0]} numbers; they must be as many.");
    }

    private static LabelledPictures Labelled(string path, Model model)
    {
        LabelledPictures pictures = LabelledPictureSets.OpenToTrain(path, model.InputShape);
        return pictures.Count > 0 ? pictures : throw CommandException.Failed($"{path}: there are no pictures in it; name labelled pictures.");
    }

    private static FixedSamples Of(LabelledPictures pictures, string path, int most)
    {
        int count = Math.Min(most, pictures.Count), classes = pictures.Classes.Count;
        Tensor<float> values = pictures.Select([.. Spread(count, pictures.Count)]).ToTensor(0, count);
        Tensor<double> targets = new([count, classes]);
        foreach ((int row, int item) in Spread(count, pictures.Count).Index())
        {
            targets.Span[(row * classes) + pictures.Label(item)] = 1;
        }

        return new FixedSamples(Doubles(values), targets, true, Told(count, pictures.Count, "training picture", path));
    }

    private static FixedSamples OfArrays(string folder, Model model, int most)
    {
        string inputs = Path.Combine(folder, InputFile), targets = Path.Combine(folder, TargetFile);
        if (!File.Exists(targets))
        {
            throw CommandException.Failed($"there is no file '{targets}'; the samples are read from '{InputFile}' and '{TargetFile}'.");
        }

        ArraySamples samples = ArraySamples.Read(inputs, targets);
        Shape output = OutputShape(model, samples.InputShape, inputs);
        if (samples.TargetShape != output)
        {
            throw CommandException.Failed($"{targets}: a target has shape {samples.TargetShape}; the model gives {output} for inputs of {samples.InputShape}.");
        }

        int count = Math.Min(most, samples.Count);
        Tensor<float> all = new([count, .. samples.InputShape]), wanted = new([count, .. output]);
        foreach ((int row, int item) in Spread(count, samples.Count).Index())
        {
            samples.Fill(0, item, all.Span.Slice(row * samples.InputShape.Size, samples.InputShape.Size), wanted.Span.Slice(row * output.Size, output.Size));
        }

        return new FixedSamples(Doubles(all), Doubles(wanted), false, Told(count, samples.Count, "sample", folder));
    }

    /// <summary>The middle of each picture, with the noise that scoring gives it.</summary>
    private static FixedSamples ToRestore(string folder, Model model, RestorationTask task, int most)
    {
        IReadOnlyList<string> paths = PictureFolder.Enumerate(folder);
        int count = Math.Min(most, paths.Count);
        Shape input = CutShape(model), output = OutputShape(model, input, folder);
        Tensor<float> noisy = new([count, .. input]), clean = new([count, .. output]);
        foreach ((int row, int item) in Spread(count, paths.Count).Index())
        {
            Picture picture = PictureFile.Read(paths[item]);
            if (picture.Height < input[0] || picture.Width < input[1])
            {
                throw CommandException.Failed($"{paths[item]}: a picture of {picture.Height}×{picture.Width} is too small; the middle {input[0]}×{input[1]} of each is taken.");
            }

            Cut(task.Corrupt(model, picture, Path.GetFileName(paths[item])), input, noisy.Span.Slice(row * input.Size, input.Size));
            Cut(RestorationTask.Target(model, picture), output, clean.Span.Slice(row * output.Size, output.Size));
        }

        string noise = string.Create(CultureInfo.InvariantCulture, $", the middle {input[0]}×{input[1]} of each, Gaussian noise {task.NoiseLevel}/255, seed {task.Seed}");
        return new FixedSamples(Doubles(noisy), Doubles(clean), false, Told(count, paths.Count, "picture", folder) + noise);
    }

    private static Shape CutShape(Model model)
    {
        Shape usual = model.InputShape, cut = [Math.Min(Side, usual[0]), Math.Min(Side, usual[1]), usual[2]];
        try
        {
            return model.OutputShape(cut).Size > 0 ? cut : usual;
        }
        catch (ShapeException)
        {
            return usual;
        }
    }

    /// <summary>Copies the middle of a picture. Sizes differ by even numbers where convolutions with odd kernels make pictures smaller; else the middle lies half a pixel to the upper left.</summary>
    private static void Cut(Tensor<float> picture, Shape shape, Span<float> destination)
    {
        int top = (picture.Shape[0] - shape[0]) / 2, left = (picture.Shape[1] - shape[1]) / 2, channels = shape[2], row = shape[1] * channels;
        for (int i = 0; i < shape[0]; i++)
        {
            picture.Span.Slice((((top + i) * picture.Shape[1]) + left) * channels, row).CopyTo(destination[(i * row)..]);
        }
    }

    private static Shape OutputShape(Model model, Shape input, string source)
    {
        try
        {
            return model.OutputShape(input);
        }
        catch (ShapeException exception)
        {
            throw CommandException.Failed($"{source}: samples of {input} do not fit the model: {exception.Message}");
        }
    }

    private static IEnumerable<int> Spread(int count, int all) => Enumerable.Range(0, count).Select(i => (int)((long)i * all / count));

    private static string Told(int count, int all, string what, string path) => count == all
        ? string.Create(CultureInfo.InvariantCulture, $"{(count == 1 ? $"the 1 {what}" : $"all {count} {what}s")} of {path}")
        : string.Create(CultureInfo.InvariantCulture, $"{count} of the {all} {what}s of {path}, spread evenly");

    private static Tensor<double> Doubles(Tensor<float> values) => new(values.Shape, [.. values.Span.ToArray().Select(value => (double)value)]);
}
