namespace Adjoint.Primitives.Reductions;

/// <summary>Entries one after the other along an axis.</summary>
/// <param name="Index">Which row: the place of its entry in a result without the axis.</param>
/// <param name="Start">The place of its first entry.</param>
/// <param name="Stride">The distance between neighbours.</param>
/// <param name="Length">Its entries.</param>
internal readonly record struct Row(int Index, int Start, int Stride, int Length)
{
    /// <summary>The place of an entry.</summary>
    /// <param name="entry">Which entry of the row.</param>
    public int this[int entry] => Start + (entry * Stride);
}
