using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <summary>The windows of a pooling of pictures with channels. The conventions are those of PyTorch.</summary>
/// <param name="Window">The window's size along each spatial axis, one to three.</param>
public sealed record PoolingOptions(Shape Window)
{
    /// <summary>Distance between windows along each spatial axis; the window's size if left out, so that windows lie side by side.</summary>
    public Shape? Stride { get; init; }

    /// <summary>Padding in front of each spatial axis; 0 if left out.</summary>
    public Shape? Before { get; init; }

    /// <summary>Padding behind each spatial axis; 0 if left out.</summary>
    public Shape? After { get; init; }

    /// <summary>Distance between the window's taps along each spatial axis; 1 if left out.</summary>
    public Shape? Dilation { get; init; }

    /// <summary>
    /// Round the number of windows up instead of down, so that a last window may reach beyond the padding behind. It must begin inside the
    /// picture or the padding in front; one that would not is left out.
    /// </summary>
    public bool CeilMode { get; init; }

    /// <summary>
    /// Averages divide by the number of taps inside the picture and its padding; otherwise by those inside the picture. Taps beyond the
    /// padding, which rounding up allows, count in neither case. Maxima ignore this: padding never wins.
    /// </summary>
    public bool CountIncludePad { get; init; } = true;
}
