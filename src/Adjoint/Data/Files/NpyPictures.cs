using Adjoint.Tensors;

namespace Adjoint.Data.Files;

/// <summary>Labelled pictures in two <c>.npy</c> files: N×height×width or N×height×width×channels, and N labels.</summary>
public static class NpyPictures
{
    /// <summary>Reads pictures and their labels.</summary>
    /// <param name="pictures">The file of pictures.</param>
    /// <param name="labels">The file of labels: N whole numbers from 0.</param>
    /// <param name="white">The value that stands for 1; where left out, 1, 16 or 255, the least that no value exceeds.</param>
    /// <param name="classes">The classes' names; where left out, 0 to the greatest label.</param>
    /// <exception cref="InvalidDataException">A file is no <c>.npy</c> file, a value is out of range, or the two do not belong together; one line names them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LabelledPictures Read(string pictures, string labels, double? white = null, IReadOnlyList<string>? classes = null)
    {
        Tensor<int> marks = ReadArray<int>(labels);
        if (marks.Shape.Rank != 1)
        {
            throw new InvalidDataException($"'{labels}': labels have one axis, not the shape {marks.Shape}; is it the file of pictures?");
        }

        Tensor<float> values = ReadArray<float>(pictures);
        LabelledParts.CheckPictures(pictures, values.Shape);
        IReadOnlyList<string> names = LabelledParts.Classes(pictures, values.Shape, labels, marks.Span, classes);
        float greatest = 0;
        foreach (float value in values.Span)
        {
            greatest = Math.Max(greatest, value);
        }

        double one = white ?? LabelledParts.White(greatest);
        int size = values.Shape.Size / values.Shape[0];
        bool whole = true;
        for (int i = 0; i < values.Span.Length; i++)
        {
            float value = values.Span[i];
            if (!(value >= 0 && value <= one))
            {
                throw new InvalidDataException($"'{pictures}': picture {i / size} holds {value}; values are from 0 to {one}.");
            }

            whole &= value == (byte)value;
        }

        Shape shape = LabelledParts.PictureShape(values.Shape);
        int[] numbers = marks.Span.ToArray();
        if (whole)
        {
            byte[] bytes = new byte[values.Shape.Size];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)values.Span[i];
            }

            return new LabelledPictures(shape, bytes, numbers, names, one);
        }

        for (int i = 0; i < values.Span.Length; i++)
        {
            values.Span[i] = (float)(values.Span[i] / one);
        }

        return new LabelledPictures(shape, values.Memory, numbers, names, one);
    }

    private static Tensor<T> ReadArray<T>(string path)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        try
        {
            return NpyFile.Read<T>(path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"'{path}' may not be read, or is a folder; check its name and permissions.", exception);
        }
    }
}
