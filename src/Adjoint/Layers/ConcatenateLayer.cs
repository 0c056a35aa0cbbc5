using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>Any number of values behind each other along their last axis: the channels of pictures of one size.</summary>
public sealed class ConcatenateLayer : Layer
{
    /// <inheritdoc/>
    public override string Kind => "concatenate";

    /// <inheritdoc/>
    public override int? InputCount => null;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape first = inputs[0];
        return inputs.All(input => input.Rank > 0 && input.Rank == first.Rank && input[..^1] == first[..^1])
            ? [.. first[..^1], inputs.Sum(input => input[^1])]
            : throw new ShapeException($"Values of {string.Join(" and ", inputs)} cannot be put behind each other: all axes but the last must be as long.");
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Expressions.Concatenate(-1, inputs);
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis) => ReceptiveField.Point;

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static ConcatenateLayer Read(SettingsReader settings) => new();
}
