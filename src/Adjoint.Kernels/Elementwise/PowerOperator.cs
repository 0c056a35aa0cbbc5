using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>xⁿ for a whole number n from 2 to 8, by repeated squaring.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TExponent">n.</typeparam>
public readonly struct PowerOperator<T, TExponent> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TExponent : struct, IConstant
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector square = TVector.Multiply(x, x), fourth = TVector.Multiply(square, square);
        return TExponent.Value switch
        {
            2 => square,
            3 => TVector.Multiply(square, x),
            4 => fourth,
            5 => TVector.Multiply(fourth, x),
            6 => TVector.Multiply(fourth, square),
            7 => TVector.Multiply(fourth, TVector.Multiply(square, x)),
            _ => TVector.Multiply(fourth, fourth),
        };
    }
}
