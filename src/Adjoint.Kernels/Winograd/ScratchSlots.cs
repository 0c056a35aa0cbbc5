using System.Numerics;

namespace Adjoint.Kernels.Winograd;

/// <summary>
/// Which pieces of scratch are in use. A part takes the first free one, so that one thread works in the same piece from part to part, where its
/// cache still holds it. Results do not depend on where they were computed.
/// </summary>
/// <param name="taken">A bit for each piece.</param>
internal readonly unsafe struct ScratchSlots(uint* taken)
{
    /// <summary>Most pieces, and so most parts.</summary>
    internal const int Most = 32;

    internal int Take()
    {
        while (true)
        {
            uint seen = Volatile.Read(ref *taken);
            int free = BitOperations.TrailingZeroCount(~seen);
            if (Interlocked.CompareExchange(ref *taken, seen | (1u << free), seen) == seen) return free;
        }
    }

    internal void Return(int slot) => Interlocked.And(ref *taken, ~(1u << slot));
}
