using System.Globalization;
using System.Text.Json;
using Adjoint.Tensors;

namespace Adjoint.Configuration;

/// <summary>Takes settings from a JSON object, and refuses those that nobody asked for.</summary>
public sealed class JsonSettings : SettingsReader
{
    /// <summary>The setting that names a part's kind.</summary>
    internal const string Kind = "kind";

    private const int MostLetters = 40;

    private readonly JsonElement _object;
    private readonly string _path;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private JsonSettings(JsonElement element, string path)
    {
        (_object, _path) = (element, path);
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
        {
            throw new SettingsException($"{(path.Length == 0 ? "The whole" : $"'{path}'")} must be an object in braces, not {NameOf(element)}.");
        }
    }

    private IEnumerable<JsonProperty> Members => _object.ValueKind == JsonValueKind.Object ? _object.EnumerateObject() : [];

    /// <summary>Makes something of a JSON object.</summary>
    /// <typeparam name="T">What is made.</typeparam>
    /// <param name="element">The object.</param>
    /// <param name="path">Where it stands, for messages; empty for the whole file.</param>
    /// <param name="read">Asks for the settings.</param>
    /// <exception cref="SettingsException">A setting is missing, wrong, or unknown; the message names it, and the nearest known one.</exception>
    public static T Read<T>(JsonElement element, string path, Func<SettingsReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(read);
        JsonSettings settings = new(element, path);
        T made = settings.Make(read);
        settings.RefuseUnknown();
        return made;
    }

    /// <summary>Makes a part of its kind.</summary>
    /// <typeparam name="T">What the part is.</typeparam>
    /// <param name="element">An object with a <c>kind</c>, or the kind's name alone.</param>
    /// <param name="path">Where it stands, for messages.</param>
    /// <param name="kinds">The kinds that there are.</param>
    /// <exception cref="SettingsException">The kind is unknown, or a setting is missing, wrong, or unknown.</exception>
    public static T ReadPart<T>(JsonElement element, string path, KindTable<T> kinds)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(kinds);
        JsonSettings settings = new(element.ValueKind == JsonValueKind.String ? default : element, path);
        string kind = element.ValueKind == JsonValueKind.String ? element.GetString()! : settings.Text(Kind, "");
        if (kinds.Find(kind) is not (_, Func<SettingsReader, T> read))
        {
            throw new SettingsException($"'{path}': there is no {kinds.Name} of kind '{Short(kind)}'{Suggestion(kind, kinds.Kinds)} Known are {string.Join(", ", kinds.Kinds)}.");
        }

