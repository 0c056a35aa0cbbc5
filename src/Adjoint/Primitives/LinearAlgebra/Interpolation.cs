using Adjoint.Graph;

namespace Adjoint.Primitives.LinearAlgebra;

/// <summary>The matrices of interpolation along one axis.</summary>
internal static class Interpolation
{
    /// <summary>Nearest entry. Whole-number arithmetic, so that halves are exact: they go to the later entry, as in PyTorch's nearest-exact and Pillow.</summary>
    /// <param name="from">The axis's length, n; 1 or more.</param>
    /// <param name="to">The length wanted, m; 1 or more.</param>
    /// <param name="alignment">Where entries lie.</param>
    public static SparseMatrix Nearest(int from, int to, ResizeAlignment alignment) => Rows(from, to, j =>
    {
        // ⌊(j + ½) n / m⌋, and ⌊j (n − 1) / (m − 1) + ½⌋.
        long place = alignment == ResizeAlignment.HalfPixel
            ? ((2L * j) + 1) * from / (2L * to)
            : to == 1 ? 0 : ((2L * j * (from - 1)) + to - 1) / (2L * (to - 1));
        return [((int)place, 1)];
    });

    /// <summary>The two neighbours, weighted by distance.</summary>
    /// <param name="from">The axis's length, n; 1 or more.</param>
    /// <param name="to">The length wanted, m; 1 or more.</param>
    /// <param name="alignment">Where entries lie.</param>
    public static SparseMatrix Linear(int from, int to, ResizeAlignment alignment) => Rows(from, to, j =>
    {
        // As a fraction of whole numbers, so that an entry that falls onto an old one is that one exactly.
        (long above, long below) = alignment == ResizeAlignment.HalfPixel
            ? ((((2L * j) + 1) * from) - to, 2L * to)
            : to == 1 ? (0, 1) : ((long)j * (from - 1), to - 1L);
        above = Math.Clamp(above, 0, (from - 1) * below);
        (long place, long rest) = Math.DivRem(above, below);
        double fraction = (double)rest / below;
        return rest == 0 ? [((int)place, 1)] : [((int)place, 1 - fraction), ((int)place + 1, fraction)];
    });

    /// <summary>
    /// All entries under a tent as wide as an entry of the result, so that shrinking averages and does not alias; centres as half pixels have them.
    /// As Pillow's resize does. Equal to <see cref="Linear"/> where the axis grows.
    /// </summary>
    /// <param name="from">The axis's length, n; 1 or more.</param>
    /// <param name="to">The length wanted, m; 1 or more.</param>
    public static SparseMatrix Tent(int from, int to)
    {
        if (to >= from)
        {
            return Linear(from, to, ResizeAlignment.HalfPixel);
        }

        double scale = (double)from / to;
        return Rows(from, to, j =>
        {
            double centre = ((j + 0.5) * scale) - 0.5;
            int first = Math.Max(0, (int)Math.Ceiling(centre - scale)), last = Math.Min(from - 1, (int)Math.Floor(centre + scale));
            double[] weights = [.. Enumerable.Range(first, last - first + 1).Select(place => Math.Max(0, 1 - (Math.Abs(place - centre) / scale)))];
            double sum = weights.Sum();
            return [.. weights.Select((weight, i) => (first + i, weight / sum))];
        });
    }

    /// <summary>The matrix along one axis of a resize.</summary>
    /// <exception cref="ShapeException">Smoothing is asked for where it is not defined.</exception>
    public static SparseMatrix Of(int from, int to, ResizeMethod method, ResizeAlignment alignment, bool antialias) => (method, antialias) switch
    {
        (ResizeMethod.Bilinear, true) when alignment == ResizeAlignment.HalfPixel => Tent(from, to),
        (_, true) => throw new ShapeException($"Smoothing against aliases from {from} to {to} is defined for bilinear resizing with half-pixel centres, not for {method} with {alignment}."),
        (ResizeMethod.Bilinear, _) => Linear(from, to, alignment),
        _ => Nearest(from, to, alignment),
    };

    private static SparseMatrix Rows(int from, int to, Func<int, (int, double)[]> row) => new(from, [.. Enumerable.Range(0, to).Select(row)]);
}
