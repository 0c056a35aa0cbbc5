using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels.Simd;

/// <summary>
/// A "register" of one number: where the processor (or a setting) offers no vectors, and for spans shorter than the
/// narrowest vector.
/// </summary>
/// <typeparam name="T">The number: float or double.</typeparam>
public readonly unsafe struct SimdScalar<T> : ISimd<SimdScalar<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SimdScalar(T value) => _value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static int Registers => 16;

    /// <inheritdoc/>
    public static SimdScalar<T> Zero => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Broadcast(T value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Load(T* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdScalar<T> value, T* destination) => *destination = value._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Add(SimdScalar<T> a, SimdScalar<T> b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Subtract(SimdScalar<T> a, SimdScalar<T> b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Multiply(SimdScalar<T> a, SimdScalar<T> b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Divide(SimdScalar<T> a, SimdScalar<T> b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> MultiplyAdd(SimdScalar<T> a, SimdScalar<T> b, SimdScalar<T> c) =>
        new(T.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Max(SimdScalar<T> a, SimdScalar<T> b) => new(T.Max(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Min(SimdScalar<T> a, SimdScalar<T> b) => new(T.Min(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> GreaterThan(SimdScalar<T> a, SimdScalar<T> b) => new(a._value > b._value ? T.One : T.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> ConditionalSelect(SimdScalar<T> mask, SimdScalar<T> a, SimdScalar<T> b) => mask._value != T.Zero ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Negate(SimdScalar<T> x) => new(-x._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Abs(SimdScalar<T> x) => new(T.Abs(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Sqrt(SimdScalar<T> x) => new(T.Sqrt(x._value));

    // The vector forms of eˣ and log are polynomials that differ from the library's scalar functions in the last bits:
    // using them here too gives a number the same result wherever in a span it stands.

    /// <inheritdoc/>
    public static SimdScalar<T> Exp(SimdScalar<T> x) =>
        typeof(T) == typeof(float)
            ? new((T)(object)Vector128.Exp(Vector128.Create((float)(object)x._value)).ToScalar())
            : new((T)(object)Vector128.Exp(Vector128.Create((double)(object)x._value)).ToScalar());

    /// <inheritdoc/>
    public static SimdScalar<T> Log(SimdScalar<T> x) =>
        typeof(T) == typeof(float)
            ? new((T)(object)Vector128.Log(Vector128.Create((float)(object)x._value)).ToScalar())
            : new((T)(object)Vector128.Log(Vector128.Create((double)(object)x._value)).ToScalar());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar<T> Floor(SimdScalar<T> x) => new(T.Floor(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(SimdScalar<T> x) => x._value;
}
