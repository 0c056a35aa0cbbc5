using System.Numerics;

namespace Adjoint.Kernels.Elementwise;

/// <summary>Powers with a fixed exponent.</summary>
public static class PowerLoops
{
    /// <summary>Products are taken up to this exponent: each rounds once, so that more would cost more than a few units in the last place.</summary>
    private const int MostFactors = 8;

    /// <summary>result[i] = x[i] raised to the exponent: by products for small whole exponents, else by the base library's power.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Bases.</param>
    /// <param name="exponent">The exponent.</param>
    /// <param name="result">As long as <paramref name="x"/>; may be it.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the result overlaps the operand without being it.</exception>
    public static void Apply<T>(ReadOnlySpan<T> x, double exponent, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (exponent != Math.Floor(exponent) || Math.Abs(exponent) > MostFactors || exponent == 0)
        {
            T power = T.CreateTruncating(exponent);
            if (x.Length != result.Length) throw new ArgumentException($"The operand has {x.Length} numbers, the result {result.Length}.", nameof(x));
            for (int i = 0; i < result.Length; i++) result[i] = T.Pow(x[i], power);
            return;
        }

        // The reciprocal comes first: a power that overflows or loses its digits would spoil it.
        if (exponent < 0)
        {
            ElementwiseLoops.Apply<T, ReciprocalOperator<T>>(x, result);
            x = result;
        }

        switch ((int)Math.Abs(exponent))
        {
            case 1: ElementwiseLoops.Apply<T, CopyOperator<T>>(x, result); break;
            case 2: ElementwiseLoops.Apply<T, PowerOperator<T, Simd.Two>>(x, result); break;
            case 3: ElementwiseLoops.Apply<T, PowerOperator<T, Simd.Three>>(x, result); break;
            case 4: ElementwiseLoops.Apply<T, PowerOperator<T, Simd.Four>>(x, result); break;
            case 5: ElementwiseLoops.Apply<T, PowerOperator<T, Simd.Five>>(x, result); break;
            case 6: ElementwiseLoops.Apply<T, PowerOperator<T, Simd.Six>>(x, result); break;
            case 7: ElementwiseLoops.Apply<T, PowerOperator<T, Simd.Seven>>(x, result); break;
            default: ElementwiseLoops.Apply<T, PowerOperator<T, Simd.Eight>>(x, result); break;
        }
    }
}
