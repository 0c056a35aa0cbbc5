using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>The entries of each sample in one axis, in C order: the last axis varies fastest.</summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override string Kind => "flatten";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [inputs[0].Size];
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Apply(inputs[0]);
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static Flatten Read(SettingsReader settings) => new();

    /// <summary>A batch as a matrix: a row for each sample.</summary>
    internal static Expr Apply(Expr batch)
    {
        Shape sample = batch.Shape[1..];
        return sample.Rank == 1 ? batch : Expressions.Reshape(batch, [batch.Shape[0], sample.Size]);
    }
}
