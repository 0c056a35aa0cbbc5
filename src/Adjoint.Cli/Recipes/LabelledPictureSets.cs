using System.Globalization;
using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Imaging;
using Adjoint.Tensors;

namespace Adjoint.Cli.Recipes;

/// <summary>Labelled pictures to train on, to choose by and to report on.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose the best epoch by.</param>
/// <param name="Test">To report on, if there are any.</param>
/// <param name="Description">Where they come from, the same for the same pictures: a checkpoint compares it.</param>
internal sealed record LabelledPictureSets(LabelledPictures Train, LabelledPictures Validation, LabelledPictures? Test, string Description)
{
    /// <summary>Opens pictures to score a model on: the test part, or all of them if there is none.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="shape">The shape that the model takes; pictures of another are resized, which is said.</param>
    /// <param name="classes">The model's classes; the pictures are of some of them.</param>
    public static LabelledPictures OpenToScore(string path, Shape shape, IReadOnlyList<string> classes)
    {
        LabelledData data = WorkProgress.Run($"reading {path}", _ => LabelledData.Open(path, new LabelledDataOptions { Classes = classes }));
        if (data.Form is "IDX" or "npy")
        {
            CheckPlaces(path, classes);
        }

        return Fit(data.Test ?? data.Train, shape);
    }

    /// <summary>Opens the pictures that a model is trained on.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="shape">The shape that the model takes; pictures of another are resized, which is said.</param>
    public static LabelledPictures OpenToTrain(string path, Shape shape) => Fit(WorkProgress.Run($"reading {path}", _ => LabelledData.Open(path)).Train, shape);

    /// <summary>The same pictures in the shape that a model takes; says so where they have another.</summary>
    public LabelledPictureSets Resize(Shape shape) =>
        this with { Train = Fit(Train, shape), Validation = Validation.Resize(shape), Test = Test?.Resize(shape) };

    /// <summary>Says that labels without names are taken as places, unless the names say the same; refuses names that are other numbers.</summary>
    private static void CheckPlaces(string path, IReadOnlyList<string> classes)
    {
        string[] places = [.. Enumerable.Range(0, classes.Count).Select(place => place.ToString(CultureInfo.InvariantCulture))];
        if (classes.SequenceEqual(places))
        {
            return;
        }

        if (classes.FirstOrDefault(name => int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) is string number)
        {
            throw CommandException.Failed($"{path}: its labels are numbers, which do not say whether '{number}' is the model's class of that name or its place; give the pictures in a folder for each class.");
        }

        Terminal.Note($"labels are taken as places among the model's classes: 0 is '{classes[0]}', {classes.Count - 1} is '{classes[^1]}'.");
    }

    private static LabelledPictures Fit(LabelledPictures pictures, Shape shape)
    {
        if (pictures.PictureShape != shape)
        {
            Terminal.Note($"the pictures are {pictures.PictureShape}; they are resized to the model's {shape}.");
        }

        return pictures.Resize(shape);
    }
}
