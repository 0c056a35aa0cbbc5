using Adjoint.Tensors;

namespace Adjoint.Data.Corruptions;

/// <summary>
/// Counting noise, as few photons make it: <c>y = k / P</c>, k Poisson distributed with mean <c>P x</c>. Mean x, variance x / P; values below 0 count as 0.
/// </summary>
/// <param name="Peak">P, how many are counted on average where the picture is white; above 0.</param>
public sealed record PoissonCorruption(double Peak) : Corruption
{
    /// <summary>P, how many are counted on average where the picture is white.</summary>
    public double Peak { get; init => field = InRange(value, 1e-6, 1e9); } = InRange(Peak, 1e-6, 1e9);

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(Count(Peak * values[i], ref random) / Peak);
        }
    }

    // Small means: multiply uniform numbers until they fall below e^−mean (Knuth, The Art of Computer Programming, volume 2, section 3.4.1). Large ones: the
    // transformed rejection of Hörmann 1993, "The transformed rejection method for generating Poisson random variables", algorithm PTRS.
    private static double Count(double mean, ref KeyedRandom random)
    {
        if (!(mean > 0))
        {
            return 0;
        }

        if (mean < 10)
        {
            double limit = Math.Exp(-mean), product = random.NextUniform();
            int count = 0;
            for (; product > limit; count++)
            {
                product *= random.NextUniform();
            }

            return count;
        }

        // Beyond 10¹² one count more or less is below the precision of the result.
        mean = Math.Min(mean, 1e12);
        double b = 0.931 + (2.53 * Math.Sqrt(mean)), a = -0.059 + (0.02483 * b), logMean = Math.Log(mean);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4)), accepted = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = random.NextUniform() - 0.5, v = 1 - random.NextUniform(), us = 0.5 - Math.Abs(u);
            double count = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= accepted)
            {
                return count;
            }

            if (count >= 0 && (us >= 0.013 || v <= us)
                && Math.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= (count * logMean) - mean - LogFactorial(count))
            {
                return count;
            }
        }
    }

    // Stirling's series; below 10 it is shifted there by k! = (k + 10)! / ((k + 1) … (k + 10)).
    private static double LogFactorial(double k)
    {
        double z = k + 1, product = 1;
        while (z < 10)
        {
            product *= z++;
        }

        double inverse = 1 / z, square = inverse * inverse;
        double series = inverse * ((1 / 12.0) - (square * ((1 / 360.0) - (square / 1260))));
        return ((z - 0.5) * Math.Log(z)) - z + (0.5 * Math.Log(2 * Math.PI)) + series - Math.Log(product);
    }
}
