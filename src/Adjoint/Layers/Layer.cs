using System.Text.Json;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// A piece of a model: it says its parameters and builds its expression. A layer holds no numbers; the model does. Derive from
/// it, and add it to <see cref="LayerRegistry"/>, to use a layer of your own.
/// </summary>
public abstract class Layer
{
    /// <summary>The layer's kind as model files name it: <c>convolution</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The shape of one sample's output.</summary>
    /// <param name="input">The shape of one sample's input, without batch: height × width × channels.</param>
    /// <exception cref="ShapeException">The layer cannot take this shape.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>The parameters, in the order in which <see cref="Build"/> takes them.</summary>
    /// <param name="input">The shape of one sample's input.</param>
    public virtual IReadOnlyList<ParameterSpecification> Parameters(Shape input) => [];

    /// <summary>The layer's expression.</summary>
    /// <param name="input">A batch of inputs: batch × sample shape.</param>
    /// <param name="parameters">An expression for each of <see cref="Parameters"/>.</param>
    public abstract Expr Build(Expr input, IReadOnlyList<Expr> parameters);

    /// <summary>Which inputs an output reads along each spatial axis; nothing where that is not a sliding window.</summary>
    /// <param name="axis">0 for rows, 1 for columns.</param>
    public virtual ReceptiveField? ReceptiveFieldAlong(int axis) => null;

    /// <summary>Multiplications with addition for one sample.</summary>
    /// <param name="input">The shape of one sample's input.</param>
    public virtual long MultiplyAdds(Shape input) => 0;

    /// <summary>Writes the layer's settings as members of an open JSON object, which its reader in <see cref="LayerRegistry"/> understands.</summary>
    /// <param name="writer">Where to write.</param>
    public abstract void WriteSettings(Utf8JsonWriter writer);
}
