using Adjoint.Tensors;

namespace Adjoint.Configuration;

/// <summary>
/// Asks for settings by name. What reads a layer, a loss or a schedule asks for each of its settings once, with a line of
/// description, and so says everything there is to know: one reader takes the answers from a JSON object and refuses what
/// was not asked for, another one writes down the questions as a JSON schema.
/// </summary>
/// <remarks>Ask for every setting before using any: the reader that describes gives sample answers.</remarks>
public abstract class SettingsReader
{
    /// <summary>A whole number.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <param name="minimum">The least value.</param>
    /// <param name="maximum">The greatest value.</param>
    /// <exception cref="SettingsException">It is missing, of another type or out of range.</exception>
    public abstract int WholeNumber(string key, string description, int? fallback = null, int minimum = int.MinValue, int maximum = int.MaxValue);

    /// <summary>A number.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <param name="minimum">The least value.</param>
    /// <param name="maximum">The greatest value.</param>
    /// <exception cref="SettingsException">It is missing, of another type or out of range.</exception>
    public abstract double Number(
        string key, string description, double? fallback = null, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity);

    /// <summary>True or false.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <exception cref="SettingsException">It is missing or of another type.</exception>
    public abstract bool Boolean(string key, string description, bool? fallback = null);

    /// <summary>A text.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <exception cref="SettingsException">It is missing or of another type.</exception>
    public abstract string Text(string key, string description, string? fallback = null);

    /// <summary>One of an enumeration's names, in lower case with hyphens.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <exception cref="SettingsException">It is missing or none of the names.</exception>
    public abstract T Choice<T>(string key, string description, T? fallback = null)
        where T : struct, Enum;

    /// <summary>Lengths along axes; where a rank is given, one number stands for as many equal ones.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <param name="rank">How many lengths there must be; nothing if any number will do.</param>
    /// <param name="minimum">The least length.</param>
    /// <exception cref="SettingsException">It is missing, of another type or out of range.</exception>
    public abstract Shape Lengths(string key, string description, Shape? fallback = null, int? rank = null, int minimum = 0);

    /// <summary>A list of numbers.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <exception cref="SettingsException">It is missing or of another type.</exception>
    public abstract IReadOnlyList<double> Numbers(string key, string description, IReadOnlyList<double>? fallback = null);

    /// <summary>A list of texts.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <exception cref="SettingsException">It is missing or of another type.</exception>
    public abstract IReadOnlyList<string> Texts(string key, string description, IReadOnlyList<string>? fallback = null);

    /// <summary>A part of some kind: an object with a <c>kind</c>, or the kind's name alone where its settings are to be left out.</summary>
    /// <typeparam name="T">What the part is.</typeparam>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="kinds">The kinds that there are.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <exception cref="SettingsException">It is missing, of an unknown kind, or a setting of it is wrong.</exception>
    public abstract T Part<T>(string key, string description, KindTable<T> kinds, T? fallback = null)
        where T : class;

    /// <summary>A part of some kind that may be left out.</summary>
    /// <typeparam name="T">What the part is.</typeparam>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="kinds">The kinds that there are.</param>
    /// <returns>The part, or nothing.</returns>
    /// <exception cref="SettingsException">It is of an unknown kind, or a setting of it is wrong.</exception>
    public abstract T? OptionalPart<T>(string key, string description, KindTable<T> kinds)
        where T : class;

    /// <summary>A list of parts.</summary>
    /// <typeparam name="T">What the parts are.</typeparam>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="kinds">The kinds that there are.</param>
    /// <param name="fallback">What it is where it is left out; nothing if it may not be.</param>
    /// <exception cref="SettingsException">It is missing, an item is of an unknown kind, or a setting of one is wrong.</exception>
    public abstract IReadOnlyList<T> Parts<T>(string key, string description, KindTable<T> kinds, IReadOnlyList<T>? fallback = null)
        where T : class;

    /// <summary>An object with settings of its own.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="read">Asks for its settings. Where it is left out, all of them are.</param>
    /// <exception cref="SettingsException">It is no object, or a setting of it is wrong.</exception>
    public abstract T Section<T>(string key, string description, Func<SettingsReader, T> read);

    /// <summary>A list of objects with settings of their own.</summary>
    /// <typeparam name="T">What is made of each.</typeparam>
    /// <param name="key">The setting's name.</param>
    /// <param name="description">What it means, for the schema.</param>
    /// <param name="read">Asks for the settings of one. Where the list is left out, there are none.</param>
    /// <exception cref="SettingsException">It is no list of objects, or a setting of one is wrong.</exception>
    public abstract IReadOnlyList<T> Sections<T>(string key, string description, Func<SettingsReader, T> read);

    /// <summary>
    /// Whether a setting is there. For one of several ways to say the same; then ask for it with a fallback.
    /// </summary>
    /// <param name="key">The setting's name.</param>
    public abstract bool Has(string key);
}
