using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>The entries of each sample in C order under another shape.</summary>
/// <param name="sample">The shape of one sample, with as many entries as it has.</param>
public sealed class ReshapeLayer(Shape sample) : Layer
{
    /// <summary>The shape of one sample that leaves the layer.</summary>
    public Shape Sample { get; } = sample;

    /// <inheritdoc/>
    public override string Kind => "reshape";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Size == Sample.Size ? Sample : throw new ShapeException($"A sample of {inputs[0]} has {inputs[0].Size} entries and cannot become {Sample}, which has {Sample.Size}.");
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Expressions.Reshape(inputs[0], [inputs[0].Shape[0], .. Sample]);
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        JsonNames.WriteLengths(writer, "shape", Sample);
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static ReshapeLayer Read(SettingsReader settings) => new(settings.Lengths("shape", "The shape of one sample, with as many entries as it has.", minimum: 1));
}
