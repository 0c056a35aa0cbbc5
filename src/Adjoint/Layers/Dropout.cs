using System.Globalization;
using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// Sets entries to zero at random while the model learns, and scales those that stay so that the expectation is kept: <c>y = x · m / (1 − rate)</c>, m being 1
/// with probability 1 − rate and else 0. Afterwards it does nothing (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, in the “inverted” form of its section 10).
/// </summary>
public sealed class Dropout : Layer
{
    /// <summary>Makes a layer that drops.</summary>
    /// <param name="rate">The part that is dropped, 0 ≤ rate &lt; 1.</param>
    /// <exception cref="ArgumentException">The rate is out of range.</exception>
    public Dropout(double rate) => Rate = rate is >= 0 and < 1
        ? rate
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A dropout's rate is the part that is dropped, at least 0 and below 1, not {rate}."), nameof(rate));

    /// <summary>The part that is dropped.</summary>
    public double Rate { get; }

    /// <summary>
    /// Whether whole channels of a sample are dropped, rather than single entries; no if left out. Neighbouring pixels tell much of what a dropped one
    /// would have said (Tompson, Goroshin, Jain, LeCun and Bregler 2015, section 3.2).
    /// </summary>
    public bool IsSpatial { get; init; }

    /// <inheritdoc/>
    public override string Kind => "dropout";

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Rank > 0 ? inputs[0] : throw new ShapeException($"A {Kind} layer takes samples with at least one axis.");
    }

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Expr input = inputs[0];
        if (context.Mode == LayerMode.Inference || Rate == 0)
        {
            return input;
        }

        Shape shape = input.Shape;
        Expr drawn = context.Uniform(IsSpatial ? [shape[0], .. Shape.Uniform(1, shape.Rank - 2), shape[^1]] : shape);

        // A number from [0, 1) is below 1 − rate with that probability.
        return new Gate().Apply(input * (1 / (1 - Rate)), Expressions.BroadcastTo(1 - Rate - drawn, shape));
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis) => ReceptiveField.Point;

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("rate", Rate);
        writer.WriteBoolean("spatial", IsSpatial);
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static Dropout Read(SettingsReader settings) => new(settings.Number("rate", "The part that is dropped in training; below 1.", minimum: 0, maximum: 1))
    {
        IsSpatial = settings.Boolean("spatial", "Whether whole channels are dropped.", false),
    };
}
