using System.Text.Json.Nodes;
using Adjoint.Tensors;

namespace Adjoint.Configuration;

/// <summary>
/// Writes down which settings are asked for as a JSON schema (draft 2020-12), which editors complete and check files with. It gives sample answers, so that what asks
/// can go on asking.
/// </summary>
public sealed class JsonSchema : SettingsReader
{
    private readonly JsonObject _properties = [];
    private readonly List<string> _required = [];
    private readonly Dictionary<string, JsonNode?> _definitions;

    private JsonSchema(Dictionary<string, JsonNode?> definitions) => _definitions = definitions;

    /// <summary>Describes a whole file.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="identifier">The address that the schema is published under.</param>
    /// <param name="title">A line on what such files are.</param>
    /// <param name="read">Asks for the settings.</param>
    /// <returns>The schema as an object to write out.</returns>
    public static JsonObject Describe<T>(string identifier, string title, Func<SettingsReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Dictionary<string, JsonNode?> definitions = new(StringComparer.Ordinal);
        JsonObject root = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = identifier,
            ["title"] = title,
        };
        JsonSchema schema = new(definitions);
        schema._properties["$schema"] = new JsonObject { ["type"] = "string" };
        foreach ((string key, JsonNode? value) in schema.Object(read))
        {
            root[key] = value?.DeepClone();
        }

        root["$defs"] = new JsonObject(definitions.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
        return root;
    }

    /// <inheritdoc/>
    public override int WholeNumber(string key, string description, int? fallback = null, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        JsonObject type = new() { ["type"] = "integer" };
        if (minimum > int.MinValue)
        {
            type["minimum"] = minimum;
        }

        if (maximum < int.MaxValue)
        {
            type["maximum"] = maximum;
        }

        Add(key, description, type, fallback);
        return fallback ?? Math.Clamp(1, minimum, maximum);
    }

    /// <inheritdoc/>
    public override double Number(
        string key, string description, double? fallback = null, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity)
    {
        JsonObject type = new() { ["type"] = "number" };
        if (double.IsFinite(minimum))
        {
            type["minimum"] = minimum;
        }

        if (double.IsFinite(maximum))
        {
            type["maximum"] = maximum;
        }

        Add(key, description, type, fallback is double number && double.IsFinite(number) ? number : null, isRequired: fallback is null);
        return fallback ?? Math.Clamp(0.5, minimum, maximum);
    }

    /// <inheritdoc/>
    public override bool Boolean(string key, string description, bool? fallback = null)
    {
        Add(key, description, new JsonObject { ["type"] = "boolean" }, fallback);
        return fallback ?? false;
    }

    /// <inheritdoc/>
    public override string Text(string key, string description, string? fallback = null)
    {
        Add(key, description, new JsonObject { ["type"] = "string" }, fallback);
        return fallback ?? "text";
    }

    /// <inheritdoc/>
    public override T Choice<T>(string key, string description, T? fallback = null)
    {
        JsonArray names = [.. Enum.GetValues<T>().Select(value => (JsonNode)JsonNames.Of(value))];
        Add(key, description, new JsonObject { ["enum"] = names }, fallback is T value ? JsonNames.Of(value) : null);
        return fallback ?? Enum.GetValues<T>()[0];
    }

