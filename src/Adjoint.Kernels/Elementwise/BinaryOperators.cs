using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>x + y.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct AddOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Add(x, y);
}

/// <summary>x − y.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct SubtractOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Subtract(x, y);
}

/// <summary>x · y.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct MultiplyOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Multiply(x, y);
}

/// <summary>x / y.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct DivideOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Divide(x, y);
}

/// <summary>The greater of x and y; not-a-number if either is.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct MaxOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Max(x, y);
}

/// <summary>The smaller of x and y; not-a-number if either is.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct MinOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Min(x, y);
}

/// <summary>x where y is above zero, else 0 (also where y is not-a-number).</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct GateOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.ConditionalSelect(TVector.GreaterThan(y, TVector.Zero), x, TVector.Zero);
}

/// <summary>1 where x is above y, else 0.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct GreaterThanOperator<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.ConditionalSelect(TVector.GreaterThan(x, y), TVector.Broadcast(T.One), TVector.Zero);
}
