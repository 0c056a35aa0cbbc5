using Adjoint.Data;

namespace Adjoint.Imaging;

/// <summary>Samples of 16 bits as bytes, for formats that hold no more.</summary>
internal static class Samples
{
    /// <summary>Rounds 0..65535 to 0..255.</summary>
    public static byte ToByte(ushort value) => (byte)(((value * 255u) + 32767) / 65535);

    /// <summary>A row of a picture in 8 bits: the picture's own samples, or rounded ones in <paramref name="buffer"/>.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="y">The row.</param>
    /// <param name="buffer">Room for a row's samples.</param>
    public static ReadOnlySpan<byte> Row(Picture picture, int y, Span<byte> buffer)
    {
        int length = picture.Width * picture.Channels;
        if (picture.BitDepth == 8)
        {
            return picture.Bytes.Slice(y * length, length);
        }

        ReadOnlySpan<ushort> words = picture.Words.Slice(y * length, length);
        for (int i = 0; i < length; i++)
        {
            buffer[i] = ToByte(words[i]);
        }

        return buffer[..length];
    }
}
