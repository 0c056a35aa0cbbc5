using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// Layers whose result is added to what they read: <c>f(s(x) + body(x))</c>, s being the identity or a projection and f an activation
/// (He, Zhang, Ren and Sun 2016, equations 1 and 2).
/// </summary>
public sealed class Residual : Layer
{
    private readonly LayerChain _body;

    /// <summary>Makes a residual layer.</summary>
    /// <param name="layers">The layers of the body in order; at least one, none of them twice, each of one input.</param>
    /// <exception cref="ArgumentException">The layers do not make a chain.</exception>
    public Residual(params IReadOnlyList<Layer> layers) => _body = new LayerChain(Kind, layers);

    /// <summary>The layers of the body in order.</summary>
    public IReadOnlyList<Layer> Layers => _body.Layers;

    /// <summary>What is applied to the sum; nothing if left out.</summary>
    public Activation Activation { get; init; } = Activation.None;

    /// <summary>
    /// Whether the shortcut is a 1×1 convolution without bias, to the channels that the body gives; no if left out. Needed where the body's result has other
    /// channels or another size than what it reads.
    /// </summary>
    public bool HasProjection { get; init; }

    /// <summary>The stride of the projection, rows × columns: the body's; 1 if left out.</summary>
    public Shape ProjectionStride { get; init; } = [1, 1];

    /// <inheritdoc/>
    public override string Kind => "residual";

    /// <inheritdoc/>
    public override bool MixesSamples => _body.MixesSamples;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape body = _body.OutputShape(inputs[0]), shortcut = HasProjection ? Projection(body).OutputShape(inputs) : inputs[0];
        return body == shortcut
            ? body
            : throw new ShapeException($"The body of a {Kind} turns {inputs[0]} into {body}, to which the shortcut's {shortcut} cannot be added: keep the size, or let it have a projection of the body's stride.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        IReadOnlyList<ParameterSpecification> body = _body.Parameters(inputs[0]);
        return HasProjection
            ? [.. body, Projection(_body.OutputShape(inputs[0])).Parameters(inputs)[0] with { Name = "projection.kernel" }]
            : body;
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Expr body = _body.Build(inputs[0], context);
        Expr shortcut = HasProjection ? Projection(body.Shape[1..]).Build(inputs, context.Part(context.Parameters.Count - 1, 1)) : inputs[0];
        return ActivationLayer.Apply(Activation, shortcut + body);
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis)
    {
        ReceptiveField shortcut = ReceptiveField.Point with { Stride = HasProjection ? ProjectionStride[axis] : 1 };
        return _body.ReceptiveFieldAlong(axis) is ReceptiveField body && body.Stride == shortcut.Stride ? body.Union(shortcut) : null;
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return _body.MultiplyAdds(inputs[0]) + (HasProjection ? Projection(_body.OutputShape(inputs[0])).MultiplyAdds(inputs) : 0);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerDescription> Parts(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        IReadOnlyList<LayerDescription> body = _body.Describe(inputs[0]);
        if (!HasProjection)
        {
            return body;
        }

        Correlation2D projection = Projection(body[^1].Output);
        ParameterSpecification kernel = projection.Parameters(inputs)[0] with { Name = "projection.kernel" };
        return [.. body, new LayerDescription("projection", projection, inputs, projection.OutputShape(inputs), [kernel], projection.MultiplyAdds(inputs), "projection")];
    }

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        Write(writer, "layers", Layers);
        writer.WriteBoolean("projection", HasProjection);
        JsonNames.WriteLengths(writer, "projection-stride", ProjectionStride);
        writer.WriteString("activation", JsonNames.Of(Activation));
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static Residual Read(SettingsReader settings) => new(settings.Parts("layers", "The layers of the body, one after the other.", LayerTable.Kinds))
    {
        HasProjection = settings.Boolean("projection", "Whether the shortcut is a 1×1 convolution to the body's channels.", false),
        ProjectionStride = settings.Lengths("projection-stride", "The projection's stride, rows and columns.", [1, 1], rank: 2, minimum: 1),
        Activation = settings.Choice<Activation>("activation", "What is applied to the sum.", Activation.None),
    };

    // For a kernel of 1×1 convolution and correlation are the same.
    private Correlation2D Projection(Shape body) => new(body[^1], 1) { HasBias = false, Stride = ProjectionStride };
}
