using Adjoint.Tensors;

namespace Adjoint.Data.Files;

/// <summary>What all files of labelled pictures have to obey.</summary>
internal static class LabelledParts
{
    /// <summary>The most classes: more come from a column or file that holds no labels.</summary>
    public const int MostClasses = 10_000;

    /// <summary>Refuses arrays that are no pictures.</summary>
    public static void CheckPictures(string path, Shape shape)
    {
        if (shape.Rank is not (3 or 4))
        {
            throw new InvalidDataException($"'{path}': pictures have the shape N×height×width or N×height×width×channels, not {shape}.");
        }

        if (shape.Size == 0)
        {
            throw new InvalidDataException($"'{path}': there are no pictures in it: its shape is {shape}.");
        }
    }

    /// <summary>Height × width × channels of the pictures of an array.</summary>
    public static Shape PictureShape(Shape shape) => [shape[1], shape[2], shape.Rank == 4 ? shape[3] : 1];

    /// <summary>Checks numbered labels against their pictures and returns the classes' names.</summary>
    public static IReadOnlyList<string> Classes(string pictures, Shape shape, string labels, ReadOnlySpan<int> numbers, IReadOnlyList<string>? classes)
    {
        if (numbers.Length != shape[0])
        {
            throw new InvalidDataException($"'{pictures}' holds {shape[0]} pictures, but '{labels}' holds {numbers.Length} labels; both need the same number.");
        }

        int most = classes?.Count ?? MostClasses;
        for (int i = 0; i < numbers.Length; i++)
        {
            if ((uint)numbers[i] >= (uint)most)
            {
                throw new InvalidDataException($"'{labels}': label {i} is {numbers[i]}; labels are from 0 to {most - 1}.");
            }
        }

        return classes ?? Numbered(labels, numbers);
    }

    /// <summary>The classes 0 to the greatest label.</summary>
    public static IReadOnlyList<string> Numbered(string path, ReadOnlySpan<int> numbers)
    {
        int greatest = 0;
        bool different = false;
        foreach (int number in numbers)
        {
            greatest = Math.Max(greatest, number);
            different |= number != numbers[0];
        }

        return different
            ? [.. Enumerable.Range(0, greatest + 1).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))]
            : throw SingleClass(path, numbers[0].ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>That there is nothing to tell apart.</summary>
    public static InvalidDataException SingleClass(string path, string name) =>
        new($"'{path}': every picture is of class '{name}'; telling classes apart takes at least two.");

    /// <summary>What stands for 1: 1, 16 or 255, by the greatest value found.</summary>
    public static double White(float greatest) => greatest <= 1 ? 1 : greatest <= 16 ? 16 : byte.MaxValue;
}
