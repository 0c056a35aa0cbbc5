using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>A function of one number, applied to all lanes of a register. A struct without fields.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The function.</summary>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <param name="x">Operand.</param>
    static abstract TVector Invoke<TVector>(TVector x) where TVector : unmanaged, ISimd<TVector, T>;
}
