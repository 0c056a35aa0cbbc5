using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// Pictures of a whole multiple of their height and width, channel by channel. Pixels are squares and the pictures' borders meet: row j lies at <c>(j + ½) / factor − ½</c>.
/// </summary>
public sealed class UpSampling2D : Layer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="factor">How many times higher and wider; at least 1.</param>
    /// <param name="method">How pixels are made of the old ones.</param>
    public UpSampling2D(int factor, ResizeMethod method = ResizeMethod.Nearest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        (Factor, Method) = (factor, method);
    }

    /// <summary>How many times higher and wider.</summary>
    public int Factor { get; }

    /// <summary>How pixels are made of the old ones.</summary>
    public ResizeMethod Method { get; }

    /// <inheritdoc/>
    public override string Kind => "up-sampling";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        Shape picture = RequirePicture(inputs);
        return (long)picture.Size * Factor * Factor <= int.MaxValue
            ? [picture[0] * Factor, picture[1] * Factor, picture[2]]
            : throw new ShapeException($"A picture of {picture} made {Factor} times higher and wider is too large.");
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape shape = inputs[0].Shape;
        return Expressions.Resize(inputs[0], shape[1] * Factor, shape[2] * Factor, Method);
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("factor", Factor);
        writer.WriteString("method", JsonNames.Of(Method));
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static UpSampling2D Read(SettingsReader settings) => new(
        settings.WholeNumber("factor", "How many times higher and wider.", minimum: 1),
        settings.Choice<ResizeMethod>("method", "How pixels are made of the old ones.", ResizeMethod.Nearest));
}
