using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// Pictures of a part of their height and width, channel by channel: the factor divides both. By area every pixel is the mean of a block; bilinear it is
/// made of the two neighbours of the block's centre along each axis, whatever the factor, and so lets fine detail through as moiré where the factor is above 2.
/// </summary>
public sealed class DownSampling2D : Layer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="factor">How many times lower and narrower; at least 1. It divides height and width.</param>
    /// <param name="method">How pixels are made of the old ones.</param>
    public DownSampling2D(int factor, DownSamplingMethod method = DownSamplingMethod.Area)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        (Factor, Method) = (factor, method);
    }

    /// <summary>How many times lower and narrower.</summary>
    public int Factor { get; }

    /// <summary>How pixels are made of the old ones.</summary>
    public DownSamplingMethod Method { get; }

    /// <inheritdoc/>
    public override string Kind => "down-sampling";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        Shape picture = RequirePicture(inputs);
        return picture[0] % Factor == 0 && picture[1] % Factor == 0 && picture.Size > 0
            ? [picture[0] / Factor, picture[1] / Factor, picture[2]]
            : throw new ShapeException($"The height and width of {picture} must be multiples of {Factor}: crop or pad the picture.");
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape shape = inputs[0].Shape;
        return Method == DownSamplingMethod.Area
            ? Expressions.AveragePool(inputs[0], new PoolingOptions([Factor, Factor]))
            : Expressions.Resize(inputs[0], shape[1] / Factor, shape[2] / Factor);
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("factor", Factor);
        writer.WriteString("method", JsonNames.Of(Method));
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static DownSampling2D Read(SettingsReader settings) => new(
        settings.WholeNumber("factor", "How many times lower and narrower; it divides height and width.", minimum: 1),
        settings.Choice<DownSamplingMethod>("method", "How pixels are made of the old ones.", DownSamplingMethod.Area));
}
