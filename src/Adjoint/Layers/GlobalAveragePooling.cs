using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>The mean of each channel over the whole picture. The axes of space stay, with length 1: 1 × 1 × channels.</summary>
public sealed class GlobalAveragePooling : Layer
{
    /// <inheritdoc/>
    public override string Kind => "global-average-pooling";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => [1, 1, RequirePicture(inputs)[2]];

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Expressions.GlobalAveragePool(inputs[0]);
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static GlobalAveragePooling Read(SettingsReader settings) => new();
}
