using Adjoint.Data;
using Adjoint.Tensors;

namespace Adjoint.Imaging;

/// <summary>Labelled pictures as a folder per class: the folders' names, in the order of their code units, are the classes.</summary>
public static class PictureClassFolder
{
    // What file managers leave behind.
    private static readonly string[] Ignored = ["Thumbs.db", "desktop.ini"];

    /// <summary>Reads all pictures into memory.</summary>
    /// <param name="folder">The folder that holds a folder for each class.</param>
    /// <param name="pictureShape">Height × width × channels that every picture is brought to (<see cref="PictureResizing"/>); where left out, all must have the same size.</param>
    /// <param name="classes">The classes that there are, so that the parts of one set have the same; where left out, the folders found.</param>
    /// <returns>The pictures as bytes, 255 standing for 1; colour where any of them is.</returns>
    /// <exception cref="InvalidDataException">There are no such folders, or a file in one is no picture, or of another size; one line names it.</exception>
    /// <exception cref="PictureFormatException">A file with a picture's extension is damaged; the message names it.</exception>
    /// <exception cref="IOException">A folder or file cannot be read.</exception>
    public static LabelledPictures Read(string folder, Shape? pictureShape = null, IReadOnlyList<string>? classes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] folders = Folders(folder);
        if (folders.Length == 0)
        {
            throw new InvalidDataException($"'{folder}': there are no folders in it; pictures are read from a folder for each class.");
        }

        string[] names = [.. folders.Select(path => Path.GetFileName(path)!)];
        IReadOnlyList<string> known = classes ?? names;
        if (known.Count < 2)
        {
            throw new InvalidDataException($"'{folder}': there is a single class, '{known[0]}'; telling classes apart takes at least two folders.");
        }

        List<(string Path, int Label)> files = [];
        for (int i = 0; i < folders.Length; i++)
        {
            int label = known.ToList().IndexOf(names[i]);
            if (label < 0)
            {
                throw new InvalidDataException($"'{folders[i]}': '{names[i]}' is none of the classes {string.Join(", ", known.Take(20))}{(known.Count > 20 ? ", …" : "")}.");
            }

            files.AddRange(Pictures(folders[i]).Select(path => (path, label)));
        }

        return Load(files, pictureShape, known);
    }

    /// <summary>The folders in a folder that are not hidden, in order.</summary>
    internal static string[] Folders(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{folder}': there is no such folder; check the name.");
        }

        return Listed(folder, () => Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.')));
    }

    /// <summary>The files in a folder that are neither hidden nor left behind by file managers, in order.</summary>
    internal static string[] Files(string folder) => Listed(folder, () => Directory.EnumerateFiles(folder).Where(path =>
        !Path.GetFileName(path).StartsWith('.') && !Ignored.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase)));

    private static string[] Listed(string folder, Func<IEnumerable<string>> list)
    {
        try
        {
            return [.. list().Order(StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"'{folder}': the folder may not be read; check its permissions.", exception);
        }
    }

    private static string[] Pictures(string folder)
    {
        string[] files = Files(folder);
        string? other = Array.Find(files, path => !PictureFile.HasPictureExtension(path));
        return (files.Length, other) switch
        {
            (0, _) => throw new InvalidDataException($"'{folder}': there are no pictures of this class; add some, or delete the folder."),
            (_, string stranger) => throw new InvalidDataException(
                $"'{stranger}' is no picture; a class folder holds pictures alone ({string.Join(", ", PictureFile.Extensions)}). Move it elsewhere."),
            _ => files,
        };
    }

    private static LabelledPictures Load(List<(string Path, int Label)> files, Shape? pictureShape, IReadOnlyList<string> classes)
    {
        List<Picture> pictures = [];
        int channels = 1;
        long total = 0;
        foreach ((string path, _) in files)
        {
            Picture picture = PictureFile.Read(path);
            if (pictureShape is null && pictures.Count > 0 && (picture.Height != pictures[0].Height || picture.Width != pictures[0].Width))
            {
                throw new InvalidDataException(
                    $"'{path}' is {picture.Height}×{picture.Width}, the pictures before it {pictures[0].Height}×{pictures[0].Width}; bring all to one size.");
            }

            Picture kept = pictureShape is Shape shape ? Resize(picture, shape) : picture;
            channels = Math.Max(channels, kept.Channels);
            total += (long)kept.Height * kept.Width * 3;
            if (total > Array.MaxLength)
            {
                throw new InvalidDataException($"'{path}': with this picture there are more than fit into memory at once; use fewer, or state a smaller size.");
            }

            pictures.Add(kept);
        }

        Shape common = [pictures[0].Height, pictures[0].Width, channels];
        byte[] values = new byte[pictures.Count * common.Size];
        for (int i = 0; i < pictures.Count; i++)
        {
            Resize(pictures[i], common).Bytes.CopyTo(values.AsSpan(i * common.Size));
        }

        return new LabelledPictures(common, values, [.. files.Select(file => file.Label)], classes);
    }

    // In 8 bits, of a stated size.
    private static Picture Resize(Picture picture, Shape shape)
    {
        Shape source = [picture.Height, picture.Width, picture.Channels];
        if (source == shape && picture.BitDepth == 8)
        {
            return picture;
        }

        Tensor<float> resized = new(shape);
        new PictureResizing(source, shape).Apply(picture.ToTensor().Span, resized.Span);
        return Picture.FromTensor(resized);
    }
}
