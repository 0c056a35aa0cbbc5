using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>What a <see cref="BroadcastTile"/> does with the sums of a row before it writes them.</summary>
internal readonly unsafe struct BroadcastFinish<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly nint _stride;
    private readonly nint _gateOffset;
    private readonly TileFinish<T>.Kind _kind;

    /// <summary>Describes how to finish.</summary>
    /// <param name="kind">What to do.</param>
    /// <param name="stride">Distance between two rows in the result.</param>
    /// <param name="result">The whole result; used with <paramref name="gate"/> only.</param>
    /// <param name="gate">The gate, laid out like the result, or null.</param>
    internal BroadcastFinish(TileFinish<T>.Kind kind, nint stride, T* result, T* gate)
    {
        _kind = kind;
        _stride = stride;
        _gateOffset = (nint)gate - (nint)result; // in bytes: it takes an address in the result to that of its gate
    }

    /// <summary>
    /// Writes the rows of a tile. The last register of a row may lie partly over the one before: there they hold the same sums, and what
    /// they add to is read before either is written.
    /// </summary>
    /// <param name="vectors">Registers of a row.</param>
    /// <param name="sums">The block of sums.</param>
    /// <param name="last">Where in a row of the result the last register starts.</param>
    /// <param name="count">Rows to write.</param>
    /// <param name="result">Where the first row goes.</param>
    internal void Write<TVector>(int vectors, T* sums, nint last, int count, T* result)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        for (int row = 0; row < count; row++, result += _stride)
        {
            TVector end = Finished<TVector>(TVector.Load(sums + ((vectors - 1) * TVector.Count)), result + last);
            for (int vector = 0; vector < vectors - 1; vector++, sums += TVector.Count)
                TVector.Store(Finished<TVector>(TVector.Load(sums), result + (vector * TVector.Count)), result + (vector * TVector.Count));
            TVector.Store(end, result + last);
            sums += TVector.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TVector Finished<TVector>(TVector sum, T* destination)
        where TVector : unmanaged, ISimd<TVector, T> =>
        _kind switch
        {
            TileFinish<T>.Kind.Relu => TileFinish<T>.Relu(sum),
            TileFinish<T>.Kind.Gate => TileFinish<T>.Gate(TVector.Load((T*)((byte*)destination + _gateOffset)), sum),
            TileFinish<T>.Kind.Accumulate => TVector.Add(TVector.Load(destination), sum),
            _ => sum,
        };
}
