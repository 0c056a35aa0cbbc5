using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Adjoint.Kernels.Simd;

/// <summary>
/// Cache lines of 64 bytes, which are also the widest registers: a load or store that crosses from one line into the next costs two. The stack and arrays
/// are aligned to 8 or 16 bytes only, so scratch is taken <see cref="Slack{T}"/> numbers longer and its front left out.
/// </summary>
internal static unsafe class CacheLine
{
    private const int Bytes = 64;

    /// <summary>Numbers by which scratch must be longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Slack<T>()
        where T : unmanaged => Bytes / sizeof(T);

    /// <summary>The first address at or behind this one where a line starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T* Align<T>(T* address)
        where T : unmanaged => (T*)(((nuint)address + (Bytes - 1)) & ~(nuint)(Bytes - 1));

    /// <summary>The same in memory on the stack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T* Align<T>(Span<T> stack)
        where T : unmanaged => Align((T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(stack)));
}
