using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels.Layout;

/// <summary>
/// Interleaves or separates 2 to 8 channels with AVX-512. A register of one side takes its lanes from up to as many
/// registers of the other side as there are channels. One instruction picks each lane from either of two registers by a
/// table of lane numbers: 0 to L − 1 the lanes of the first register, L to 2 L − 1 those of the second. The first step
/// picks from the first two registers, and each further step keeps what has been picked and fills in the lanes that
/// come from the next register.
/// </summary>
internal static unsafe class ChannelShuffle
{
    private const int MaxChannels = 8;

    /// <summary>True if this processor and these sizes are what the shuffle is made for.</summary>
    internal static bool Fits<T>(int channels, int pixels) =>
        Avx512F.IsSupported && channels is >= 2 and <= MaxChannels && pixels >= Vector512<T>.Count;

    /// <summary>[pixels][channels] → [channels][pixels].</summary>
    internal static void Separate<T>(int channels, int pixels, T* source, T* result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Lane j of channel c is number c + j · channels of the interleaved registers.
        int lanes = Vector512<T>.Count;
        byte* table = stackalloc byte[MaxChannels * (MaxChannels - 1) * Vector512<byte>.Count];
        for (int c = 0; c < channels; c++)
            for (int j = 0; j < lanes; j++)
                Plan<T>(table, channels, c, j, ((j * channels) + c) / lanes, ((j * channels) + c) % lanes);
        Run(table, channels, pixels, source, lanes, channels, result, pixels, 1);
    }

    /// <summary>[channels][pixels] → [pixels][channels].</summary>
    internal static void Interleave<T>(int channels, int pixels, T* source, T* result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Lane j of interleaved register k is number k · L + j: a pixel's channels follow each other.
        int lanes = Vector512<T>.Count;
        byte* table = stackalloc byte[MaxChannels * (MaxChannels - 1) * Vector512<byte>.Count];
        for (int k = 0; k < channels; k++)
            for (int j = 0; j < lanes; j++)
                Plan<T>(table, channels, k, j, ((k * lanes) + j) % channels, ((k * lanes) + j) / channels);
        Run(table, channels, pixels, source, pixels, 1, result, lanes, channels);
    }

    /// <summary>Notes that lane <paramref name="lane"/> of an output is lane <paramref name="from"/> of register <paramref name="register"/>.</summary>
    private static void Plan<T>(byte* table, int channels, int output, int lane, int register, int from)
        where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        for (int step = 1; step < channels; step++)
        {
            int index = register == step ? lanes + from : step > 1 ? lane : register == 0 ? from : 0;
            byte* place = table + ((((output * (channels - 1)) + step - 1) * lanes) + lane) * sizeof(T);
            if (sizeof(T) == sizeof(int)) *(int*)place = index;
            else *(long*)place = index;
        }
    }

    /// <summary>
    /// Goes through the picture a register of pixels at a time; the last step ends with the picture and overlaps the one before.
    /// </summary>
    /// <param name="table">The lane numbers, [output][step].</param>
    /// <param name="channels">Channels, and registers on each side of a step.</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="source">The source.</param>
    /// <param name="sourceStride">Distance between two registers of a step in the source.</param>
    /// <param name="sourceStep">Distance between two pixels in the source.</param>
    /// <param name="result">The result.</param>
    /// <param name="resultStride">Distance between two registers of a step in the result.</param>
    /// <param name="resultStep">Distance between two pixels in the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T>(
        byte* table, int channels, nint pixels, T* source, nint sourceStride, nint sourceStep, T* result, nint resultStride, nint resultStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint last = pixels - Vector512<T>.Count;
        for (nint next = 0; next < pixels; next += Vector512<T>.Count)
        {
            nint pixel = Math.Min(next, last);
            T* from = source + (pixel * sourceStep), to = result + (pixel * resultStep);
            byte* indices = table;
            Vector512<T> first = Vector512.Load(from);
            for (int output = 0; output < channels; output++, to += resultStride)
            {
                Vector512<T> picked = first;
                T* register = from;
                for (int step = 1; step < channels; step++, indices += Vector512<byte>.Count)
                    picked = Pick(picked, indices, Vector512.Load(register += sourceStride));
                Vector512.Store(picked, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Pick<T>(Vector512<T> first, byte* indices, Vector512<T> second)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Avx512F.PermuteVar16x32x2(first.AsSingle(), Vector512.Load((int*)indices), second.AsSingle()).As<float, T>()
            : Avx512F.PermuteVar8x64x2(first.AsDouble(), Vector512.Load((long*)indices), second.AsDouble()).As<double, T>();
}
