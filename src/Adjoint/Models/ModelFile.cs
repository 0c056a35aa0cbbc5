using System.Text;
using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Models;

/// <summary>
/// Models as files: safetensors, with the parameters under their names and the architecture as JSON under <c>adjoint.model</c> in the
/// metadata. Any safetensors reader opens the weights, and nothing in the file executes.
/// </summary>
public static class ModelFile
{
    internal const string ArchitectureKey = "adjoint.model";
    private const int Version = 1;

    extension(Model model)
    {
        /// <summary>Writes the model beside the target, then renames, so that the file is whole or as it was.</summary>
        /// <param name="path">Where; usually ending in <c>.safetensors</c>.</param>
        /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
        public void Save(string path)
        {
            ArgumentNullException.ThrowIfNull(model);
            SafetensorsFile file = new();
            Write(model, file);
            file.Save(path);
        }
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">A file that <c>Save</c> wrote.</param>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is no model of ours, or does not hold what its architecture needs; the message names the file.</exception>
    public static Model Load(string path) => Read(SafetensorsFile.Read(path), path);

    /// <summary>Puts a model into a container that may hold other things too.</summary>
    internal static void Write(Model model, SafetensorsFile file)
    {
        foreach (Parameter parameter in model.Parameters)
        {
            file.Add(parameter.Name, parameter.Value);
        }

        foreach ((string key, string value) in model.Metadata)
        {
            file.Metadata[key] = value;
        }

        file.Metadata[ArchitectureKey] = Architecture(model);
    }

    /// <summary>Takes a model out of a container.</summary>
    internal static Model Read(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(ArchitectureKey, out string? json))
        {
            throw new InvalidDataException($"'{path}' holds tensors but no architecture: it was not written by Adjoint. Build the model in code and copy the weights.");
        }

        Model model;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            model = JsonSettings.Read(document.RootElement, "", Build);
        }
#pragma warning disable CA1031 // The reader of a user's own layer may throw anything; the file must be named all the same.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new InvalidDataException($"The architecture in '{path}' cannot be used: {Message(exception)}", exception);
        }

        foreach (Parameter parameter in model.Parameters)
        {
            if (!file.Contains(parameter.Name))
            {
                throw new InvalidDataException($"'{path}' has no tensor '{parameter.Name}', which its architecture needs.");
            }

            if (!file.TryGet(parameter.Name, out Tensor<float>? value) || value.Shape != parameter.Value.Shape)
            {
                throw new InvalidDataException($"The tensor '{parameter.Name}' in '{path}' is not of float32 and shape {parameter.Value.Shape}, as its architecture says.");
            }

            foreach (float number in value.Span)
            {
                if (!float.IsFinite(number))
                {
                    throw new InvalidDataException($"The tensor '{parameter.Name}' in '{path}' holds a value that is no finite number: the model is spoilt; train it again or use an earlier file.");
                }
            }

            value.Span.CopyTo(parameter.Value.Span);
        }

        foreach ((string key, string value) in file.Metadata)
        {
            if (key != ArchitectureKey)
            {
                model.Metadata[key] = value;
            }
        }

        return model;
    }

    /// <summary>A message on one line, without the name of a parameter, which means nothing to who reads a file.</summary>
    private static string Message(Exception exception)
    {
        string parameter = exception is ArgumentException { ParamName: string name } ? $" (Parameter '{name}')" : "";
        return (parameter.Length == 0 ? exception.Message : exception.Message.Replace(parameter, "", StringComparison.Ordinal)).ReplaceLineEndings(" ");
    }

    /// <summary>A model's layers as JSON.</summary>
    internal static string Architecture(Model model)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            ModelArchitecture.Write(writer, model);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Model Build(SettingsReader settings)
    {
        int version = settings.WholeNumber("version", "The version of the form.");
        return version == Version
            ? ModelArchitecture.Read(settings).Build()
            : throw new InvalidDataException($"it is of version {version}; this program reads version {Version}.");
    }
}
