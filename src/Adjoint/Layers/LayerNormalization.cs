using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// Scales each sample by its own mean and variance: <c>y = γ (x − μ) / √(σ² + ε) + β</c> (Ba, Kiros and Hinton 2016, equations 3 and 4), σ² dividing by the number of entries. It does the same
/// in training and afterwards.
/// </summary>
public sealed class LayerNormalization : Layer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="over">Over which axes.</param>
    /// <param name="epsilon">ε, above 0: keeps the root away from zero.</param>
    /// <exception cref="ArgumentException">ε is not above 0.</exception>
    public LayerNormalization(NormalizedAxes over = NormalizedAxes.Channels, double epsilon = Normalization.Epsilon)
    {
        Over = over;
        Epsilon = Normalization.RequireAboveZero(epsilon, Kind);
    }

    /// <summary>Over which axes.</summary>
    public NormalizedAxes Over { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "layer-normalization";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => Normalization.RequireChannels(inputs, Kind);

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs)
    {
        Shape input = Normalization.RequireChannels(inputs, Kind);
        return Normalization.ScaleAndShift(Over == NormalizedAxes.Channels ? [input[^1]] : input);
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Shape shape = inputs[0].Shape;
        (Expr mean, Expr variance) = Normalization.Statistics(
            inputs[0], Over == NormalizedAxes.Channels ? shape.With(shape.Rank - 1, 1) : [shape[0], .. Shape.Uniform(1, shape.Rank - 1)]);
        return Normalization.Apply(inputs[0], mean, variance, Epsilon, context.Parameters);
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis) => Over == NormalizedAxes.Channels ? ReceptiveField.Point : null;

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("over", JsonNames.Of(Over));
        writer.WriteNumber("epsilon", Epsilon);
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static LayerNormalization Read(SettingsReader settings) => new(
        settings.Choice<NormalizedAxes>("over", "Whether each pixel's channels are normalised, or the whole sample.", NormalizedAxes.Channels),
        Normalization.ReadEpsilon(settings));
}
