using System.Globalization;

namespace Adjoint.Layers;

/// <summary>Names for the layers of a model: kind and number, <c>convolution1</c>; further uses of the same layer get the use's number, <c>convolution1@2</c>.</summary>
internal sealed class LayerNames
{
    private readonly Dictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<Layer, (string Name, int Uses)> _layers = new(ReferenceEqualityComparer.Instance);

    public string Next(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (_layers.TryGetValue(layer, out (string Name, int Uses) known))
        {
            _layers[layer] = known with { Uses = known.Uses + 1 };
            return string.Create(CultureInfo.InvariantCulture, $"{known.Name}@{known.Uses + 1}");
        }

        int number = _kinds[layer.Kind] = _kinds.GetValueOrDefault(layer.Kind) + 1;
        string name = string.Create(CultureInfo.InvariantCulture, $"{layer.Kind}{number}");
        _layers.Add(layer, (name, 1));
        return name;
    }
}
