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

    /// <summary>Writes a list of layers as a member of an open JSON object.</summary>
    private protected static void Write(Utf8JsonWriter writer, string member, IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray(member);
        foreach (Layer layer in layers)
        {
            writer.WriteStartObject();
            Write(writer, layer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Checks that a sample is a picture.</summary>
    /// <returns>The picture's height × width × channels.</returns>
    private protected Shape RequirePicture(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Rank == 3 ? inputs[0] : throw new ShapeException($"A {Kind} layer takes height × width × channels, not {inputs[0]}.");
    }

    /// <summary>The shape of values that are combined entry by entry: they have as many axes, and an axis of length 1 is repeated.</summary>
    private protected static Shape CommonShape(IReadOnlyList<Shape> inputs, string combined)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int[] common = [.. inputs[0]];
        foreach (Shape input in inputs)
        {
            for (int axis = 0; axis < common.Length; axis++)
            {
                if (input.Rank != common.Length || (input[axis] != common[axis] && input[axis] != 1 && common[axis] != 1))
                {
                    throw new ShapeException($"Values of {string.Join(" and ", inputs)} cannot be {combined}: their axes must be as many, and as long or of length 1.");
                }

                common[axis] = common[axis] == 1 ? input[axis] : common[axis];
            }
        }

        return Shape.Create(common);
    }
}
