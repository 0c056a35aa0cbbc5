using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>An activation as a layer of its own.</summary>
/// <param name="function">Which function.</param>
public sealed class ActivationLayer(Activation function) : Layer
{
    /// <summary>Which function.</summary>
    public Activation Function { get; } = function;

    /// <inheritdoc/>
    public override string Kind => "activation";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0];
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Apply(Function, inputs[0]);
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis) => ReceptiveField.Point;

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("function", JsonNames.Of(Function));
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static ActivationLayer Read(SettingsReader settings) => new(settings.Choice<Activation>("function", "Which function."));

    /// <summary>An activation as an expression.</summary>
    internal static Expr Apply(Activation function, Expr argument) => function switch
    {
        Activation.Relu => Expressions.Relu(argument),
        Activation.LeakyRelu => Expressions.LeakyRelu(argument),
        Activation.Elu => Expressions.Elu(argument),
        Activation.Sigmoid => Expressions.Sigmoid(argument),
        Activation.Tanh => Expressions.Tanh(argument),
        Activation.Softplus => Expressions.Softplus(argument),
        Activation.Gelu => Expressions.Gelu(argument),
        Activation.Silu => Expressions.Silu(argument),
        _ => argument,
    };
}
