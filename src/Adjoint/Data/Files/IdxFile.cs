using System.Buffers.Binary;
using Adjoint.Tensors;

namespace Adjoint.Data.Files;

/// <summary>
/// Files of the IDX format, in which MNIST and its likes come: two zero bytes, a byte for the type, one for the number of axes, each axis' length as a big-endian number of 32 bits,
/// the elements in C order (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", file formats). Bytes are read; packed by gzip or not.
/// </summary>
public static class IdxFile
{
    private const int ByteType = 0x08, MostAxes = 8, Piece = 1 << 20;

    /// <summary>Reads an array of bytes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no IDX file of bytes, or its header does not tell the truth; one line names the file and says what is wrong.
    /// Memory is taken as data arrive, never on the header's word.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxArray Read(string path) => DataFile.Read(path, Read);

    /// <summary>Reads pictures and their labels.</summary>
    /// <param name="pictures">The file of pictures: N×height×width, or N×height×width×channels.</param>
    /// <param name="labels">The file of N labels.</param>
    /// <param name="classes">The classes' names; where left out, 0 to the greatest label.</param>
    /// <returns>The pictures, 255 standing for 1.</returns>
    /// <exception cref="InvalidDataException">A file is no IDX file, or the two do not belong together; one line names them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LabelledPictures ReadLabelled(string pictures, string labels, IReadOnlyList<string>? classes = null)
    {
        IdxArray values = Read(pictures), marks = Read(labels);
        if (marks.Shape.Rank != 1)
        {
            throw new InvalidDataException($"'{labels}': labels have one axis, not the shape {marks.Shape}; is it the file of pictures?");
        }

        LabelledParts.CheckPictures(pictures, values.Shape);
        int[] numbers = new int[marks.Values.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = marks.Values.Span[i];
        }

        IReadOnlyList<string> names = LabelledParts.Classes(pictures, values.Shape, labels, numbers, classes);
        return new LabelledPictures(LabelledParts.PictureShape(values.Shape), values.Values, numbers, names);
    }

    private static IdxArray Read(Stream stream)
    {
        Span<byte> header = stackalloc byte[4];
        if (stream.ReadAtLeast(header, 4, throwOnEndOfStream: false) < 4)
        {
            throw new InvalidDataException("it is too short for an IDX file.");
        }

        if (header[0] != 0 || header[1] != 0)
        {
            throw new InvalidDataException("it is no IDX file: it does not begin with two zero bytes.");
        }

        if (header[2] != ByteType)
        {
            throw new InvalidDataException($"its elements are of type 0x{header[2]:X2}; bytes (0x08) are read.");
        }

        int rank = header[3];
        if (rank is < 1 or > MostAxes)
        {
            throw new InvalidDataException($"its header states {rank} axes; 1 to {MostAxes} are read.");
        }

        int[] lengths = new int[rank];
        long size = 1;
        for (int axis = 0; axis < rank; axis++)
        {
            if (stream.ReadAtLeast(header, 4, throwOnEndOfStream: false) < 4)
            {
                throw new InvalidDataException("it ends within its header.");
            }

            lengths[axis] = BinaryPrimitives.ReadInt32BigEndian(header);
            size = lengths[axis] < 0 || size > Array.MaxLength ? long.MaxValue : size * lengths[axis];
            if (size > Array.MaxLength)
            {
                throw new InvalidDataException($"its header states a length of {(uint)lengths[axis]} along axis {axis}: more elements than can be read.");
            }
        }

        return new IdxArray(Shape.Create(lengths), ReadValues(stream, (int)size));
    }

    private static byte[] ReadValues(Stream stream, int size)
    {
        if (stream.CanSeek && stream.Length - stream.Position < size)
        {
            throw new InvalidDataException($"its header states {size} elements, but {stream.Length - stream.Position} bytes follow.");
        }

        // Unpacked data have no known length: memory doubles as they come.
        byte[] values = new byte[stream.CanSeek ? size : Math.Min(size, Piece)];
        int read = 0;
        while (true)
        {
            read += stream.ReadAtLeast(values.AsSpan(read), values.Length - read, throwOnEndOfStream: false);
            if (read < values.Length)
            {
                throw new InvalidDataException($"its header states {size} elements, but {read} bytes follow.");
            }

            if (read == size)
            {
                break;
            }

            Array.Resize(ref values, (int)Math.Min(size, 2L * values.Length));
        }

        return stream.ReadByte() < 0 ? values : throw new InvalidDataException($"its header states {size} elements, but more bytes follow.");
    }
}
