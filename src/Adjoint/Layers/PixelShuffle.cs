using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// Moves channels into space: each pixel becomes a block of pixels. Channel <c>(y · block + x) · C + c</c> of a pixel becomes channel c at row y and column x of its block
/// (Shi, Caballero, Huszár, Totz, Aitken, Bishop, Rueckert and Wang 2016, section 3.2; in the order of TensorFlow's <c>depth_to_space</c>).
/// </summary>
public sealed class PixelShuffle : Layer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="block">The block's height and width; at least 1. Its square divides the channels that enter.</param>
    public PixelShuffle(int block)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        Block = block;
    }

    /// <summary>The block's height and width.</summary>
    public int Block { get; }

    /// <inheritdoc/>
    public override string Kind => "pixel-shuffle";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => Expressions.DepthToSpace(new Variable("picture", [1, .. RequirePicture(inputs)]), Block).Shape[1..];

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Expressions.DepthToSpace(inputs[0], Block);
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("block", Block);
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static PixelShuffle Read(SettingsReader settings) => new(settings.WholeNumber("block", "The block's height and width; its square divides the channels that enter.", minimum: 1));
}
