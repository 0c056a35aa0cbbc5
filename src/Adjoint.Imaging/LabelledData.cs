using Adjoint.Data;
using Adjoint.Data.Files;
using Adjoint.Imaging.Files;
using Adjoint.Tensors;

namespace Adjoint.Imaging;

/// <summary>Labelled pictures to train on and, where they come in two parts, to test on.</summary>
/// <param name="Train">The pictures to train on.</param>
/// <param name="Test">The pictures to test on, with the same size and classes, or nothing.</param>
/// <param name="Form">What they were read from: <c>IDX</c>, <c>CSV</c>, <c>npy</c> or <c>folder per class</c>.</param>
public sealed record LabelledData(LabelledPictures Train, LabelledPictures? Test, string Form)
{
    /// <summary>What is understood, for messages.</summary>
    private const string Understood =
        "understood are a folder of IDX files (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-…; .gz or not), a CSV file (.csv, .csv.gz) or a folder of one or two, "
        + "a folder of .npy files (train-images.npy, train-labels.npy, test-…; x_train.npy, y_train.npy too), and a folder with a folder of pictures for each class, or with two such folders, train and test";

    /// <summary>Finds out what a file or folder holds, and reads it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">What to know beforehand.</param>
    /// <exception cref="InvalidDataException">It is nothing that is understood, or something in it is wrong; one line names the file, and the row where there are rows.</exception>
    /// <exception cref="PictureFormatException">A picture file is damaged; the message names it.</exception>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    public static LabelledData Open(string path, LabelledDataOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new LabelledDataOptions();
        LabelledData data = File.Exists(path) ? OpenFile(path, options) : OpenFolder(path, options);
        if (data.Test is LabelledPictures test && test.PictureShape != data.Train.PictureShape && options.PictureShape is null)
        {
            throw new InvalidDataException(
                $"'{path}': pictures to train on are {data.Train.PictureShape}, pictures to test on {test.PictureShape}; bring all to one size.");
        }

        return options.PictureShape is Shape shape ? data with { Train = data.Train.Resize(shape), Test = data.Test?.Resize(shape) } : data;
    }

    private static LabelledData OpenFile(string path, LabelledDataOptions options) => IsCsv(path)
        ? new LabelledData(CsvPictures.Read(path, Table(options)), null, "CSV")
        : throw new InvalidDataException($"'{path}': this file alone is no labelled pictures; {Understood}.");

    private static LabelledData OpenFolder(string path, LabelledDataOptions options)
    {
        string[] folders = PictureClassFolder.Folders(path), files = PictureClassFolder.Files(path);
        string[] tables = [.. files.Where(IsCsv)];
        if (LabelledFiles.Find(files.Where(file => Name(file).Contains("ubyte") || Name(file).Contains(".idx"))) is LabelledFiles idx)
        {
            return Pair(path, idx, "IDX", options, (pictures, labels, known) => IdxFile.ReadLabelled(pictures, labels, options.Classes ?? known?.Classes));
        }

        if (LabelledFiles.Find(files.Where(file => Name(file).EndsWith(".npy", StringComparison.Ordinal))) is LabelledFiles npy)
        {
            return Pair(path, npy, "npy", options, (pictures, labels, known) => NpyPictures.Read(pictures, labels, known?.White, options.Classes ?? known?.Classes));
        }

        return tables.Length > 0 ? OpenTables(path, tables, options)
            : folders.Length > 0 ? OpenClasses(folders, path, options)
            : throw new InvalidDataException($"'{path}': there are no labelled pictures in this folder; {Understood}.");
    }

    private static LabelledData Pair(string path, LabelledFiles files, string form, LabelledDataOptions options, Func<string, string, LabelledPictures?, LabelledPictures> read)
    {
        (string Pictures, string Labels) train = files.Train ?? throw new InvalidDataException(
            $"'{path}': there are files in it to test on, but none to train on; the names of those contain 'train', with 'images' and 'labels'.");
        LabelledPictures pictures = read(train.Pictures, train.Labels, null);
        if (options.Outputs is int outputs && options.Classes is null)
        {
            CheckLabels(train.Labels, pictures, outputs);
        }

        return new LabelledData(pictures, files.Test is (string, string) test ? read(test.Pictures, test.Labels, pictures) : null, form);
    }

    private static void CheckLabels(string path, LabelledPictures pictures, int outputs)
    {
        for (int i = 0; i < pictures.Count; i++)
        {
            if (pictures.Label(i) >= outputs)
            {
                throw new InvalidDataException(
                    $"'{path}': record {i}, from 0, has the label {pictures.Label(i)}, but the model has outputs for the classes 0 to {outputs - 1}: mend the record, or give the last layer {pictures.Classes.Count} units.");
            }
        }
    }

    private static CsvOptions Table(LabelledDataOptions options) => options.Csv with { Classes = options.Classes ?? options.Csv.Classes, Outputs = options.Outputs ?? options.Csv.Outputs };

    private static LabelledData OpenTables(string path, string[] tables, LabelledDataOptions options)
    {
        string[] trains = [.. tables.Where(table => Name(table).Contains("train"))];
        if (tables.Length > 2 || (tables.Length == 2 && trains.Length != 1))
        {
            throw new InvalidDataException(
                $"'{path}': of {tables.Length} CSV files it is not clear which to train on; leave one, or two of which one has 'train' in its name.");
        }

        string train = trains.Length == 1 ? trains[0] : tables[0];
        string? test = Array.Find(tables, table => table != train);
        LabelledPictures pictures = CsvPictures.Read(train, Table(options));
        CsvOptions same = options.Csv with { Classes = pictures.Classes, White = pictures.White };
        return new LabelledData(pictures, test is null ? null : CsvPictures.Read(test, same), "CSV");
    }

    private static LabelledData OpenClasses(string[] folders, string path, LabelledDataOptions options)
    {
        const string form = "folder per class";
        string? train = Array.Find(folders, folder => Name(folder) is "train" or "training");
        string? test = Array.Find(folders, folder => Name(folder) is "test" or "testing" or "val" or "validation");
        if (train is null || PictureClassFolder.Folders(train).Length == 0)
        {
            return new LabelledData(PictureClassFolder.Read(path, options.PictureShape, options.Classes), null, form);
        }

        LabelledPictures pictures = PictureClassFolder.Read(train, options.PictureShape, options.Classes);
        return new LabelledData(pictures, test is null ? null : PictureClassFolder.Read(test, options.PictureShape, pictures.Classes), form);
    }

    private static bool IsCsv(string path) => Name(path).EndsWith(".csv", StringComparison.Ordinal) || Name(path).EndsWith(".csv.gz", StringComparison.Ordinal);

    private static string Name(string path) => Path.GetFileName(path).ToLowerInvariant();
}
