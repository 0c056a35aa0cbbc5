using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// How the channels of a line are cut into blocks of registers for a <see cref="BroadcastTile"/>. Where they are no multiple of a register,
/// the last register of all ends with the last channel and lies partly over the one before, which is in its block.
/// </summary>
/// <param name="registers">Registers of the blocks before.</param>
/// <param name="start">Where in a line the block starts.</param>
/// <param name="vectors">Its registers.</param>
/// <param name="last">Where its last register starts, counted from the start of the block.</param>
internal readonly struct ChannelRegisters(int registers, int start, int vectors, int last)
{
    internal readonly int Registers = registers, Start = start, Vectors = vectors, Last = last;

    /// <summary>How many blocks there are.</summary>
    internal static int Blocks<T, TVector>(int channels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        int most = BroadcastTile.MostVectors<T, TVector>();
        return (Count<T, TVector>(channels) + most - 1) / most;
    }

    /// <summary>One of the blocks; they are as equal as can be, so none is a single register among several.</summary>
    internal static ChannelRegisters Block<T, TVector>(int channels, int block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        int all = Count<T, TVector>(channels), blocks = Blocks<T, TVector>(channels);
        int first = all * block / blocks, end = all * (block + 1) / blocks;
        int start = first * TVector.Count;
        return new(first, start, end - first, Math.Min((end - 1) * TVector.Count, channels - TVector.Count) - start);
    }

    /// <summary>Registers of all blocks.</summary>
    internal static int Count<T, TVector>(int channels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T> => (channels + TVector.Count - 1) / TVector.Count;
}
