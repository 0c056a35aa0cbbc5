using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>The largest entry of each window, channel by channel. Padding never wins; at ties the first entry has the gradient.</summary>
/// <param name="window">The window's height × width.</param>
public sealed class MaxPooling2D(Shape window) : PoolingLayer(window)
{
    /// <summary>A layer with square windows.</summary>
    /// <param name="window">The window's height and width.</param>
    public MaxPooling2D(int window)
        : this([window, window])
    {
    }

    /// <inheritdoc/>
    public override string Kind => "max-pooling";

    /// <summary>Reads the layer's settings.</summary>
    internal static MaxPooling2D Read(SettingsReader settings) => Read(settings, (window, stride, padding, ceil) =>
        new MaxPooling2D(window) { Stride = stride, Padding = padding, RoundsUp = ceil });

    private protected override Expr Pool(Expr pictures) => Expressions.MaxPool(pictures, Options);
}
