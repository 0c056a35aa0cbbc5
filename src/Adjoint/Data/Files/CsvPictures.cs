using System.Globalization;
using Adjoint.Tensors;

namespace Adjoint.Data.Files;

/// <summary>
/// Labelled pictures as a text: a picture a row, its values row by row, and a label. Fields are separated by commas, semicolons or tabs, with or without quotes around them; packed by
/// gzip or not.
/// </summary>
/// <remarks>Labels are whole numbers from 0, or names; names are numbered in the order of their code units.</remarks>
public static class CsvPictures
{
    private static readonly string[] LabelNames = ["label", "class", "target"];

    /// <summary>Reads pictures and their labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How the file holds them; whatever is left out is found out.</param>
    /// <exception cref="InvalidDataException">The file holds no such rows; one line names the file and the row and says what is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabelledPictures Read(string path, CsvOptions? options = null) => DataFile.Read(path, stream => Read(stream, options ?? new CsvOptions()));

    private static LabelledPictures Read(Stream stream, CsvOptions options)
    {
        using CsvLines lines = new(stream);
        string line = lines.Next() ?? throw new InvalidDataException("the file is empty; a picture a row is read.");
        char separator = line.Contains(',') ? ',' : line.Contains(';') ? ';' : '\t';
        string[] first = [.. Fields(line, separator, lines.Number)];
        if (first.Length < 2)
        {
            throw new InvalidDataException($"row {lines.Number} has a single field; a row is the values of a picture and a label, separated by commas.");
        }

        bool header = options.Header ?? IsHeader(first, options.LabelColumn);
        int column = LabelColumn(first, header, options.LabelColumn);
        Shape shape = PictureShape(first.Length - 1, options);
        string? row = header ? lines.Next() : line;
        PixelList pixels = new();
        List<string> labels = [];
        List<int> rows = [];
        for (; row is not null; row = lines.Next())
        {
            labels.Add(ReadRow(row, separator, first.Length, column, lines.Number, options.White, pixels));
            rows.Add(lines.Number);
            if (pixels.Greatest > (options.White ?? byte.MaxValue))
            {
                throw new InvalidDataException($"row {lines.Number} holds {pixels.Greatest}; values are from 0 to {options.White ?? byte.MaxValue}.");
            }

            if ((long)labels.Count * shape.Size > Array.MaxLength - shape.Size)
            {
                throw new InvalidDataException($"row {lines.Number}: there are more values than can be read; cut the file into parts.");
            }
        }

        if (labels.Count == 0)
        {
            throw new InvalidDataException("there is a header and no row below it; a picture a row is read.");
        }

        (int[] numbers, IReadOnlyList<string> classes) = Classify(labels, rows, options);
        return pixels.ToPictures(shape, numbers, classes, options.White ?? LabelledParts.White(pixels.Greatest));
    }

    private static IReadOnlyList<string> Fields(string line, char separator, int row) =>
        CsvFields.Split(line, separator) ?? throw new InvalidDataException($"row {row} has a quote that nothing closes; fields within quotes end in their row.");

    private static bool IsNumber(string field) => float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    // Numbers beside one name are a picture with its label.
    private static bool IsHeader(string[] fields, string? column) =>
        (column is not null && !int.TryParse(column, out _))
        || fields.Count(field => !IsNumber(field)) > 1
        || fields.Any(field => LabelNames.Contains(field, StringComparer.OrdinalIgnoreCase));

