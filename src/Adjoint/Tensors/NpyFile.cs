using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Tensors;

/// <summary>
/// Files of NumPy's .npy format, versions 1 to 3: one array of numbers. Read are floating-point numbers of 16, 32 and 64 bits, whole numbers of 8 to 64 bits
/// with and without sign, and truth values; of either byte order, in C or Fortran order.
/// </summary>
/// <remarks>The format is NumPy enhancement proposal 1 and numpy.lib.format. A header is never evaluated, only compared with what it may say.</remarks>
public static class NpyFile
{
    /// <summary>Reads an array as a tensor in C order; numbers are converted to the type that is asked for.</summary>
    /// <typeparam name="T">float, double, int, or another number type. Floating-point and truth values: rounded to the nearest, or 0 and 1.
    /// Whole numbers: every number of the file must be one and fit.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no valid .npy file, holds something other than numbers, or numbers that do not fit;
    /// one line names the file and says what is wrong. Sizes are checked against the file's length before anything is allocated.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static Tensor<T> Read<T>(string path)
        where T : unmanaged, INumber<T>
    {
        using FileStream stream = File.OpenRead(path);
        return Read<T>(stream, path);
    }

    /// <summary>Reads an array from a stream that can seek, from its position to its end.</summary>
    /// <typeparam name="T">The type to convert to; see <see cref="Read{T}(string)"/>.</typeparam>
    /// <param name="stream">The stream; it is not disposed of.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="InvalidDataException">The content is no valid .npy file, or its numbers do not fit.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static Tensor<T> Read<T>(Stream stream, string name)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("Reading .npy needs a stream that can seek, so that sizes are checked before anything is allocated.", nameof(stream));
        }

        try
        {
            NpyHeader header = NpyHeader.Read(stream);
            return ReadValues<T>(stream, header);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"'{name}' is not a readable .npy file: it ends too early.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{name}' is not a readable .npy file: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a tensor in version 1.0, little-endian and in C order, atomically (<see cref="AtomicFile"/>).</summary>
    /// <typeparam name="T">float, double, int, long, byte or bool.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="IOException">The file could not be written; the message names it and says why.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of these.</exception>
    public static void Write<T>(string path, Tensor<T> tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        byte[] header = NpyHeader.Compose(Descriptor<T>(), tensor.Shape);
        AtomicFile.Write(path, stream => WriteAll(stream, header, tensor));
    }

    /// <summary>Writes a tensor to a stream; see <see cref="Write{T}(string, Tensor{T})"/>.</summary>
    /// <typeparam name="T">float, double, int, long, byte or bool.</typeparam>
    /// <param name="stream">The stream; it is not disposed of.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="IOException">The stream could not be written.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of these.</exception>
    public static void Write<T>(Stream stream, Tensor<T> tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensor);
        WriteAll(stream, NpyHeader.Compose(Descriptor<T>(), tensor.Shape), tensor);
    }

    private static void WriteAll<T>(Stream stream, byte[] header, Tensor<T> tensor)
        where T : unmanaged
    {
        stream.Write(header);
        LittleEndian.Write<T>(stream, tensor.Span);
    }

    private static string Descriptor<T>() => default(T) switch
    {
        float => "<f4",
        double => "<f8",
        int => "<i4",
        long => "<i8",
        byte => "|u1",
        bool => "|b1",
        _ => throw new NotSupportedException($"Tensors of {typeof(T).Name} are not written as .npy; float, double, int, long, byte and bool are."),
    };

    private static Tensor<T> ReadValues<T>(Stream stream, NpyHeader header)
        where T : unmanaged, INumber<T> => header.Type switch
        {
            "f2" => Convert<Half, T>(stream, header),
            "f4" => Convert<float, T>(stream, header),
            "f8" => Convert<double, T>(stream, header),
            "i1" => Convert<sbyte, T>(stream, header),
            "i2" => Convert<short, T>(stream, header),
            "i4" => Convert<int, T>(stream, header),
            "i8" => Convert<long, T>(stream, header),
            "u1" => Convert<byte, T>(stream, header),
            "u2" => Convert<ushort, T>(stream, header),
            "u4" => Convert<uint, T>(stream, header),
            "u8" => Convert<ulong, T>(stream, header),
            "b1" => Convert<byte, T>(stream, header, truth: true),
            _ => throw new InvalidDataException($"its elements are of type '{header.Type}'; numbers (f2, f4, f8, i1 to i8, u1 to u8) and truth values (b1) are read."),
        };

    private static Tensor<TTarget> Convert<TSource, TTarget>(Stream stream, NpyHeader header, bool truth = false)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, INumber<TTarget>
    {
        long expected = (long)header.Shape.Size * Unsafe.SizeOf<TSource>();
        long available = stream.Length - stream.Position;
        if (available != expected)
        {
            throw new InvalidDataException($"an array of shape {header.Shape} and type {header.Type} takes {expected} bytes, but {available} follow the header.");
        }

        Tensor<TTarget> tensor = new(header.Shape);
        if (!truth && typeof(TSource) == typeof(TTarget))
        {
            LittleEndian.Read(stream, tensor.Span, header.BigEndian);
        }
        else
        {
            TSource[] piece = new TSource[Math.Min(tensor.Span.Length, 1 << 13)];
            for (Span<TTarget> rest = tensor.Span; !rest.IsEmpty;)
            {
                Span<TSource> source = piece.AsSpan(0, Math.Min(piece.Length, rest.Length));
                LittleEndian.Read(stream, source, header.BigEndian);
                for (int i = 0; i < source.Length; i++)
                {
                    rest[i] = truth ? (TSource.IsZero(source[i]) ? TTarget.Zero : TTarget.One) : Exact<TSource, TTarget>(source[i]);
                }

                rest = rest[source.Length..];
            }
        }

        return header.Fortran && header.Shape.Rank > 1 ? FromFortran(tensor) : tensor;
    }

    private static TTarget Exact<TSource, TTarget>(TSource value)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, INumber<TTarget>
    {
        if (typeof(TTarget) == typeof(float) || typeof(TTarget) == typeof(double) || typeof(TTarget) == typeof(Half))
        {
            return TTarget.CreateSaturating(value);
        }

        // A whole number is the same number as what was read, neither rounded nor cut.
        if (TSource.IsInteger(value))
        {
            try
            {
                return TTarget.CreateChecked(value);
            }
            catch (OverflowException)
            {
                // The line below says so.
            }
        }

        throw new InvalidDataException($"it holds {value.ToString(null, CultureInfo.InvariantCulture)}, which is not a number of type {typeof(TTarget).Name}.");
    }

    // In Fortran order the first axis varies fastest.
    private static Tensor<T> FromFortran<T>(Tensor<T> fortran)
        where T : unmanaged
    {
        Shape shape = fortran.Shape;
        Tensor<T> tensor = new(shape);
        ReadOnlySpan<T> source = fortran.Span;
        Span<T> target = tensor.Span;
        int[] index = new int[shape.Rank], strides = new int[shape.Rank];
        int stride = 1;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        int offset = 0;
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[offset];
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                offset -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return tensor;
    }
}
