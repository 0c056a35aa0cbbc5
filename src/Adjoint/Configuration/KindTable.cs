using System.Collections.Concurrent;

namespace Adjoint.Configuration;

/// <summary>The kinds of something that settings may name: of layers, losses, optimizers. Add your own before reading settings that use it.</summary>
/// <typeparam name="T">What the kinds are kinds of.</typeparam>
public sealed class KindTable<T>
    where T : class
{
    private readonly ConcurrentDictionary<string, (string Description, Func<SettingsReader, T> Read)> _kinds = new(StringComparer.Ordinal);

    /// <summary>Makes an empty table.</summary>
    /// <param name="name">What they are kinds of, as messages and the schema call it: <c>layer</c>.</param>
    /// <param name="sample">Any one, which stands for a part while settings are only described.</param>
    public KindTable(string name, T sample)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(sample);
        (Name, Sample) = (name, sample);
    }

    /// <summary>What they are kinds of.</summary>
    public string Name { get; }

    /// <summary>The names of the kinds, in order.</summary>
    public IReadOnlyList<string> Kinds => [.. _kinds.Keys.Order(StringComparer.Ordinal)];

    internal T Sample { get; }

    /// <summary>Adds a kind, or replaces it.</summary>
    /// <param name="kind">Its name.</param>
    /// <param name="description">A line for the schema.</param>
    /// <param name="read">Asks for its settings and makes one. An <see cref="ArgumentException"/> that it throws is reported with the place of the settings.</param>
    public void Add(string kind, string description, Func<SettingsReader, T> read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(read);
        _kinds[kind] = (description, read);
    }

    internal (string Description, Func<SettingsReader, T> Read)? Find(string kind) =>
        _kinds.TryGetValue(kind, out (string, Func<SettingsReader, T>) found) ? found : null;
}
