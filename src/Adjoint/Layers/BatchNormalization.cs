using System.Globalization;
using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// Scales each channel by its mean and variance over the batch and space: <c>y = γ (x − μ) / √(σ² + ε) + β</c> (Ioffe and Szegedy 2015, algorithm 1). While the model learns, μ and σ² are
/// those of the batch, σ² dividing by the number of entries, and gradients pass through them; afterwards they are those gathered in training.
/// </summary>
/// <remarks>
/// After each step the gathered ones become <c>momentum · old + (1 − momentum) · new</c>, the new variance dividing by the number of entries less 1, as PyTorch does, whose own
/// <c>momentum</c> is 1 less this one. Channels are the last axis; a sample may have any number of axes before it.
/// </remarks>
public sealed class BatchNormalization : Layer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="momentum">The part of the gathered mean and variance that a step keeps, 0 … 1.</param>
    /// <param name="epsilon">ε, above 0: keeps the root away from zero.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public BatchNormalization(double momentum = 0.9, double epsilon = Normalization.Epsilon)
    {
        Momentum = momentum is >= 0 and <= 1
            ? momentum
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The momentum of a {Kind} is from 0 to 1, not {momentum}."), nameof(momentum));
        Epsilon = Normalization.RequireAboveZero(epsilon, Kind);
    }

    /// <summary>The part of the gathered mean and variance that a step keeps.</summary>
    public double Momentum { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "batch-normalization";

    /// <inheritdoc/>
    public override bool MixesSamples => true;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => Normalization.RequireChannels(inputs, Kind);

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs)
    {
        Shape channels = [Normalization.RequireChannels(inputs, Kind)[^1]];
        return
        [
            .. Normalization.ScaleAndShift(channels),
            new ParameterSpecification("mean", channels, Initializer.Zeros, IsState: true),
            new ParameterSpecification("variance", channels, Initializer.Constant(1), IsState: true),
        ];
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Expr input = inputs[0];
        IReadOnlyList<Expr> parameters = context.Parameters;
        if (context.Mode == LayerMode.Inference)
        {
            return Normalization.Apply(input, parameters[2], parameters[3], Epsilon, parameters);
        }

        int channels = input.Shape[^1], entries = input.Shape.Size / Math.Max(1, channels);
        if (entries < 2)
        {
            throw new ShapeException($"A {Kind} layer cannot learn from one number a channel, as in a batch of {input.Shape}, which has no variance: choose a size of batches that leaves no sample alone.");
        }

        (Expr mean, Expr variance) = Normalization.Statistics(input, [channels]);
        context.Update(2, (Momentum * parameters[2]) + ((1 - Momentum) * mean));
        context.Update(3, (Momentum * parameters[3]) + ((1 - Momentum) * entries / (entries - 1) * variance));
        return Normalization.Apply(input, mean, variance, Epsilon, parameters);
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis) => ReceptiveField.Point;

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("momentum", Momentum);
        writer.WriteNumber("epsilon", Epsilon);
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static BatchNormalization Read(SettingsReader settings) => new(
        settings.Number("momentum", "The part of the gathered mean and variance that a step keeps.", 0.9, minimum: 0, maximum: 1),
        Normalization.ReadEpsilon(settings));
}
