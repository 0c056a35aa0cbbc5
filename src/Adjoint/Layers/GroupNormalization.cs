using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// Scales groups of channels of each sample by their mean and variance over the group and space: <c>y = γ (x − μ) / √(σ² + ε) + β</c> with γ and β for each channel
/// (Wu and He 2018, equations 1, 2 and 6), σ² dividing by the number of entries. It does the same in training and afterwards.
/// </summary>
/// <remarks>One group is layer normalisation with a scale for each channel; as many groups as channels are instance normalisation.</remarks>
public sealed class GroupNormalization : Layer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="groups">How many groups the channels are cut into; at least 1. They divide the channels.</param>
    /// <param name="epsilon">ε, above 0: keeps the root away from zero.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public GroupNormalization(int groups, double epsilon = Normalization.Epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        Groups = groups;
        Epsilon = Normalization.RequireAboveZero(epsilon, Kind);
    }

    /// <summary>How many groups the channels are cut into.</summary>
    public int Groups { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "group-normalization";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = Normalization.RequireChannels(inputs, Kind);
        return input[^1] % Groups == 0 ? input : throw new ShapeException($"The {input[^1]} channels of {input} cannot be cut into {Groups} equal groups.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs) =>
        Normalization.ScaleAndShift([Normalization.RequireChannels(inputs, Kind)[^1]]);

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Shape shape = inputs[0].Shape;
        int channels = shape[^1];
        Expr cut = Expressions.Reshape(inputs[0], [shape[0], shape[1..^1].Size, Groups, channels / Groups]);
        (Expr mean, Expr variance) = Normalization.Statistics(cut, [shape[0], 1, Groups, 1]);
        IReadOnlyList<Expr> parameters = context.Parameters;
        return (Expressions.Reshape(Normalization.Standardize(cut, mean, variance, Epsilon), shape) * parameters[0]) + parameters[1];
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("groups", Groups);
        writer.WriteNumber("epsilon", Epsilon);
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static GroupNormalization Read(SettingsReader settings) => new(
        settings.WholeNumber("groups", "How many groups the channels are cut into.", minimum: 1), Normalization.ReadEpsilon(settings));
}
