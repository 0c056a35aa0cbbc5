using System.Numerics;

namespace Adjoint.Kernels.Simd;

/// <summary>A loop written once for every register width. Its arguments are the fields of the struct that implements it.</summary>
/// <typeparam name="T">The number in a lane: float or double.</typeparam>
public interface ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Runs the loop with registers of one width.</summary>
    /// <typeparam name="TVector">The register.</typeparam>
    void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>;
}
