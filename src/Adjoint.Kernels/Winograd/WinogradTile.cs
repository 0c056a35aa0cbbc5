using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>A tile of F(4×4, 3×3): 4 × 4 results from 6 × 6 numbers, and its transformations along both axes.</summary>
internal static unsafe class WinogradTile
{
    /// <summary>Results along an axis.</summary>
    internal const int Outputs = 4;

    /// <summary>Taps along an axis.</summary>
    internal const int Taps = 3;

    /// <summary>Numbers along an axis.</summary>
    internal const int Size = Outputs + Taps - 1;

    /// <summary>Multiplications of a tile for each pair of channels, where the definition has 144.</summary>
    internal const int Positions = Size * Size;

    /// <summary>Numbers of scratch that <see cref="Transform"/> needs.</summary>
    internal const int TransformScratch = Positions * StripPlan.MaxLanes;

    /// <summary>to = M from Mᵀ, lane by lane: first along the columns, then along the rows.</summary>
    /// <param name="from">The first number.</param>
    /// <param name="rowStep">From one row to the next.</param>
    /// <param name="columnStep">From one column to the next.</param>
    /// <param name="to">Where the first result goes.</param>
    /// <param name="toRowStep">From one row of the results to the next.</param>
    /// <param name="toColumnStep">From one column of the results to the next.</param>
    /// <param name="scratch">At least <see cref="TransformScratch"/> numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Transform<T, TVector, TTransform>(T* from, nint rowStep, nint columnStep, T* to, nint toRowStep, nint toColumnStep, T* scratch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
        where TTransform : struct, IWinogradTransform
    {
        int inputs = TTransform.Inputs;
        for (int column = 0; column < inputs; column++)
            TTransform.Run<T, TVector>(from + (column * columnStep), rowStep, scratch + (column * TVector.Count), inputs * TVector.Count);
        for (int row = 0; row < TTransform.Outputs; row++)
            TTransform.Run<T, TVector>(scratch + (row * inputs * TVector.Count), TVector.Count, to + (row * toRowStep), toColumnStep);
    }
}
