using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>What a tile does with its sums: add what is there, cut off, and write.</summary>
internal readonly unsafe struct TileFinish<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly nint _stride;
    private readonly nint _gateOffset;
    private readonly Kind _kind;

    /// <summary>Describes how to finish.</summary>
    /// <param name="kind">What to do.</param>
    /// <param name="stride">Distance between two channels (or rows) of a tile in the result.</param>
    /// <param name="result">The whole result; used with <paramref name="gate"/> only.</param>
    /// <param name="gate">The gate, laid out like the result, or null.</param>
    internal TileFinish(Kind kind, nint stride, T* result, T* gate)
    {
        _kind = kind;
        _stride = stride;
        _gateOffset = (nint)gate - (nint)result; // in bytes: it takes an address in the result to that of its gate
    }

    /// <summary>Only writes.</summary>
    /// <param name="stride">Distance between two channels (or rows) of a tile in the result.</param>
    internal TileFinish(nint stride) => _stride = stride;

    /// <summary>What happens to a sum before it is written.</summary>
    internal enum Kind
    {
        /// <summary>Nothing.</summary>
        Store,

        /// <summary>Below zero it becomes zero.</summary>
        Relu,

        /// <summary>It becomes zero unless the gate is above zero.</summary>
        Gate,

        /// <summary>What the result holds is added.</summary>
        Accumulate,
    }

    /// <summary>Writes the registers of one channel or row of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Write<TVector, TVectors>(TVector x0, TVector x1, TVector x2, int index, T* result)
        where TVector : unmanaged, ISimd<TVector, T>
        where TVectors : struct, IConstant
    {
        T* destination = result + (index * _stride);
        if (_kind == Kind.Relu)
        {
            x0 = Relu(x0);
            if (TVectors.Value > 1) x1 = Relu(x1);
            if (TVectors.Value > 2) x2 = Relu(x2);
        }
        else if (_kind == Kind.Gate)
        {
            T* gate = (T*)((byte*)destination + _gateOffset);
            x0 = Gate(TVector.Load(gate), x0);
            if (TVectors.Value > 1) x1 = Gate(TVector.Load(gate + TVector.Count), x1);
            if (TVectors.Value > 2) x2 = Gate(TVector.Load(gate + (2 * TVector.Count)), x2);
        }
        else if (_kind == Kind.Accumulate)
        {
            x0 = TVector.Add(TVector.Load(destination), x0);
            if (TVectors.Value > 1) x1 = TVector.Add(TVector.Load(destination + TVector.Count), x1);
            if (TVectors.Value > 2) x2 = TVector.Add(TVector.Load(destination + (2 * TVector.Count)), x2);
        }

        TVector.Store(x0, destination);
        if (TVectors.Value > 1) TVector.Store(x1, destination + TVector.Count);
        if (TVectors.Value > 2) TVector.Store(x2, destination + (2 * TVector.Count));
    }

    /// <summary>The same for a tile that was computed aside because the result is narrower than the tile.</summary>
    /// <param name="block">What the tile wrote, in rows of <paramref name="blockStride"/>.</param>
    /// <param name="blockStride">Distance between two channels or rows of the block.</param>
    /// <param name="count">Channels or rows.</param>
    /// <param name="columns">Columns that exist in the result.</param>
    /// <param name="result">Where the first number goes.</param>
    internal void WriteNarrow<TVector>(T* block, int blockStride, int count, int columns, T* result)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        for (int index = 0; index < count; index++, block += blockStride)
        {
            for (int column = 0; column < columns; column += TVector.Count)
            {
                int lanes = Math.Min(TVector.Count, columns - column);
                T* destination = result + (index * _stride) + column;
                TVector x = TVector.Load(block + column);
                if (_kind == Kind.Relu)
                    x = Relu(x);
                else if (_kind == Kind.Gate)
                    x = Gate(SimdPartial.Load<T, TVector>((T*)((byte*)destination + _gateOffset), lanes), x);
                else if (_kind == Kind.Accumulate)
                    x = TVector.Add(SimdPartial.Load<T, TVector>(destination, lanes), x);
                SimdPartial.Store(x, destination, lanes);
            }
        }
    }

    // Comparisons with not-a-number are false: it stays what it is in Relu, and as a gate it closes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Relu<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> =>
        TVector.ConditionalSelect(TVector.GreaterThan(TVector.Zero, x), TVector.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Gate<TVector>(TVector gate, TVector x)
        where TVector : unmanaged, ISimd<TVector, T> =>
        TVector.ConditionalSelect(TVector.GreaterThan(gate, TVector.Zero), x, TVector.Zero);
}
