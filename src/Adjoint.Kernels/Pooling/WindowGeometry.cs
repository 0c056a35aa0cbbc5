namespace Adjoint.Kernels.Pooling;

/// <summary>
/// Windows over one to three axes of a stack of arrays [outer][first][second][third][inner]. Interleaved pictures have the batch outside
/// and the channels inside; planar ones have batch and channels outside and nothing inside.
/// </summary>
/// <param name="Outer">Arrays; 0 or more.</param>
/// <param name="First">The outermost axis; <see cref="WindowAxis.None"/> if there are fewer than three.</param>
/// <param name="Second">The middle axis.</param>
/// <param name="Third">The innermost axis.</param>
/// <param name="Inner">Numbers at each place; 0 or more.</param>
public readonly record struct WindowGeometry(int Outer, WindowAxis First, WindowAxis Second, WindowAxis Third, int Inner)
{
    /// <summary>Taps of a window. Tap (t₀, t₁, t₂) has the offset <c>(t₀ · Second.Taps + t₁) · Third.Taps + t₂</c>.</summary>
    public int Taps => First.Taps * Second.Taps * Third.Taps;

    /// <summary>Numbers in one array of the argument.</summary>
    public int InputSize => First.Input * Second.Input * Third.Input * Inner;

    /// <summary>Rows of windows in the whole stack.</summary>
    internal int Rows => Outer * First.Output * Second.Output;

    /// <summary>Numbers in a row of windows.</summary>
    internal int RowSize => Third.Output * Inner;

    /// <summary>Numbers of the argument.</summary>
    internal long InputLength => (long)Outer * InputSize;

    /// <summary>Numbers of the result.</summary>
    internal long OutputLength => (long)Rows * RowSize;
}
