namespace Adjoint.Primitives.Convolution;

/// <summary>
/// One spatial axis of a correlation. Output j and tap t meet at place <c>u = j·Stride + t·Dilation − Before</c> of the
/// picture, whose entries lie InputDilation apart; where u lies between entries or outside the picture it counts as zero.
/// </summary>
/// <param name="Stride">Distance between outputs, at least 1.</param>
/// <param name="Dilation">Distance between taps, at least 1.</param>
/// <param name="InputDilation">Distance between the picture's entries, at least 1.</param>
/// <param name="Before">Zeros in front of the picture; negative to skip entries.</param>
/// <param name="Output">The number of outputs.</param>
public readonly record struct CorrelationAxis(int Stride, int Dilation, int InputDilation, int Before, int Output)
{
    /// <summary>The axis as text: what differs from a plain axis, then the number of outputs.</summary>
    public override string ToString()
    {
        string text = "";
        text += Stride == 1 ? "" : $"stride {Stride} ";
        text += Dilation == 1 ? "" : $"dilation {Dilation} ";
        text += InputDilation == 1 ? "" : $"input dilation {InputDilation} ";
        text += Before == 0 ? "" : $"before {Before} ";
        return text + $"size {Output}";
    }
}
