using System.Collections.Concurrent;
using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>Readers of layers from model files, by kind. Add your own before loading a model that uses it.</summary>
public static class LayerRegistry
{
    private static readonly ConcurrentDictionary<string, Func<JsonElement, Layer>> Readers = new(StringComparer.Ordinal)
    {
        ["activation"] = settings => new ActivationLayer(JsonNames.Enumeration<Activation>(settings, "function")),
        ["convolution"] = settings => new Convolution2D(Channels(settings), Kernel(settings), JsonNames.Enumeration<Activation>(settings, "activation"))
        {
            Boundary = JsonNames.Enumeration<Boundary>(settings, "boundary"),
            Stride = Steps(settings, "stride"),
            Dilation = Steps(settings, "dilation"),
            Groups = Groups(settings),
            HasBias = JsonNames.Boolean(settings, "bias"),
        },
        ["correlation"] = settings => new Correlation2D(Channels(settings), Kernel(settings), JsonNames.Enumeration<Activation>(settings, "activation"))
        {
            Boundary = JsonNames.Enumeration<Boundary>(settings, "boundary"),
            Stride = Steps(settings, "stride"),
            Dilation = Steps(settings, "dilation"),
            Groups = Groups(settings),
            HasBias = JsonNames.Boolean(settings, "bias"),
        },
    };

    /// <summary>Teaches the library a kind of layer.</summary>
    /// <param name="kind">The kind as <see cref="Layer.Kind"/> gives it.</param>
    /// <param name="reader">Makes the layer from the JSON object that <see cref="Layer.WriteSettings"/> wrote into.</param>
    public static void Add(string kind, Func<JsonElement, Layer> reader)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentNullException.ThrowIfNull(reader);
        Readers[kind] = reader;
    }

    /// <summary>Makes a layer from its settings.</summary>
    /// <exception cref="InvalidDataException">The kind is unknown, or a setting is missing or wrong.</exception>
    internal static Layer Read(JsonElement settings)
    {
        string kind = JsonNames.Text(settings, "kind");
        return Readers.TryGetValue(kind, out Func<JsonElement, Layer>? reader)
            ? reader(settings)
            : throw new InvalidDataException($"the layer kind '{kind}' is unknown; known are {string.Join(", ", Readers.Keys.Order())}.");
    }

    private static int Channels(JsonElement settings) => JsonNames.Integer(settings, "channels") is int channels and > 0
        ? channels
        : throw new InvalidDataException("'channels' must be at least 1.");

    /// <summary>Files from before there were groups say nothing.</summary>
    private static int Groups(JsonElement settings) => !settings.TryGetProperty("groups", out _) ? 1 : JsonNames.Integer(settings, "groups") is int groups and > 0
        ? groups
        : throw new InvalidDataException("'groups' must be at least 1.");

    private static Shape Kernel(JsonElement settings) => Steps(settings, "kernel");

    private static Shape Steps(JsonElement settings, string member) => JsonNames.Lengths(settings, member) is { Rank: 2 } steps && steps.All(step => step > 0)
        ? steps
        : throw new InvalidDataException($"'{member}' must be two numbers of at least 1.");
}
