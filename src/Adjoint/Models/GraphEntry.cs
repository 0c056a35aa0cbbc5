using Adjoint.Configuration;
using Adjoint.Layers;

namespace Adjoint.Models;

/// <summary>A layer of a graph as settings.</summary>
/// <param name="Name">The name by which others read it.</param>
/// <param name="Inputs">What it reads: names of layers before it, or <c>input</c>; none stands for the layer before it.</param>
/// <param name="Shares">The name of a layer before it which it is, weights included; empty if it is one of its own.</param>
/// <param name="Layer">The layer; nothing if it shares another.</param>
public sealed record GraphEntry(string Name, IReadOnlyList<string> Inputs, string Shares, Layer? Layer)
{
    internal static GraphEntry Read(SettingsReader settings) => new(
        settings.Text("name", "The name by which others read it."),
        settings.Texts("inputs", "What it reads: names of layers before it, or 'input'; the layer before it if left out.", []),
        settings.Text("shares", "The name of a layer before it which it is, weights included; or give a layer.", ""),
        settings.OptionalPart("layer", "The layer.", LayerTable.Kinds));
}
