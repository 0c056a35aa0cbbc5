namespace Adjoint.Layers;

/// <summary>
/// Which inputs an output reads along one spatial axis: output j reads inputs <c>j·Stride + First … j·Stride + Last</c>. Tiles of a large picture
/// are cut by it.
/// </summary>
/// <param name="Stride">Distance between the windows of neighbouring outputs.</param>
/// <param name="First">The first input of output 0; negative where the boundary reaches over the border.</param>
/// <param name="Last">The last input of output 0.</param>
/// <param name="IsLocal">Whether this also holds at the border; false where a circular boundary reads from the other side.</param>
public readonly record struct ReceptiveField(int Stride, int First, int Last, bool IsLocal)
{
    /// <summary>Each output reads the input of its own place.</summary>
    public static ReceptiveField Point => new(1, 0, 0, true);

    /// <summary>The field of this layer followed by another.</summary>
    /// <param name="next">The field of the layer that follows.</param>
    public ReceptiveField Then(ReceptiveField next) => new(
        Stride * next.Stride, (next.First * Stride) + First, (next.Last * Stride) + Last, IsLocal && next.IsLocal);

    /// <summary>The field of a value that reads what this one reads and what another of the same stride reads.</summary>
    /// <param name="other">The other field.</param>
    public ReceptiveField Union(ReceptiveField other) => new(Stride, Math.Min(First, other.First), Math.Max(Last, other.Last), IsLocal && other.IsLocal);
}
