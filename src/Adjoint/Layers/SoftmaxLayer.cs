using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>The channels of each pixel, or the entries of a vector, as probabilities: <c>pᵢ = e^(zᵢ) / Σ e^(zⱼ)</c> along the last axis.</summary>
/// <remarks>To train a classifier leave it out and give the logits to a cross-entropy, which neither overflows nor cancels.</remarks>
public sealed class SoftmaxLayer : Layer
{
    /// <inheritdoc/>
    public override string Kind => "softmax";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Rank > 0 ? inputs[0] : throw new ShapeException($"A {Kind} layer takes samples with at least one axis.");
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Expressions.Softmax(inputs[0]);
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis) => ReceptiveField.Point;

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static SoftmaxLayer Read(SettingsReader settings) => new();
}
