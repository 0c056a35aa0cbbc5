using System.Text;
using Adjoint.Tensors;
using CsCheck;

namespace Adjoint.Tests.Tensors;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        SafetensorsFile file = new();
        file.Add("b", new Tensor<float>([2, 1], [1, -2]));
        file.Add("a", new Tensor<double>([], [0.5]));
        file.Metadata["format"] = "a \"b\" é\n";
        string header = """{"__metadata__":{"format":"a \"b\" é\n"},"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]}}""";
        int length = (Encoding.UTF8.GetByteCount(header) + 7) / 8 * 8;
        byte[] text = Encoding.UTF8.GetBytes(header + new string(' ', length - Encoding.UTF8.GetByteCount(header)));
        byte[] expected = [(byte)length, 0, 0, 0, 0, 0, 0, 0, .. text, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0];
        Assert.Equal(expected, Bytes(file));
    }

    [Fact]
    public void What_was_written_is_read_and_equal_content_gives_equal_bytes() =>
        Gen.Select(Gen.Dictionary(Gen.String, Gen.Select(Gen.Bool, Gen.Int[0, 3].Array[0, 4], Gen.Int)), Gen.Dictionary(Gen.String, Gen.String)).Sample((tensors, metadata) =>
        {
            SafetensorsFile file = new(), other = new();
            foreach ((string name, (bool wide, int[] lengths, int salt)) in tensors)
            {
                Add(file, name, wide, lengths, salt);
            }

            foreach ((string name, (bool wide, int[] lengths, int salt)) in tensors.Reverse())
            {
                Add(other, name, wide, lengths, salt);
            }

            foreach ((string key, string value) in metadata)
            {
                file.Metadata[key] = value;
            }

            foreach ((string key, string value) in metadata.Reverse())
            {
                other.Metadata[key] = value;
            }

            byte[] bytes = Bytes(file);
            Assert.Equal(bytes, Bytes(other));
            SafetensorsFile read = Parse(bytes);
            Assert.Equal(metadata.Count, read.Metadata.Count);
            Assert.All(metadata, pair => Assert.Equal(pair.Value, read.Metadata[pair.Key]));
            Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), read.Names);
            foreach ((string name, (bool wide, int[] lengths, int salt)) in tensors)
            {
                Assert.Equal(wide ? typeof(double) : typeof(float), read.ElementType(name));
                Assert.Equal(Shape.Create(lengths), wide ? read.Get<double>(name).Shape : read.Get<float>(name).Shape);
            }

            Assert.Equal(bytes, Bytes(read));
        });

    private static void Add(SafetensorsFile file, string name, bool wide, int[] lengths, int salt)
    {
        Shape shape = Shape.Create(lengths);
        if (wide)
        {
            file.Add(name, new Tensor<double>(shape, [.. Enumerable.Range(0, shape.Size).Select(i => BitConverter.Int64BitsToDouble((i * 7777777777L) + salt))]));
        }
        else
        {
            file.Add(name, new Tensor<float>(shape, [.. Enumerable.Range(0, shape.Size).Select(i => BitConverter.Int32BitsToSingle((i * 77777) + salt))]));
        }
    }

    [Fact]
    public void A_file_in_any_order_with_spaces_is_read()
    {
        SafetensorsFile file = Parse(File("""
            { "x": {"shape":[1], "data_offsets": [4, 8], "dtype":"F32"},
              "y": {"data_offsets": [0, 4], "dtype":"F32", "shape":[1,1]}, "e": {"dtype":"F64","shape":[0,3],"data_offsets":[4,4]}, "__metadata__": {} }
            """, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]));
        Assert.Equal([2f], file.Get<float>("x").Span.ToArray());
        Assert.Equal([1f], file.Get<float>("y").Span.ToArray());
        Assert.Equal([0, 3], file.Get<double>("e").Shape);
        Assert.Empty(Parse(File("{}", [])).Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" {}")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{} x")]
    [InlineData("{}")]
    [InlineData("""{"x":1}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2]}}""")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"extra":0}}""")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999999]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":[],"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"\ud800","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[[[[[2]]]]],"data_offsets":[0,8]}}""")]
    public void What_the_format_forbids_is_refused_in_one_line(string header) => Refused(File(header, new byte[8]));

    [Fact]
    public void Header_lengths_are_checked()
    {
        Refused([]);
        Refused([1, 0, 0, 0, 0, 0, 0]);
        Refused([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. "{}"u8]);
        Refused([0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0, .. "{}"u8]);
        Refused([3, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8]);
        Refused([4, 0, 0, 0, 0, 0, 0, 0, (byte)'{', 0xFF, 0xFE, (byte)'}']);
    }

    [Fact]
    public void Every_cut_file_is_refused()
    {
        byte[] file = Sample();
        for (int length = 0; length < file.Length; length++)
        {
            Refused(file[..length]);
        }

        Refused([.. file, 0]);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_but_nothing_else() => Gen.Select(Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 400], Gen.Int[0, 24].Select(i => "\"{}[],:0123456789-.eF\\uxyz"u8[i])).Sample(
        (first, a, second, b) =>
        {
            byte[] file = Sample();
            file[first % file.Length] = a;
            file[second % file.Length] = b;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Parse(file);
            }
            catch (InvalidDataException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 300_000);
        },
        iter: 20_000);

    [Fact]
    public void Tensors_are_found_by_name_and_type()
    {
        SafetensorsFile file = Parse(Sample());
        Assert.True(file.Contains("kernel") && !file.Contains("none"));
        Assert.True(file.TryGet("kernel", out Tensor<float>? kernel) && kernel.Shape == [2, 2]);
        Assert.False(file.TryGet("kernel", out Tensor<double>? _));
        Assert.Contains("kernel, wide", Assert.Throws<KeyNotFoundException>(() => file.Get<float>("none")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => file.Get<double>("kernel"));
        Assert.Throws<ArgumentException>(() => file.Add("kernel", new Tensor<float>([1])));
        Assert.Throws<ArgumentException>(() => file.Add("__metadata__", new Tensor<float>([1])));
        Assert.Throws<ArgumentException>(() => file.Add("\ud800", new Tensor<float>([1])));
        file.Metadata["bad"] = "\udc00";
        Assert.Throws<InvalidOperationException>(() => Bytes(file));
    }

    [Fact]
    public void Files_are_written_and_read_by_name()
    {
        using TemporaryFolder folder = new();
        SafetensorsFile file = Parse(Sample());
        file.Save(folder["a.safetensors"]);
        Assert.Equal(Sample(), System.IO.File.ReadAllBytes(folder["a.safetensors"]));
        Assert.Equal(Sample(), Bytes(SafetensorsFile.Read(folder["a.safetensors"])));
        string bad = folder.Write("bad.safetensors", [1, 2, 3]);
        Assert.Contains(bad, Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(bad)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Read(folder["none"]));
    }

    private static byte[] Sample()
    {
        SafetensorsFile file = new();
        file.Add("kernel", new Tensor<float>([2, 2], [1, 2, 3, 4]));
        file.Add("wide", new Tensor<double>([3], [1, 2, 3]));
        file.Metadata["adjoint"] = "1";
        return Bytes(file);
    }

    private static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. data];
    }

    private static byte[] Bytes(SafetensorsFile file)
    {
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    private static SafetensorsFile Parse(byte[] bytes) => SafetensorsFile.Read(new MemoryStream(bytes), "test.safetensors");

    private static void Refused(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => Parse(bytes));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 300_000);
        Assert.StartsWith("'test.safetensors' is not a valid safetensors file: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
