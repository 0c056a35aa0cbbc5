using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>The arithmetic of an optimizer's step for one register of parameters; its fields are the settings. <see cref="UpdateLoop{T, TRule}"/> drives it.</summary>
/// <typeparam name="T">The number in a lane: float or double.</typeparam>
internal interface IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Updates state and weights.</summary>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <param name="gradient">The gradient.</param>
    /// <param name="first">The first vector of state; zero where the rule keeps none. Likewise the others.</param>
    /// <param name="second">The second vector of state.</param>
    /// <param name="third">The third vector of state.</param>
    /// <param name="weights">The parameters.</param>
    void Apply<TVector>(TVector gradient, ref TVector first, ref TVector second, ref TVector third, ref TVector weights)
        where TVector : unmanaged, ISimd<TVector, T>;
}
