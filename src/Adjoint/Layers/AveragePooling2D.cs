using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>The mean of each window, channel by channel; padding is zeros.</summary>
/// <param name="window">The window's height × width.</param>
public sealed class AveragePooling2D(Shape window) : PoolingLayer(window)
{
    /// <summary>A layer with square windows.</summary>
    /// <param name="window">The window's height and width.</param>
    public AveragePooling2D(int window)
        : this([window, window])
    {
    }

    /// <summary>Whether padding counts in the number that is divided by; yes if left out. Places beyond the padding, which rounding up allows, never do.</summary>
    public bool CountsPadding { get; init; } = true;

    /// <inheritdoc/>
    public override string Kind => "average-pooling";

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        base.WriteSettings(writer);
        writer.WriteBoolean("count-padding", CountsPadding);
    }

    /// <summary>Reads the layer's settings.</summary>
    internal static AveragePooling2D Read(SettingsReader settings) => Read(settings, (window, stride, padding, ceil) => new AveragePooling2D(window)
    {
        Stride = stride,
        Padding = padding,
        RoundsUp = ceil,
        CountsPadding = settings.Boolean("count-padding", "Whether padding counts in the number that is divided by.", true),
    });

    private protected override Expr Pool(Expr pictures) => Expressions.AveragePool(pictures, Options with { CountIncludePad = CountsPadding });
}
