using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>Layers one after the other as one layer, so that they can be used, shared, frozen and named together.</summary>
public sealed class Chain : Layer
{
    private readonly LayerChain _layers;

    /// <summary>Makes a chain.</summary>
    /// <param name="layers">The layers in order; at least one, none of them twice, each of one input.</param>
    /// <exception cref="ArgumentException">The layers do not make a chain.</exception>
    public Chain(params IReadOnlyList<Layer> layers) => _layers = new LayerChain(Kind, layers);

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => _layers.Layers;

    /// <inheritdoc/>
    public override string Kind => "chain";

    /// <inheritdoc/>
    public override bool MixesSamples => _layers.MixesSamples;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return _layers.OutputShape(inputs[0]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return _layers.Parameters(inputs[0]);
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        return _layers.Build(inputs[0], context);
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis) => _layers.ReceptiveFieldAlong(axis);

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return _layers.MultiplyAdds(inputs[0]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerDescription> Parts(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return _layers.Describe(inputs[0]);
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer) => Write(writer, "layers", Layers);

    /// <summary>Reads the layer's settings.</summary>
    internal static Chain Read(SettingsReader settings) => new(settings.Parts("layers", "The layers, one after the other.", LayerTable.Kinds));
}
