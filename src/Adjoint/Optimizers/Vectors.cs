namespace Adjoint.Optimizers;

/// <summary>Sums over vectors in float64, always added in the same order.</summary>
internal static class Vectors
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    public static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));

    /// <summary>b ← b + factor·a.</summary>
    public static void Add(double factor, ReadOnlySpan<double> a, Span<double> b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            b[i] += factor * a[i];
        }
    }
}
