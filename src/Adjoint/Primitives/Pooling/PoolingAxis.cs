namespace Adjoint.Primitives.Pooling;

/// <summary>Windows along one spatial axis: tap t of window j lies at place <c>j · stride + t · dilation − before</c>; beyond the ends is padding.</summary>
/// <param name="Window">Taps of a window; 1 or more.</param>
/// <param name="Stride">Distance between neighbouring windows; 1 or more.</param>
/// <param name="Dilation">Distance between neighbouring taps; 1 or more.</param>
/// <param name="Before">Places of padding in front; 0 or more.</param>
/// <param name="Output">Number of windows.</param>
public readonly record struct PoolingAxis(int Window, int Stride, int Dilation, int Before, int Output)
{
    /// <summary>The axis in words, what is not 1 or 0: <c>2 stride 2 before 1 → 5</c>.</summary>
    public override string ToString() =>
        $"{Window}{(Stride == 1 ? "" : $" stride {Stride}")}{(Dilation == 1 ? "" : $" dilation {Dilation}")}{(Before == 0 ? "" : $" before {Before}")} → {Output}";
}
