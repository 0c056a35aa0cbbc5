using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adjoint.Configuration;
using Adjoint.Layers;
using Adjoint.Training;

namespace Adjoint.Cli.Recipes;

/// <summary>
/// What <c>adjoint train</c> trains: a model, its data, and how it learns, all from one JSON file. The recipes are such files, built in.
/// </summary>
/// <param name="Name">The name of the run and of its files.</param>
/// <param name="Description">A line on what it is.</param>
/// <param name="Settings">The model and how it learns.</param>
/// <param name="Data">What it learns from.</param>
internal sealed record TrainingFile(string Name, string Description, TrainingSettings Settings, DataSettings Data)
{
    private string? _path;

    /// <summary>The identifier of the schema, which is published as <c>docs/training.schema.json</c>.</summary>
    public const string SchemaIdentifier = "urn:adjoint:training:1";

    private const long LargestFile = 16 << 20;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The schema of these files.</summary>
    public static JsonObject Schema() => JsonSchema.Describe(SchemaIdentifier, "What `adjoint train FILE.json` trains: a model, its data, and how it learns.", settings => Read(settings, ""));

    /// <summary>Reads a user's file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CommandException">It cannot be read, is no JSON, or a setting is wrong; the message names the file and the setting.</exception>
    public static TrainingFile Load(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
            {
                throw CommandException.Failed($"{path}: this is no training file: it has more than {LargestFile >> 20} MiB.");
            }

            TrainingFile file = Parse(File.ReadAllText(path), Path.GetFileNameWithoutExtension(path));
            return file with { _path = path, Data = file.Data.RelativeTo(Path.GetDirectoryName(Path.GetFullPath(path))!), Settings = file.Settings with { Start = Beside(path, file.Settings.Start) } };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.Failed($"there is no training file '{path}'; check the name and the folder.");
        }
        catch (JsonException exception)
        {
            throw CommandException.Failed($"{path}: this is no JSON: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}: {exception.Message.Split(" LineNumber", 2)[0]}");
        }
        catch (InvalidOperationException exception)
        {
            throw CommandException.Failed($"{path}: a text in it cannot be read: {exception.Message}");
        }
        catch (SettingsException exception)
        {
            throw CommandException.Failed($"{path}: {exception.Message}");
        }
    }

    /// <summary>Makes the model; what does not fit together is told with the file's name.</summary>
    /// <param name="seed">The seed of the initialisation.</param>
    public Model CreateModel(long seed)
    {
        try
        {
            return Settings.CreateModel(seed);
        }
        catch (SettingsException exception) when (_path is not null)
        {
            throw CommandException.Failed($"{_path}: {exception.Message}");
        }
        catch (FileNotFoundException)
        {
            throw CommandException.Failed($"{_path}: 'training.start': there is no model file '{Settings.Start}'; check the name, or leave it out to start afresh.");
        }
    }

    /// <summary>Reads a built-in recipe.</summary>
    /// <param name="name">Its name.</param>
    public static TrainingFile BuiltIn(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"recipes/{name}.json")!;
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd(), name);
    }

    private static TrainingFile Parse(string json, string name)
    {
        using JsonDocument document = JsonDocument.Parse(json, Lenient);
        return JsonSettings.Read(document.RootElement, "", settings => Read(settings, name));
    }

    private static TrainingFile Read(SettingsReader settings, string name) => new(
        name,
        settings.Text("description", "A line on what is trained.", ""),
        TrainingSettings.Read(settings),
        settings.Part("data", "What the model learns from.", DataTable.Kinds));

    private static string? Beside(string file, string? path) => path is null ? null : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path);
}
