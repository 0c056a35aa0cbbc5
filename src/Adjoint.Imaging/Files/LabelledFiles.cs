namespace Adjoint.Imaging.Files;

/// <summary>Which of a folder's files are pictures and labels, to train and to test on, by their names.</summary>
/// <param name="Train">Pictures and labels to train on.</param>
/// <param name="Test">Pictures and labels to test on.</param>
internal sealed record LabelledFiles((string Pictures, string Labels)? Train, (string Pictures, string Labels)? Test)
{
    /// <summary>Finds them, or nothing where there are none of either.</summary>
    /// <param name="paths">The files of one format.</param>
    /// <exception cref="InvalidDataException">There are pictures without labels, or labels without pictures, or two of a kind; the message names the file.</exception>
    public static LabelledFiles? Find(IEnumerable<string> paths)
    {
        Dictionary<(bool Test, bool Labels), string> found = [];
        foreach (string path in paths)
        {
            string name = Path.GetFileName(path).ToLowerInvariant();
            bool labels = name.Contains("label") || name.StartsWith('y');
            if (!labels && !name.Contains("image") && !name.Contains("picture") && !name.StartsWith('x'))
            {
                continue;
            }

            bool test = !name.Contains("train") && (name.Contains("test") || name.Contains("t10k") || name.Contains("val"));
            if (!found.TryAdd((test, labels), path))
            {
                throw new InvalidDataException($"'{path}' and '{found[(test, labels)]}' would both be the {(labels ? "labels" : "pictures")} to {(test ? "test" : "train")} on; leave one.");
            }
        }

        return found.Count == 0 ? null : new LabelledFiles(Pair(found, false), Pair(found, true));
    }

    private static (string Pictures, string Labels)? Pair(Dictionary<(bool Test, bool Labels), string> found, bool test) =>
        (found.GetValueOrDefault((test, false)), found.GetValueOrDefault((test, true))) switch
        {
            (string pictures, string labels) => (pictures, labels),
            (string pictures, null) => throw new InvalidDataException($"'{pictures}': there are no labels beside these pictures; their file's name contains 'labels'."),
            (null, string labels) => throw new InvalidDataException($"'{labels}': there are no pictures beside these labels; their file's name contains 'images'."),
            _ => null,
        };
}
