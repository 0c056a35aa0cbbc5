using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>The hyperbolic tangent, within a few units in the last place.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct TanhOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        // Near zero x + x³ P(x²)/Q(x²) (Cephes library, tanh.c), elsewhere 1 − 2 / (e^(2|x|) + 1) with x's sign.
        TVector one = TVector.Broadcast(T.One), two = VectorFunctions.Number<T, TVector>(2), size = TVector.Abs(x), square = TVector.Multiply(x, x);
        TVector quotient = TVector.Divide(
            VectorFunctions.Polynomial<T, TVector>(square, -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3),
            VectorFunctions.Polynomial<T, TVector>(square, 1, 1.12811678491632931402e2, 2.23548839060100448583e3, 4.84406305325125486048e3));
        TVector near = TVector.MultiplyAdd(TVector.Multiply(x, square), quotient, x);
        TVector far = TVector.Subtract(one, TVector.Divide(two, TVector.Add(VectorFunctions.Exp<T, TVector>(TVector.Add(size, size)), one)));
        return TVector.ConditionalSelect(TVector.GreaterThan(size, VectorFunctions.Number<T, TVector>(0.625)), VectorFunctions.WithSign<T, TVector>(far, x), near);
    }
}

/// <summary>log(1 + eˣ) = max(x, 0) + log(1 + e^(−|x|)), within a few units in the last place.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct SoftplusOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Add(
            TVector.Max(x, TVector.Zero), VectorFunctions.LogOnePlus<T, TVector>(VectorFunctions.Exp<T, TVector>(TVector.Negate(TVector.Abs(x)))));
}

/// <summary>x / (1 + e⁻ˣ), within a few units in the last place; its limit 0 at −∞.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct SiluOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        // With h = e^(−|x|/2): x / (1 + h²), and x h² / (1 + h²) below zero. The half keeps h a normal number where h² no longer is one.
        TVector one = TVector.Broadcast(T.One), finite = TVector.Max(x, VectorFunctions.Number<T, TVector>(-1e30));
        TVector h = VectorFunctions.Exp<T, TVector>(TVector.Multiply(VectorFunctions.Number<T, TVector>(-0.5), TVector.Abs(finite)));
        TVector numerator = TVector.ConditionalSelect(TVector.GreaterThan(finite, TVector.Zero), finite, TVector.Multiply(TVector.Multiply(finite, h), h));
        return TVector.Divide(numerator, TVector.MultiplyAdd(h, h, one));
    }
}

/// <summary>The error function, within a few units in the last place.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct ErfOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        // Beyond 6 the function is 1 in either precision.
        TVector one = TVector.Broadcast(T.One), size = TVector.Min(TVector.Abs(x), VectorFunctions.Number<T, TVector>(6));
        TVector near = TVector.Multiply(x, VectorFunctions.ErfNearZero<T, TVector>(TVector.Multiply(size, size)));
        TVector tail = TVector.Multiply(VectorFunctions.ExpOfSquare<T, TVector>(size, 1), VectorFunctions.ErfcScaled<T, TVector>(size));
        TVector far = VectorFunctions.WithSign<T, TVector>(TVector.Subtract(one, tail), x);
        return TVector.ConditionalSelect(TVector.GreaterThan(size, one), far, near);
    }
}

/// <summary>x Φ(x), Φ being the normal distribution function: within ten units in the last place; its limit 0 at −∞.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct GeluOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        // Φ(x) = ½ + ½ erf(x/√2) near zero; at the sides from the tail ½ erfc(|x|/√2), which is 0 beyond 40.
        TVector one = TVector.Broadcast(T.One), half = VectorFunctions.Number<T, TVector>(0.5), root = VectorFunctions.Number<T, TVector>(Math.Sqrt(0.5));
        TVector size = TVector.Min(TVector.Abs(x), VectorFunctions.Number<T, TVector>(40)), scaled = TVector.Multiply(size, root);
        TVector erf = TVector.Multiply(TVector.Multiply(x, root), VectorFunctions.ErfNearZero<T, TVector>(TVector.Multiply(scaled, scaled)));
        TVector near = TVector.Multiply(x, TVector.MultiplyAdd(half, erf, half));
        TVector tail = TVector.Multiply(half, TVector.Multiply(VectorFunctions.ExpOfSquare<T, TVector>(size, 0.5), VectorFunctions.ErfcScaled<T, TVector>(scaled)));
        TVector left = TVector.Negate(TVector.Multiply(size, tail)), right = TVector.Multiply(x, TVector.Subtract(one, tail));
        TVector far = TVector.ConditionalSelect(TVector.GreaterThan(TVector.Zero, x), left, right);
        return TVector.ConditionalSelect(TVector.GreaterThan(scaled, one), far, near);
    }
}

/// <summary>x above zero, α (eˣ − 1) elsewhere, y being α; within a few units in the last place.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct EluOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.ConditionalSelect(
            TVector.GreaterThan(x, TVector.Zero), x, TVector.Multiply(y, VectorFunctions.ExpMinusOne<T, TVector>(x)));
}

/// <summary>x above zero, y · x elsewhere.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct LeakyReluOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.ConditionalSelect(TVector.GreaterThan(x, TVector.Zero), x, TVector.Multiply(y, x));
}

/// <summary>½x² where |x| ≤ y, y (|x| − y/2) beyond.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct HuberOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        // With m = min(|x|, y) both branches are m (|x| − m/2).
        TVector size = TVector.Abs(x), inner = TVector.Min(size, y), half = VectorFunctions.Number<T, TVector>(0.5);
        return TVector.Multiply(inner, TVector.Subtract(size, TVector.Multiply(half, inner)));
    }
}

/// <summary>x log y; 0 where x is 0, whatever y is.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct ProductWithLogOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        // x · log y where x is not zero, and x itself where it is, or is not-a-number.
        return TVector.ConditionalSelect(VectorFunctions.IsNonzero<T, TVector>(x), TVector.Multiply(x, TVector.Log(y)), x);
    }
}
