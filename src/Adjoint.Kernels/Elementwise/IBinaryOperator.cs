using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>A function of two numbers, applied to all lanes of two registers. A struct without fields.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The function.</summary>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <param name="x">Left operand.</param>
    /// <param name="y">Right operand.</param>
    static abstract TVector Invoke<TVector>(TVector x, TVector y) where TVector : unmanaged, ISimd<TVector, T>;
}
