using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// What <see cref="MaxPooling2D"/> and <see cref="AveragePooling2D"/> share: windows that slide over each channel of a picture. The conventions
/// are those of PyTorch.
/// </summary>
public abstract class PoolingLayer : Layer
{
    private protected PoolingLayer(Shape window)
    {
        if (window.Rank != 2 || window.Any(length => length < 1))
        {
            throw new ArgumentException($"A pooling window is height × width, each at least 1, not {window}.", nameof(window));
        }

        Window = window;
    }

    /// <summary>The window's height × width.</summary>
    public Shape Window { get; }

    /// <summary>Distance between windows, rows × columns; the window's size if left out, so that windows lie side by side.</summary>
    public Shape? Stride { get; init; }

    /// <summary>Padding on both sides of each axis, rows × columns; 0 if left out, and less than the window.</summary>
    public Shape Padding { get; init; } = [0, 0];

    /// <summary>Whether the number of windows is rounded up, so that a last one may reach over the border; no if left out.</summary>
    public bool RoundsUp { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => Pool(new Variable("picture", [1, .. RequirePicture(inputs)])).Shape[1..];

    /// <inheritdoc/>
    public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Pool(inputs[0]);
    }

    /// <inheritdoc/>
    public override ReceptiveField? ReceptiveFieldAlong(int axis) =>
        new ReceptiveField((Stride ?? Window)[axis], -Padding[axis], Window[axis] - 1 - Padding[axis], true);

    /// <inheritdoc/>
    public override void WriteSettings(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        JsonNames.WriteLengths(writer, "window", Window);
        JsonNames.WriteLengths(writer, "stride", Stride ?? Window);
        JsonNames.WriteLengths(writer, "padding", Padding);
        writer.WriteBoolean("ceil", RoundsUp);
    }

    /// <summary>The windows.</summary>
    private protected PoolingOptions Options => new(Window) { Stride = Stride, Before = Padding, After = Padding, CeilMode = RoundsUp };

    /// <summary>The layer as an expression.</summary>
    private protected abstract Expr Pool(Expr pictures);

    /// <summary>Reads the settings of a layer of either kind.</summary>
    private protected static T Read<T>(SettingsReader settings, Func<Shape, Shape?, Shape, bool, T> make)
    {
        Shape window = settings.Lengths("window", "The window's height and width.", rank: 2, minimum: 1);
        Shape stride = settings.Lengths("stride", "Distance between windows, rows and columns; 0 for the window's own size.", [0, 0], rank: 2);
        return make(
            window,
            [stride[0] == 0 ? window[0] : stride[0], stride[1] == 0 ? window[1] : stride[1]],
            settings.Lengths("padding", "Padding on both sides, rows and columns; less than the window.", [0, 0], rank: 2),
            settings.Boolean("ceil", "Whether the number of windows is rounded up, so that a last one may reach over the border.", false));
    }
}