        T made = settings.Make(read);
        settings.RefuseUnknown();
        return made;
    }

    /// <inheritdoc/>
    public override int WholeNumber(string key, string description, int? fallback = null, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (Find(key, fallback is null) is not JsonElement value)
        {
            return fallback!.Value;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= minimum && number <= maximum
            ? number
            : throw Wrong(key, $"a whole number{Range(minimum, maximum, int.MinValue, int.MaxValue)}", value);
    }

    /// <inheritdoc/>
    public override double Number(
        string key, string description, double? fallback = null, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity)
    {
        if (Find(key, fallback is null) is not JsonElement value)
        {
            return fallback!.Value;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) && number >= minimum && number <= maximum
            ? number
            : throw Wrong(key, $"a number{Range(minimum, maximum, double.NegativeInfinity, double.PositiveInfinity)}", value);
    }

    /// <inheritdoc/>
    public override bool Boolean(string key, string description, bool? fallback = null) => Find(key, fallback is null) switch
    {
        null => fallback!.Value,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        JsonElement value => throw Wrong(key, "true or false", value),
    };

    /// <inheritdoc/>
    public override string Text(string key, string description, string? fallback = null) => Find(key, fallback is null) switch
    {
        null => fallback!,
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        JsonElement value => throw Wrong(key, "a text in quotes", value),
    };

    /// <inheritdoc/>
    public override T Choice<T>(string key, string description, T? fallback = null)
    {
        if (Find(key, fallback is null) is not JsonElement value)
        {
            return fallback!.Value;
        }

        string[] names = [.. Enum.GetValues<T>().Select(JsonNames.Of)];
        if (value.ValueKind == JsonValueKind.String)
        {
            string text = value.GetString()!;
            int index = Array.IndexOf(names, text);
            if (index >= 0)
            {
                return Enum.GetValues<T>()[index];
            }

            throw new SettingsException($"'{PathTo(key)}' is '{Short(text)}'{Suggestion(text, names)} Known are {string.Join(", ", names)}.");
        }

        throw Wrong(key, $"one of {string.Join(", ", names)}", value);
    }

    /// <inheritdoc/>
    public override Shape Lengths(string key, string description, Shape? fallback = null, int? rank = null, int minimum = 0)
    {
        if (Find(key, fallback is null) is not JsonElement value)
        {
            return fallback!.Value;
        }

        string wanted = (rank is int axes ? $"{axes} whole numbers in brackets, or one for all of them" : "whole numbers in brackets")
            + (minimum > 0 ? $", each at least {minimum}" : "");
        if (rank is int count && value.ValueKind == JsonValueKind.Number)
        {
            return Shape.Create([.. Enumerable.Repeat(Length(value), count)]);
        }

        if (value.ValueKind != JsonValueKind.Array || (rank is int exactly && value.GetArrayLength() != exactly))
        {
            throw Wrong(key, wanted, value);
        }

        return Shape.Create([.. value.EnumerateArray().Select(Length)]);

        int Length(JsonElement item) =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int length) && length >= minimum ? length : throw Wrong(key, wanted, item);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Numbers(string key, string description, IReadOnlyList<double>? fallback = null) =>
        Find(key, fallback is null) is not JsonElement value ? fallback! : [.. Items(key, value).Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Wrong(key, "a list of numbers", item))];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts(string key, string description, IReadOnlyList<string>? fallback = null) =>
        Find(key, fallback is null) is not JsonElement value ? fallback! : [.. Items(key, value).Select(item =>
            item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(key, "a list of texts", item))];

    /// <inheritdoc/>
    public override T Part<T>(string key, string description, KindTable<T> kinds, T? fallback = null)
        where T : class
    {
        return Find(key, fallback is null) is JsonElement value ? ReadPart(value, PathTo(key), kinds) : fallback!;
    }

    /// <inheritdoc/>
    public override T? OptionalPart<T>(string key, string description, KindTable<T> kinds)
        where T : class
    {
        return Find(key, false) is JsonElement value ? ReadPart(value, PathTo(key), kinds) : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Parts<T>(string key, string description, KindTable<T> kinds, IReadOnlyList<T>? fallback = null)
    {
        return Find(key, fallback is null) is JsonElement value ? [.. Items(key, value).Select((item, i) => ReadPart(item, PathTo(key, i), kinds))] : fallback!;
    }

    /// <inheritdoc/>
    public override T Section<T>(string key, string description, Func<SettingsReader, T> read) => Read(Find(key, false) ?? default, PathTo(key), read);

    /// <inheritdoc/>
    public override IReadOnlyList<T> Sections<T>(string key, string description, Func<SettingsReader, T> read) =>
        Find(key, false) is JsonElement value ? [.. Items(key, value).Select((item, i) => Read(item, PathTo(key, i), read))] : [];

    /// <inheritdoc/>
    public override bool Has(string key)
    {
        _asked.Add(key);
        return _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(key, out _);
    }

    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text '{Short(value.GetString()!)}'",
        _ => Short(value.GetRawText()),
    };

    private static string Short(string text) => (text.Length <= MostLetters ? text : text[..MostLetters] + "…").ReplaceLineEndings(" ");

    // The names may come from a file: one of a million letters is not worth comparing.
    private static string Suggestion(string typed, IEnumerable<string> known) =>
        typed.Length <= MostLetters && NearestName.Find(typed, known) is string near ? $"; did you mean '{near}'?" : ".";

    private static string Range<T>(T minimum, T maximum, T least, T greatest)
        where T : IComparable<T>, IFormattable
    {
        bool above = minimum.CompareTo(least) > 0, below = maximum.CompareTo(greatest) < 0;
        return string.Create(CultureInfo.InvariantCulture, $"{(above ? $" from {minimum}" : "")}{(below ? $"{(above ? "" : " up")} to {maximum}" : above ? " on" : "")}");
    }

    private T Make<T>(Func<SettingsReader, T> read)
    {
        try
        {
            return read(this);
        }
        catch (ArgumentException exception)
        {
            // A constructor refused a value: its message says why, and the place is known here.
            string message = exception.Message.Split(" (Parameter", 2)[0].Split(Environment.NewLine, 2)[0];
            throw new SettingsException(_path.Length == 0 ? message : $"'{_path}': {message}", exception);
        }
    }

    private void RefuseUnknown()
    {
        foreach (JsonProperty member in Members)
        {
            // "$schema" tells editors which schema to use.
            if (!_asked.Contains(member.Name) && member.Name != Kind && !(_path.Length == 0 && member.Name == "$schema"))
            {
                string known = _asked.Count > 0 ? $"Known here are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}." : "There are no settings here.";
                throw new SettingsException($"'{PathTo(Short(member.Name))}' is unknown{Suggestion(member.Name, _asked)} {known}");
            }
        }

        if (Members.GroupBy(member => member.Name).FirstOrDefault(group => group.Count() > 1) is IGrouping<string, JsonProperty> twice)
        {
            throw new SettingsException($"'{PathTo(Short(twice.Key))}' is given twice; leave one of them out.");
        }
    }

    private JsonElement? Find(string key, bool isRequired)
    {
        _asked.Add(key);
        return _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(key, out JsonElement value)
            ? value
            : isRequired ? throw new SettingsException($"'{PathTo(key)}' is missing{Mistyped(key)}") : null;
    }

    // A required setting with a slip in its name is both missing and unknown; the slip is what helps.
    private string Mistyped(string key) =>
        NearestName.Find(key, Members.Select(member => member.Name).Where(name => name.Length <= MostLetters && !_asked.Contains(name))) is string near
            ? $"; is '{near}' meant to be it?"
            : ".";

    private JsonElement.ArrayEnumerator Items(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(key, "a list in brackets", value);

    private string PathTo(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private string PathTo(string key, int index) => string.Create(CultureInfo.InvariantCulture, $"{PathTo(key)}[{index}]");

    private SettingsException Wrong(string key, string wanted, JsonElement value) => new($"'{PathTo(key)}' must be {wanted}, not {NameOf(value)}.");
}
