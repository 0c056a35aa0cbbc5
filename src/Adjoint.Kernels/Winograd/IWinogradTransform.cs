using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>
/// One of the small matrices of F(4, 3): four results of a correlation with three taps from six neighbouring numbers, with six multiplications
/// instead of twelve. With d the numbers, w the taps and ε a cotangent of the results y,
/// <c>y = Aᵀ[(G w) ⊙ (Bᵀ d)]</c> and so <c>w̄ = Gᵀ[(A ε) ⊙ (Bᵀ d)]</c>: the adjoint uses the transposes of the same matrices.
/// Pictures take each matrix along both axes (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015; the points are 0, ±1, ±2, ∞).
/// </summary>
internal unsafe interface IWinogradTransform
{
    /// <summary>Columns of the matrix.</summary>
    static abstract int Inputs { get; }

    /// <summary>Rows of the matrix.</summary>
    static abstract int Outputs { get; }

    /// <summary>Multiplies the matrix with numbers that lie <paramref name="fromStep"/> apart; each lane is a problem of its own.</summary>
    static abstract void Run<T, TVector>(T* from, nint fromStep, T* to, nint toStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>;
}
