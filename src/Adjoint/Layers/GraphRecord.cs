using System.Globalization;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>What is noted down while the layers of a model build their expressions.</summary>
internal sealed class GraphRecord(IReadOnlyList<Expr> parameters)
{
    private readonly Expr[] _current = [.. parameters];
    private readonly SortedSet<int> _updated = [];
    private readonly List<Variable> _noise = [];

    /// <summary>The random numbers asked for.</summary>
    public IReadOnlyList<Variable> Noise => _noise;

    /// <summary>The states that change, and to what. A layer that is used twice changes its state twice; this is the last value.</summary>
    public IReadOnlyList<(int Parameter, Expr Value)> Updates => [.. _updated.Select(parameter => (parameter, _current[parameter]))];

    public Expr Current(int parameter) => _current[parameter];

    public Variable Uniform(Shape shape)
    {
        Variable noise = new(string.Create(CultureInfo.InvariantCulture, $"noise{_noise.Count + 1}"), shape);
        _noise.Add(noise);
        return noise;
    }

    public void Update(int parameter, Expr value)
    {
        if (value.Shape != _current[parameter].Shape)
        {
            throw new ShapeException($"The new value of a state has shape {value.Shape}, but the state has {_current[parameter].Shape}.");
        }

        _current[parameter] = value;
        _updated.Add(parameter);
    }
}
