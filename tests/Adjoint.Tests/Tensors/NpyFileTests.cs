using System.Buffers.Binary;
using System.Text;
using Adjoint.Tensors;
using CsCheck;

namespace Adjoint.Tests.Tensors;

public sealed class NpyFileTests
{
    // What numpy.save wrote for numpy.array([[1.5, -2.0, 3.25]], dtype='<f4'), by the format's text: 128 bytes of header, then the numbers.
    [Fact]
    public void Writing_gives_the_bytes_that_numpy_gives()
    {
        using MemoryStream stream = new();
        NpyFile.Write(stream, new Tensor<float>([1, 3], [1.5f, -2, 3.25f]));
        string text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }".PadRight(117) + "\n";
        byte[] expected = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(text), 0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0x50, 0x40];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void What_was_written_is_read() => Gen.Select(Gen.Int[0, 4].Array[0, 4], Gen.Int).Sample((lengths, salt) =>
    {
        Shape shape = Shape.Create(lengths);
        Check<float>(i => BitConverter.Int32BitsToSingle((i * 77777) + salt));
        Check<double>(i => BitConverter.Int64BitsToDouble((i * 7777777777L) + salt));
        Check<int>(i => (i * 77777) + salt);
        Check<long>(i => (i * 7777777777L) + salt);
        Check<byte>(i => (byte)(i + salt));

        void Check<T>(Func<int, T> value)
            where T : unmanaged, System.Numerics.INumber<T>
        {
            Tensor<T> tensor = new(shape, [.. Enumerable.Range(0, shape.Size).Select(value)]);
            using MemoryStream stream = new();
            NpyFile.Write(stream, tensor);
            Assert.Equal(0, (stream.Length - (shape.Size * System.Runtime.CompilerServices.Unsafe.SizeOf<T>())) % 64);
            stream.Position = 0;
            Tensor<T> read = NpyFile.Read<T>(stream, "a.npy");
            Assert.Equal(shape, read.Shape);
            Assert.Equal(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tensor.Span), System.Runtime.InteropServices.MemoryMarshal.AsBytes(read.Span));
        }
    });

    [Theory]
    [InlineData("<f2", 2), InlineData(">f2", 2), InlineData("<f4", 4), InlineData(">f4", 4), InlineData("=f4", 4), InlineData("<f8", 8), InlineData(">f8", 8)]
    [InlineData("|i1", 1), InlineData("<i2", 2), InlineData(">i2", 2), InlineData("<i4", 4), InlineData(">i4", 4), InlineData("<i8", 8), InlineData(">i8", 8)]
    [InlineData("|u1", 1), InlineData("<u2", 2), InlineData(">u2", 2), InlineData("<u4", 4), InlineData(">u4", 4), InlineData("<u8", 8), InlineData(">u8", 8)]
    public void Every_number_type_is_read_as_float_double_and_int(string type, int size)
    {
        int[] numbers = [0, 1, 2, 100, 127, type[1] == 'u' ? 3 : -100];
        byte[] data = new byte[numbers.Length * size];
        for (int i = 0; i < numbers.Length; i++)
        {
            Span<byte> element = data.AsSpan(i * size, size);
            switch (type[1..])
            {
                case "f2": BinaryPrimitives.WriteHalfLittleEndian(element, (Half)numbers[i]); break;
                case "f4": BinaryPrimitives.WriteSingleLittleEndian(element, numbers[i]); break;
                case "f8": BinaryPrimitives.WriteDoubleLittleEndian(element, numbers[i]); break;
                default: Encoding.Latin1.GetBytes(new string([.. Enumerable.Range(0, size).Select(k => (char)(byte)((long)numbers[i] >> (8 * k)))]), element); break;
            }

            if (type[0] == '>')
            {
                element.Reverse();
            }
        }

        byte[] file = Npy($"{{'descr': '{type}', 'fortran_order': False, 'shape': (6,), }}", data);
        Assert.Equal(numbers, Read<int>(file).Span.ToArray());
        Assert.Equal([.. numbers.Select(n => (float)n)], Read<float>(file).Span.ToArray());
        Assert.Equal([.. numbers.Select(n => (double)n)], Read<double>(file).Span.ToArray());
    }

    [Fact]
    public void Truth_values_are_0_and_1()
    {
        byte[] file = Npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", [0, 1, 255]);
        Assert.Equal([0, 1, 1], Read<int>(file).Span.ToArray());
        Assert.Equal([0f, 1, 1], Read<float>(file).Span.ToArray());
        Assert.Equal([0, 1, 1], Read<byte>(file).Span.ToArray());
        using MemoryStream stream = new();
        NpyFile.Write(stream, new Tensor<bool>([2], [true, false]));
        Assert.Equal([1, 0], Read<int>(stream.ToArray()).Span.ToArray());
    }

    [Fact]
    public void Fortran_order_becomes_C_order()
    {
        byte[] data = [.. Enumerable.Range(0, 24).Select(i => (byte)i)];
        Tensor<int> tensor = Read<int>(Npy("{'fortran_order': True, 'shape': (2, 3, 4), 'descr': '|u1'}", data));
        Assert.Equal([2, 3, 4], tensor.Shape);
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                for (int k = 0; k < 4; k++)
                {
                    Assert.Equal(i + (2 * (j + (3 * k))), tensor[i, j, k]);
                }
            }
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void All_versions_and_spellings_are_read(byte version)
    {
        foreach ((string shape, int[] expected) in new (string, int[])[] { ("()", []), ("(1,)", [1]), ("(1, 1)", [1, 1]), ("(1L,1,)", [1, 1]), ("( 1 , )", [1]) })
        {
            byte[] file = Npy($"{{ \"shape\" :{shape},'descr':\"<u2\" , 'fortran_order':False}}   \n", [7, 1], version);
            Tensor<int> tensor = Read<int>(file);
            Assert.Equal(Shape.Create(expected), tensor.Shape);
            Assert.Equal(263, Assert.Single(tensor.Span.ToArray()));
        }

        Assert.Equal([0, 5], Read<float>(Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 5), }", [], version)).Shape);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1.0,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': ()}, 1")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999999,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000, 2000000000)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,)}")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<U1', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4, 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("__import__('os').system('true')")]
    public void A_header_that_says_anything_else_is_refused_in_one_line(string text) => Refused(Npy(text, new byte[4]));

    [Fact]
    public void Numbers_that_are_no_whole_numbers_are_not_read_as_such()
    {
        foreach (float number in new[] { 0.5f, float.NaN, float.PositiveInfinity, 2147483648f, -2147483904f })
        {
            using MemoryStream stream = new();
            NpyFile.Write(stream, new Tensor<float>([1], [number]));
            Assert.Throws<InvalidDataException>(() => Read<int>(stream.ToArray()));
        }

        using MemoryStream longs = new();
        NpyFile.Write(longs, new Tensor<long>([1], [1L << 31]));
        Assert.Throws<InvalidDataException>(() => Read<int>(longs.ToArray()));
        Assert.Equal([2147483648f], Read<float>(longs.ToArray()).Span.ToArray());
    }

    [Fact]
    public void Every_cut_file_is_refused()
    {
        byte[] file = Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", new byte[48]);
        for (int length = 0; length < file.Length; length++)
        {
            Refused(file[..length]);
        }

        Refused([.. file, 0]);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_but_nothing_else() => Gen.Select(Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 200], Gen.Byte, Gen.Byte[1, 3]).Sample(
        (first, a, second, b, version) =>
        {
            byte[] file = Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }", new byte[24], version);
            file[first % file.Length] = a;
            file[second % file.Length] = b;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Read<double>(file);
            }
            catch (InvalidDataException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000);
        },
        iter: 20_000);

    [Fact]
    public void Files_are_written_and_read_by_name()
    {
        using TemporaryFolder folder = new();
        NpyFile.Write(folder["a.npy"], new Tensor<double>([2], [1, 2]));
        Assert.Equal([1f, 2f], NpyFile.Read<float>(folder["a.npy"]).Span.ToArray());
        string bad = folder.Write("bad.npy", [1, 2, 3]);
        Assert.Contains(bad, Assert.Throws<InvalidDataException>(() => NpyFile.Read<float>(bad)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => NpyFile.Read<float>(folder["none.npy"]));
        Assert.Throws<NotSupportedException>(() => NpyFile.Write(folder["x.npy"], new Tensor<char>([1])));
    }

    private static void Refused(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => Read<float>(file));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000);
        Assert.StartsWith("'test.npy' is not a readable .npy file: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private static Tensor<T> Read<T>(byte[] file)
        where T : unmanaged, System.Numerics.INumber<T> => NpyFile.Read<T>(new MemoryStream(file), "test.npy");

    private static byte[] Npy(string text, byte[] data, byte version = 1)
    {
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.Latin1.GetBytes(text), .. data];
    }
}