    /// <inheritdoc/>
    public override Shape Lengths(string key, string description, Shape? fallback = null, int? rank = null, int minimum = 0)
    {
        JsonObject array = ArrayOf(new JsonObject { ["type"] = "integer", ["minimum"] = minimum });
        JsonObject type = array;
        if (rank is int axes)
        {
            (array["minItems"], array["maxItems"]) = (axes, axes);
            type = new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer", ["minimum"] = minimum }, array) };
        }

        Add(key, description, type, fallback is Shape shape ? new JsonArray([.. shape.Select(length => (JsonNode)length)]) : null);
        return fallback ?? Shape.Create([.. Enumerable.Repeat(Math.Max(1, minimum), rank ?? 3)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Numbers(string key, string description, IReadOnlyList<double>? fallback = null)
    {
        Add(key, description, ArrayOf(new JsonObject { ["type"] = "number" }), fallback is null ? null : new JsonArray([.. fallback.Select(number => (JsonNode)number)]));
        return fallback ?? [1];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts(string key, string description, IReadOnlyList<string>? fallback = null)
    {
        Add(key, description, ArrayOf(new JsonObject { ["type"] = "string" }), fallback is null ? null : new JsonArray([.. fallback.Select(text => (JsonNode)text)]));
        return fallback ?? ["text"];
    }

    /// <inheritdoc/>
    public override T Part<T>(string key, string description, KindTable<T> kinds, T? fallback = null)
        where T : class
    {
        Add(key, description, Reference(kinds), null, fallback is null);
        return fallback ?? kinds.Sample;
    }

    /// <inheritdoc/>
    public override T? OptionalPart<T>(string key, string description, KindTable<T> kinds)
        where T : class
    {
        Add(key, description, Reference(kinds), null, isRequired: false);
        return null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Parts<T>(string key, string description, KindTable<T> kinds, IReadOnlyList<T>? fallback = null)
    {
        Add(key, description, ArrayOf(Reference(kinds)), null, fallback is null);
        return fallback ?? [kinds.Sample];
    }

    /// <inheritdoc/>
    public override T Section<T>(string key, string description, Func<SettingsReader, T> read)
    {
        JsonSchema schema = new(_definitions);
        T? made = default;
        JsonObject type = schema.Object(settings => made = read(settings));
        Add(key, description, type, null, schema._required.Count > 0);
        return made!;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Sections<T>(string key, string description, Func<SettingsReader, T> read)
    {
        List<T> made = [];
        Add(key, description, ArrayOf(new JsonSchema(_definitions).Object(settings =>
        {
            made.Add(read(settings));
            return made;
        })), null, isRequired: false);
        return made;
    }

    /// <inheritdoc/>
    public override bool Has(string key) => false;

    private static JsonObject ArrayOf(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private JsonObject Object<T>(Func<SettingsReader, T> read)
    {
        _ = read(this);
        JsonObject described = new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = _properties };
        if (_required.Count > 0)
        {
            described["required"] = new JsonArray([.. _required.Select(key => (JsonNode)key)]);
        }

        return described;
    }

    /// <summary>A reference to the definition of a kind table, which is written at its first use; so parts may hold parts of their own kind.</summary>
    private JsonObject Reference<T>(KindTable<T> kinds)
        where T : class
    {
        if (_definitions.TryAdd(kinds.Name, null))
        {
            JsonArray choices = [new JsonObject { ["enum"] = new JsonArray([.. kinds.Kinds.Select(kind => (JsonNode)kind)]) }];
            foreach (string kind in kinds.Kinds)
            {
                (string description, Func<SettingsReader, T> read) = kinds.Find(kind)!.Value;
                JsonSchema schema = new(_definitions);
                schema._properties[JsonSettings.Kind] = new JsonObject { ["const"] = kind };
                schema._required.Add(JsonSettings.Kind);
                JsonObject type = schema.Object(settings => Try(settings, read, kinds.Sample));
                type["description"] = description;
                choices.Add((JsonNode)type);
            }

            _definitions[kinds.Name] = new JsonObject { ["anyOf"] = choices };
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{kinds.Name}" };
    }

    // Sample answers need not fit together. By the time that what reads them says so, it has asked for everything.
    private static T Try<T>(SettingsReader settings, Func<SettingsReader, T> read, T sample)
    {
        try
        {
            return read(settings);
        }
        catch (ArgumentException)
        {
            return sample;
        }
    }

    private void Add(string key, string description, JsonObject type, JsonNode? fallback) => Add(key, description, type, fallback, fallback is null);

    private void Add(string key, string description, JsonObject type, JsonNode? fallback, bool isRequired)
    {
        type["description"] = description;
        if (fallback is not null)
        {
            type["default"] = fallback;
        }

        if (_properties.TryAdd(key, type) && isRequired)
        {
            _required.Add(key);
        }
    }
}
