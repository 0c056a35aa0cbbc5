using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>Which entry each place beyond the border is a copy of.</summary>
internal static class ExtensionRule
{
    /// <summary>The entry, 0 … length − 1, that place <paramref name="index"/> (possibly negative) copies.</summary>
    public static int Source(Extension mode, int index, int length)
    {
        if (index >= 0 && index < length)
        {
            return index;
        }

        switch (mode)
        {
            case Extension.Circular:
                return Modulo(index, length);
            case Extension.Replicate:
                return Math.Clamp(index, 0, length - 1);
            case Extension.Symmetric:
                int folded = Modulo(index, 2 * length);
                return folded < length ? folded : (2 * length) - 1 - folded;
            case Extension.Reflect when length == 1:
                return 0;
            case Extension.Reflect:
                int mirrored = Modulo(index, 2 * (length - 1));
                return mirrored < length ? mirrored : (2 * (length - 1)) - mirrored;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown extension.");
        }
    }

    /// <summary>The largest number of places that copy one entry.</summary>
    public static long LargestMultiplicity(Extension mode, Shape inner, Shape before, Shape after)
    {
        long product = 1;
        for (int axis = 0; axis < inner.Rank; axis++)
        {
            if (inner[axis] == 0)
            {
                continue;
            }

            long[] copies = new long[inner[axis]];
            for (int place = -before[axis]; place < inner[axis] + after[axis]; place++)
            {
                copies[Source(mode, place, inner[axis])]++;
            }

            product *= copies.Max();
        }

        return product;
    }

    /// <summary>The largest singular value: distinct entries are copied to distinct places, so the columns are orthogonal.</summary>
    public static double Norm(Extension mode, Shape inner, Shape before, Shape after) =>
        Math.Sqrt(LargestMultiplicity(mode, inner, before, after)) * (1 + 1e-15);

    public static string Text(Extension mode, Shape before, Shape after) =>
        $"{mode.ToString().ToLowerInvariant()}, {before}, {after}".Replace('×', 'x');

    private static int Modulo(int index, int period) => ((index % period) + period) % period;
}
