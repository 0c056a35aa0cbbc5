using System.Text.Json;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// A piece of a model: it says its parameters and builds its expression. A layer holds no numbers; the model does. Derive from
/// it, and add it to <see cref="LayerTable"/>, to use a layer of your own.
/// </summary>
public abstract class Layer
{
    /// <summary>The layer's kind as model files name it: <c>convolution</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>How many values the layer reads; nothing if any number from two on. Most layers read one.</summary>
    public virtual int? InputCount => 1;

    /// <summary>
    /// Whether, in training, what a sample becomes depends on the others of its batch (batch normalisation). Such a batch is computed in one piece.
    /// </summary>
    public virtual bool MixesSamples => false;

    /// <summary>The shape of one sample's output.</summary>
    /// <param name="inputs">The shape of each input for one sample, without batch: height × width × channels.</param>
    /// <exception cref="ShapeException">The layer cannot take these shapes.</exception>
    public abstract Shape OutputShape(IReadOnlyList<Shape> inputs);

    /// <summary>The parameters, in the order in which <see cref="Build"/> finds them in its context.</summary>
    /// <param name="inputs">The shape of each input for one sample.</param>
    public virtual IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs) => [];

    /// <summary>The layer's expression.</summary>
    /// <param name="inputs">Batches of inputs: batch × sample shape.</param>
    /// <param name="context">The parameters and the mode.</param>
    public abstract Expr Build(IReadOnlyList<Expr> inputs, LayerContext context);

    /// <summary>Which inputs an output reads along each spatial axis; nothing where that is not a sliding window.</summary>
    /// <param name="axis">0 for rows, 1 for columns.</param>
    public virtual ReceptiveField? ReceptiveFieldAlong(int axis) => null;

    /// <summary>Multiplications with addition for one sample.</summary>
    /// <param name="inputs">The shape of each input for one sample.</param>
    public virtual long MultiplyAdds(IReadOnlyList<Shape> inputs) => 0;

    /// <summary>The layers that this one is made of, for summaries; none for most.</summary>
    /// <param name="inputs">The shape of each input for one sample.</param>
    public virtual IReadOnlyList<LayerDescription> Parts(IReadOnlyList<Shape> inputs) => [];

    /// <summary>Writes the layer's settings as members of an open JSON object, which its reader in <see cref="LayerTable"/> understands.</summary>
    /// <param name="writer">Where to write.</param>
    public abstract void WriteSettings(Utf8JsonWriter writer);

    /// <summary>Writes a layer's kind and settings as members of an open JSON object.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="layer">The layer.</param>
    public static void Write(Utf8JsonWriter writer, Layer layer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(layer);
        writer.WriteString("kind", layer.Kind);
        layer.WriteSettings(writer);
    }
}
