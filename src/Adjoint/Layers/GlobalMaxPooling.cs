using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>The largest entry of each channel of the whole picture; the first one at ties. The axes of space stay, with length 1: 1 × 1 × channels.</summary>
public sealed class GlobalMaxPooling : Layer
{
    /// <inheritdoc/>
    public override string Kind => "global-max-pooling";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => [1, 1, RequirePicture(inputs)[2]];

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Expressions.GlobalMaxPool(inputs[0]);
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static GlobalMaxPooling Read(SettingsReader settings) => new();
}
