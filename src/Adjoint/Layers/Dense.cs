using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// Every output reads every entry of the sample: <c>y = f(x W + b)</c>, x being the sample's entries in one row, W inputs × units.
/// </summary>
public sealed class Dense : Layer
{
    /// <summary>Makes a dense layer.</summary>
    /// <param name="units">Numbers that leave the layer.</param>
    /// <param name="activation">What is applied to each of them.</param>
    public Dense(int units, Activation activation = Activation.None)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        (Units, Activation) = (units, activation);
    }

    /// <summary>Numbers that leave the layer.</summary>
    public int Units { get; }

    /// <summary>What is applied to each of them.</summary>
    public Activation Activation { get; }

    /// <summary>Whether a bias is added; yes if left out.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>How the kernel gets its first values; normal by He if left out.</summary>
    public Initialization Initialization { get; init; } = Initialization.HeNormal;

    /// <inheritdoc/>
    public override string Kind => "dense";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Size > 0 ? [Units] : throw new ShapeException($"A {Kind} layer takes samples with at least one entry, not {inputs[0]}.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int entries = inputs[0].Size;
        ParameterSpecification kernel = new("kernel", [entries, Units], Initializer.Of(Initialization, entries, Units, Units));
        return HasBias ? [kernel, new ParameterSpecification("bias", [Units], Initializer.Zeros)] : [kernel];
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<Expr> parameters = context.Parameters;
        Expr sums = Expressions.MatrixProduct(Flatten.Apply(inputs[0]), parameters[0]);
        return ActivationLayer.Apply(Activation, HasBias ? sums + parameters[1] : sums);
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return (long)inputs[0].Size * Units;
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("units", Units);
        writer.WriteBoolean("bias", HasBias);
        writer.WriteString("initialization", JsonNames.Of(Initialization));
        writer.WriteString("activation", JsonNames.Of(Activation));
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static Dense Read(SettingsReader settings) => new(
        settings.WholeNumber("units", "Numbers that leave the layer.", minimum: 1),
        settings.Choice<Activation>("activation", "What is applied to each of them.", Activation.None))
    {
        HasBias = settings.Boolean("bias", "Whether a bias is added.", true),
        Initialization = settings.Choice<Initialization>("initialization", "How the kernel gets its first values.", Initialization.HeNormal),
    };
}
