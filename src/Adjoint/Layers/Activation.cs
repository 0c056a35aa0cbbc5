using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>A function applied to each number that leaves a layer.</summary>
public enum Activation
{
    /// <summary>None: the number itself.</summary>
    None,

    /// <summary>The rectifier max(z, 0).</summary>
    Relu,
}

/// <summary>An activation as a layer of its own.</summary>
/// <param name="function">Which function.</param>
public sealed class ActivationLayer(Activation function) : Layer
{
    /// <summary>Which function.</summary>
    public Activation Function { get; } = function;

    /// <inheritdoc/>
    public override string Kind => "activation";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override Expr Build(Expr input, IReadOnlyList<Expr> parameters) => Apply(Function, input);

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis) => ReceptiveField.Point;

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("function", JsonNames.Of(Function));
    }

    /// <summary>An activation as an expression.</summary>
    internal static Expr Apply(Activation function, Expr argument) => function switch
    {
        Activation.Relu => Expressions.Relu(argument),
        _ => argument,
    };
}
