using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>Parts of transcendental functions that several operators share, in all lanes of a register.</summary>
internal static class VectorFunctions
{
    /// <summary>The polynomial with these coefficients, highest degree first, by Horner's rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Polynomial<T, TVector>(TVector x, params ReadOnlySpan<double> coefficients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector sum = TVector.Broadcast(T.CreateTruncating(coefficients[0]));
        for (int i = 1; i < coefficients.Length; i++) sum = TVector.MultiplyAdd(sum, x, TVector.Broadcast(T.CreateTruncating(coefficients[i])));
        return sum;
    }

    /// <summary>A number in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Number<T, TVector>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Broadcast(T.CreateTruncating(value));

    /// <summary>The mask of the lanes that are not zero: not-a-number is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector IsNonzero<T, TVector>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T> => TVector.GreaterThan(TVector.Abs(x), TVector.Zero);

    /// <summary>The magnitude with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector WithSign<T, TVector>(TVector magnitude, TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T> =>
        TVector.ConditionalSelect(TVector.GreaterThan(TVector.Zero, x), TVector.Negate(magnitude), magnitude);

    /// <summary>
    /// eˣ. In float the base library's polynomial is one unit in the last place too large around 0, where e⁰ must be 1: five terms of the series take its place there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<T, TVector>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        if (typeof(T) == typeof(double)) return TVector.Exp(x);
        TVector series = Polynomial<T, TVector>(x, 1 / 24.0, 1 / 6.0, 0.5, 1, 1);
        return TVector.ConditionalSelect(TVector.GreaterThan(Number<T, TVector>(0.0625), TVector.Abs(x)), series, TVector.Exp(x));
    }

    /// <summary>log(1 + x) for finite x above −1; see <see cref="ScalarFunctions.LogOnePlus"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LogOnePlus<T, TVector>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector one = TVector.Broadcast(T.One), u = TVector.Add(one, x), d = TVector.Subtract(u, one);
        return TVector.ConditionalSelect(IsNonzero<T, TVector>(d), TVector.Multiply(TVector.Divide(TVector.Log(u), d), x), x);
    }

    /// <summary>eˣ − 1; see <see cref="ScalarFunctions.ExpMinusOne"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinusOne<T, TVector>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector one = TVector.Broadcast(T.One), u = Exp<T, TVector>(x), d = TVector.Subtract(u, one);
        TVector near = TVector.ConditionalSelect(IsNonzero<T, TVector>(d), TVector.Multiply(TVector.Divide(d, TVector.Log(u)), x), x);
        return TVector.ConditionalSelect(TVector.GreaterThan(TVector.Abs(x), one), d, near);
    }

    /// <summary>erf(x) / x for |x| ≤ 1: a quotient of polynomials in x² (Cephes library, ndtr.c; after Cody 1969).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ErfNearZero<T, TVector>(TVector square)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Divide(
            Polynomial<T, TVector>(
                square, 9.60497373987051638749e0, 9.00260197203842689217e1, 2.23200534594684319226e3, 7.00332514112805075473e3, 5.55923013010394962768e4),
            Polynomial<T, TVector>(
                square, 1, 3.35617141647503099647e1, 5.21357949780152679795e2, 4.59432382970980127987e3, 2.26290000613890934246e4, 4.92673942608635921086e4));

    /// <summary>e^(x²) erfc(x) for 1 ≤ x ≤ 30: quotients of polynomials below and above 8 (Cephes library, ndtr.c; after Cody 1969).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ErfcScaled<T, TVector>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector below = TVector.Divide(
            Polynomial<T, TVector>(
                x, 2.46196981473530512524e-10, 5.64189564831068821977e-1, 7.46321056442269912687e0, 4.86371970985681366614e1, 1.96520832956077098242e2,
                5.26445194995477358631e2, 9.34528527171957607540e2, 1.02755188689515710272e3, 5.57535335369399327526e2),
            Polynomial<T, TVector>(
                x, 1, 1.32281951154744992508e1, 8.67072140885989742329e1, 3.54937778887819891062e2, 9.75708501743205489753e2, 1.82390916687909736289e3,
                2.24633760818710981792e3, 1.65666309194161350182e3, 5.57535340817727675546e2));
        TVector above = TVector.Divide(
            Polynomial<T, TVector>(
                x, 5.64189583547755073984e-1, 1.27536670759978104416e0, 5.01905042251180477414e0, 6.16021097993053585195e0, 7.40974269950448939160e0, 2.97886665372100240670e0),
            Polynomial<T, TVector>(
                x, 1, 2.26052863220117276590e0, 9.39603524938001434673e0, 1.20489539808096656605e1, 1.70814450747565897222e1, 9.60896809063285878198e0, 3.36907645100081516050e0));
        return TVector.ConditionalSelect(TVector.GreaterThan(x, Number<T, TVector>(8)), above, below);
    }

    /// <summary>e^(−factor·x²). x is cut in two so that the square of its front is exact; else the rounding of x² would be multiplied by x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpOfSquare<T, TVector>(TVector x, double factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        // Fewer than half of the significant bits are left of numbers up to 64.
        TVector grid = Number<T, TVector>(typeof(T) == typeof(float) ? 16 : 65536), minus = Number<T, TVector>(-factor);
        TVector front = TVector.Divide(TVector.Floor(TVector.Multiply(x, grid)), grid);
        TVector rest = TVector.Multiply(TVector.Subtract(x, front), TVector.Add(x, front));
        return TVector.Multiply(Exp<T, TVector>(TVector.Multiply(minus, TVector.Multiply(front, front))), Exp<T, TVector>(TVector.Multiply(minus, rest)));
    }
}
