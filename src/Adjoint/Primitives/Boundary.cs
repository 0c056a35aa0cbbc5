namespace Adjoint.Primitives;

/// <summary>What a convolution does at the border of the picture. In the examples a kernel of five entries meets <c>abcd</c>.</summary>
public enum Boundary
{
    /// <summary>Only where the kernel lies wholly within the picture; the result is smaller.</summary>
    Valid,

    /// <summary>Wherever they overlap at all; the result is larger.</summary>
    Full,

    /// <summary>The picture's size, zeros beyond the border: <c>00|abcd|00</c>.</summary>
    Same,

    /// <summary>The picture's size, continued from the other side: <c>cd|abcd|ab</c>.</summary>
    Circular,

    /// <summary>The picture's size, mirrored about the edge pixels: <c>cb|abcd|cb</c>.</summary>
    Reflect,

    /// <summary>The picture's size, mirrored about the edges: <c>ba|abcd|dc</c>.</summary>
    Symmetric,

    /// <summary>The picture's size, edge pixels repeated: <c>aa|abcd|dd</c>.</summary>
    Replicate,
}
