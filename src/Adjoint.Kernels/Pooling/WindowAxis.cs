namespace Adjoint.Kernels.Pooling;

/// <summary>Windows along one axis: tap t of window j lies at place <c>j · Stride + t · Dilation − Before</c>.</summary>
/// <param name="Input">Places; 0 or more.</param>
/// <param name="Taps">Taps of a window; 1 or more.</param>
/// <param name="Output">Windows; 0 or more.</param>
/// <param name="Stride">Distance between windows; 1 or more.</param>
/// <param name="Dilation">Distance between taps; 1 or more.</param>
/// <param name="Before">Places of padding in front.</param>
public readonly record struct WindowAxis(int Input, int Taps, int Output, int Stride, int Dilation, int Before)
{
    /// <summary>An axis that is not there: one place, one window of one tap.</summary>
    public static WindowAxis None { get; } = new(1, 1, 1, 1, 1, 0);

    /// <summary>Where a tap of a window lies; outside 0 … Input − 1 is padding.</summary>
    /// <param name="window">The window.</param>
    /// <param name="tap">The tap.</param>
    public int Place(int window, int tap) => (window * Stride) + (tap * Dilation) - Before;

    /// <summary>The first tap of a window that is not padding in front.</summary>
    /// <param name="window">The window.</param>
    public int FirstTap(int window) => Math.Max(0, CeilingOfQuotient(Before - (window * Stride), Dilation));

    /// <summary>The first tap of a window that is padding behind, or the number of taps.</summary>
    /// <param name="window">The window.</param>
    public int EndTap(int window) => Math.Min(Taps, CeilingOfQuotient(Input + Before - (window * Stride), Dilation));

    /// <summary>The first window in which a tap is not padding in front.</summary>
    /// <param name="tap">The tap.</param>
    public int FirstWindow(int tap) => Math.Max(0, CeilingOfQuotient(Before - (tap * Dilation), Stride));

    /// <summary>The first window in which a tap is padding behind, or the number of windows.</summary>
    /// <param name="tap">The tap.</param>
    public int EndWindow(int tap) => Math.Min(Output, CeilingOfQuotient(Input + Before - (tap * Dilation), Stride));

    private static int CeilingOfQuotient(int a, int b) => a > 0 ? ((a - 1) / b) + 1 : -(-a / b);
}