    private static int LabelColumn(string[] first, bool header, string? column)
    {
        if (column is null)
        {
            int[] named = [.. Enumerable.Range(0, first.Length).Where(i => header && LabelNames.Contains(first[i], StringComparer.OrdinalIgnoreCase))];
            return named.Length == 1 ? named[0] : first.Length - 1;
        }

        int place = header ? Array.FindIndex(first, field => field.Equals(column, StringComparison.OrdinalIgnoreCase)) : -1;
        if (place >= 0)
        {
            return place;
        }

        if (!int.TryParse(column, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            throw new InvalidDataException($"there is no column '{column}' in the first row; name another label column, or give its number from 0.");
        }

        int index = number < 0 ? number + first.Length : number;
        return (uint)index < (uint)first.Length
            ? index
            : throw new InvalidDataException($"there is no column {number}: a row has {first.Length} fields, 0 to {first.Length - 1}.");
    }

    private static Shape PictureShape(int values, CsvOptions options)
    {
        int channels = options.Channels, pixels = channels > 0 ? values / channels : 0;
        int height = options.Height ?? (options.Width is int w && w > 0 ? pixels / w : (int)Math.Round(Math.Sqrt(pixels)));
        int width = options.Width ?? (options.Height is int h && h > 0 ? pixels / h : height);
        return height > 0 && width > 0 && channels > 0 && (long)height * width * channels == values
            ? [height, width, channels]
            : throw new InvalidDataException(
                options.Height is null && options.Width is null
                    ? $"a row has {values} values beside its label, which make no square picture of {channels} channels; give height and width."
                    : $"a row has {values} values beside its label, which make no picture of {height}×{width}×{channels}.");
    }

    private static string ReadRow(string row, char separator, int fields, int column, int number, double? white, PixelList pixels)
    {
        string? label = null;
        int field = 0;
        if (row.Contains('"'))
        {
            foreach (string item in Fields(row, separator, number))
            {
                Take(item);
            }
        }
        else
        {
            ReadOnlySpan<char> text = row;
            foreach (Range range in text.Split(separator))
            {
                Take(text[range].Trim());
            }
        }

        return field == fields
            ? label!
            : throw new InvalidDataException($"row {number} has {field} fields, the first row {fields}; all rows have the same number.");

        void Take(ReadOnlySpan<char> item)
        {
            if (field == column)
            {
                label = item.ToString();
            }
            else if (field < fields)
            {
                pixels.Add(Value(item, number, field, white));
            }

            field++;
        }
    }

    private static float Value(ReadOnlySpan<char> item, int row, int field, double? white)
    {
        if (!float.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
        {
            throw new InvalidDataException($"row {row}, field {field + 1}: '{(item.Length > 20 ? item[..20].ToString() + "…" : item.ToString())}' is no number.");
        }

        return value >= 0
            ? value
            : throw new InvalidDataException($"row {row}, field {field + 1} is {value.ToString(CultureInfo.InvariantCulture)}; values are from 0 to {white ?? byte.MaxValue}.");
    }

    private static (int[] Numbers, IReadOnlyList<string> Classes) Classify(List<string> labels, List<int> rows, CsvOptions options)
    {
        IReadOnlyList<string>? classes = options.Classes;
        int[] numbers = new int[labels.Count];
        int firstName = labels.FindIndex(label => !int.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        if (classes is null && firstName < 0)
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = int.Parse(labels[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                if (numbers[i] is < 0 or >= LabelledParts.MostClasses)
                {
                    throw new InvalidDataException(
                        $"row {rows[i]} has the label {labels[i]}; labels are from 0 to {LabelledParts.MostClasses - 1}, or names. Is it the right column?");
                }
            }

            int outputs = options.Outputs ?? LabelledParts.MostClasses, beyond = Array.FindIndex(numbers, number => number >= outputs);
            if (beyond >= 0)
            {
                throw new InvalidDataException(
                    $"row {rows[beyond]} has the label {numbers[beyond]}, but the model has outputs for the classes 0 to {outputs - 1}: mend the row, or give the last layer {numbers.Max() + 1} units.");
            }

            if (numbers.All(number => number == numbers[0]))
            {
                throw new InvalidDataException($"every row is of class '{labels[0]}'; telling classes apart takes at least two.");
            }

            return (numbers, [.. Enumerable.Range(0, numbers.Max() + 1).Select(number => number.ToString(CultureInfo.InvariantCulture))]);
        }

        IReadOnlyList<string> names = classes ?? Names(labels, rows, firstName);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            places[names[i]] = i;
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = places.TryGetValue(labels[i], out int place) || places.TryGetValue(Plain(labels[i]), out place)
                ? place
                : throw new InvalidDataException($"row {rows[i]} has the label '{labels[i]}', which is none of the {names.Count} classes: {Listed(names)}.");
        }

        return (numbers, names);
    }

    // Among classes that are numbers, 07 is 7, as it is where classes are counted.
    private static string Plain(string label) => int.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
        ? number.ToString(CultureInfo.InvariantCulture)
        : label;

    private static List<string> Names(List<string> labels, List<int> rows, int firstName)
    {
        if (IsNumber(labels[firstName]) || labels[firstName].Length == 0)
        {
            throw new InvalidDataException($"row {rows[firstName]} has the label '{labels[firstName]}', which is neither a whole number nor a name. Is it the right column?");
        }

        List<string> names = [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return names.Count switch
        {
            1 => throw new InvalidDataException($"every row is of class '{names[0]}'; telling classes apart takes at least two."),
            > LabelledParts.MostClasses => throw new InvalidDataException($"there are {names.Count} different labels; is it the right column?"),
            _ => names,
        };
    }

    private static string Listed(IReadOnlyList<string> names) => string.Join(", ", names.Take(20)) + (names.Count > 20 ? ", …" : "");
}
