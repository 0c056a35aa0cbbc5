using Adjoint.Imaging;

namespace Adjoint.Cli.Commands;

/// <summary>Which file each input of a run is written to.</summary>
internal sealed class OutputPlan
{
    private readonly IReadOnlyList<string> _inputs;
    private readonly string _output;
    private readonly bool _isFolder;

    private OutputPlan(IReadOnlyList<string> inputs, string output, bool isFolder) => (_inputs, _output, _isFolder) = (inputs, output, isFolder);

    /// <summary>Decides from the names whether the output is a file or a folder.</summary>
    /// <exception cref="CommandException">The names cannot be meant so.</exception>
    public static OutputPlan Make(IReadOnlyList<string> inputs, string output)
    {
        inputs = Named(inputs);
        output = WithoutName(output, "--output", "output");
        Refuse(output);

        string extension = Path.GetExtension(output);
        bool isFile = IsArray(output) || PictureFile.HasPictureExtension(output);
        bool isFolder = Path.EndsInDirectorySeparator(output) || Directory.Exists(output) || (extension.Length == 0 && !File.Exists(output));
        if (!isFile && !isFolder && !(File.Exists(output) && extension.Length == 0))
        {
            throw CommandException.Usage($"--output '{output}': '{extension}' is not written; name a file ending in {string.Join(", ", PictureFile.Extensions)} or .npy, or a folder");
        }

        return new OutputPlan(inputs, output, isFolder);
    }

    /// <summary>The files to read where nothing is written.</summary>
    /// <exception cref="CommandException">The names cannot be meant so, or a folder holds no pictures.</exception>
    public static IReadOnlyList<string> Sources(IReadOnlyList<string> inputs) => Expand(Named(inputs));

    private static IReadOnlyList<string> Named(IReadOnlyList<string> inputs)
    {
        IReadOnlyList<string> files = [.. inputs.Select(input => WithoutName(input, "--input", "input"))];
        foreach (string file in files)
        {
            Refuse(file);
        }

        return files;
    }

    private static IReadOnlyList<string> Expand(IReadOnlyList<string> inputs) => [.. inputs.SelectMany(input => Directory.Exists(input) ? PictureFolder.Enumerate(input) : [input])];

    private static void Refuse(string file)
    {
        if (file == "-")
        {
            throw CommandException.Usage("pictures are not read from standard input or written to standard output; name a file");
        }
    }

    /// <summary>
    /// The file of <c>name=FILE</c>. A model of layers in a row has one input and one output, called so; a file of that very name comes first.
    /// </summary>
    private static string WithoutName(string text, string option, string only)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || Path.Exists(text) || text[..equals].Contains(Path.DirectorySeparatorChar))
        {
            return text;
        }

        return text[..equals] == only
            ? text[(equals + 1)..]
            : throw CommandException.Usage($"{option} '{text}': the model has no {only} '{text[..equals]}'; it has one, called '{only}'");
    }

    /// <summary>The files to read and to write; makes the output folder.</summary>
    public IReadOnlyList<(string Input, string Output)> Files()
    {
        bool several = _inputs.Count > 1 || Directory.Exists(_inputs[0]);
        if (!_isFolder)
        {
            if (several)
            {
                throw CommandException.Usage($"several pictures do not go into the one file '{_output}'; name a folder as --output");
            }

            if (!IsArray(_output) && !PictureFile.HasPictureExtension(_output))
            {
                throw CommandException.Failed($"'{_output}' is a file whose name says no format; name one ending in {string.Join(", ", PictureFile.Extensions)} or .npy, or a folder.");
            }

            return [(_inputs[0], _output)];
        }

        List<(string Input, string Output)> files = [];
        Dictionary<string, string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (string input in Expand(_inputs))
        {
            string output = Path.Combine(_output, Path.GetFileNameWithoutExtension(input) + (IsArray(input) ? ".npy" : ".png"));
            if (!taken.TryAdd(output, input))
            {
                throw CommandException.Failed($"'{taken[output]}' and '{input}' would both become '{output}'; run them into different folders.");
            }

            files.Add((input, output));
        }

        foreach ((string input, string output) in files)
        {
            if (taken.Values.Any(each => Path.GetFullPath(each) == Path.GetFullPath(output)))
            {
                throw CommandException.Failed($"'{output}' would replace an input; name another folder as --output.");
            }
        }

        Folder.Make(_output);
        return files;
    }

    private static bool IsArray(string path) => Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase);
}
