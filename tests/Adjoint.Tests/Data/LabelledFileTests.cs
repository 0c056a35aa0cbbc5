using System.IO.Compression;
using System.Text;
using Adjoint.Data;
using Adjoint.Data.Files;
using Adjoint.Tensors;
using Adjoint.Tests.Tensors;

namespace Adjoint.Tests.Data;

/// <summary>Files of labelled pictures: what is right is read, and what is wrong is said in one line that names the file, and the row where there are rows.</summary>
public sealed class LabelledFileTests
{
    private static readonly byte[] Pictures = Idx([3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]);
    private static readonly byte[] Labels = Idx([3], [0, 2, 1]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IDX_is_read_packed_or_not(bool packed)
    {
        using TemporaryFolder folder = new();
        LabelledPictures read = IdxFile.ReadLabelled(folder.Write("p", packed ? Pack(Pictures) : Pictures), folder.Write("l", packed ? Pack(Labels) : Labels));
        Assert.Equal((3, 3), (read.Count, read.Classes.Count));
        Assert.Equal([2, 2, 1], read.PictureShape);
        Assert.Equal([8 / 255f, 9 / 255f, 10 / 255f, 1f], read.ToTensor(2, 1).Span.ToArray());
        Assert.Equal(2, read.Label(1));
    }

    public static TheoryData<string, byte[], byte[], string> WrongIdx() => new()
    {
        { "empty", [], Labels, "too short" },
        { "no IDX", Encoding.ASCII.GetBytes("hello, world"), Labels, "two zero bytes" },
        { "floats", Idx([3, 2, 2], new byte[12], type: 0x0D), Labels, "0x0D" },
        { "no axes", [0, 0, 8, 0], Labels, "0 axes" },
        { "header cut", Pictures[..9], Labels, "ends within its header" },
        { "count larger than the file", Idx([1000, 2, 2], new byte[12]), Labels, "4000 elements, but 12 bytes follow" },
        { "negative count", Idx([-1, 2, 2], new byte[12]), Labels, "4294967295" },
        { "product that overflows", Idx([65536, 65536, 65536], new byte[12]), Labels, "more elements than can be read" },
        { "a length of 0 that hides one", Idx([0, 2147483647, 2147483647], []), Labels, "no pictures" },
        { "bytes behind", [.. Pictures, 7], Labels, "more bytes follow" },
        { "packed and cut", Pack(Pictures)[..^9], Labels, "" },
        { "packed lie of two gigabytes", Pack(Idx([2_000_000_000], [1, 2])), Labels, "but 2 bytes follow" },
        { "labels for pictures", Labels, Labels, "N×height×width" },
        { "pictures for labels", Pictures, Pictures, "one axis" },
        { "fewer labels", Pictures, Idx([2], [0, 1]), "3 pictures, but" },
        { "a single class", Pictures, Idx([3], [4, 4, 4]), "'4'" },
    };

    [Theory]
    [MemberData(nameof(WrongIdx))]
    public void Wrong_IDX_is_refused_in_one_line(string name, byte[] pictures, byte[] labels, string says)
    {
        using TemporaryFolder folder = new();
        string p = folder.Write("pictures-of-" + name, pictures), l = folder.Write("labels-of-" + name, labels);
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabelled(p, l));
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    public static TheoryData<string, CsvOptions, int[], string> RightCsv() => new()
    {
        { "0,1,0,1,3\n1,0,0,0,1\n", new(), [3, 1], "0 1 0 1" },
        { "a,b,c,d,label\n0,4,8,16,3\r\n1,0,0,0,1", new(), [3, 1], "0 0.25 0.5 1" },
        { "label,0,1,2,3\n3,0,51,102,255\n\n1,0,0,0,1\n", new(), [3, 1], "0 0.2 0.4 1" },
        { "\"label\",\"p 1\",\"p 2\",p3,p4\r\n\"3\", \"0\" ,\"51\",102,255\r\n1,0,0,0,1\r\n", new(), [3, 1], "0 0.2 0.4 1" },
        { "0,1,0,1,\"dog, \"\"big\"\"\"\n0,1,0,1,\" ant\"", new() { White = 2 }, [1, 0], "0 0.5 0 0.5" },
        { "cat;0;0.5;1;0.25\nant;0;0;0;0", new() { LabelColumn = "0" }, [1, 0], "0 0.5 1 0.25" },
        { "0\t1\t0\t1\tb\n0\t1\t0\t1\ta", new() { White = 2 }, [1, 0], "0 0.5 0 0.5" },
        { "x,0,1,0,1\n0,1,0,1,1", new() { Header = true, Height = 1 }, [1, 0], "skip" },
        { "k,0,1\n1,1,0\n0,0,1", new() { LabelColumn = "K", Height = 1, Width = 2 }, [1, 0], "1 0" },
    };

    [Theory]
    [MemberData(nameof(RightCsv))]
    public void CSV_is_read_in_its_many_forms(string text, CsvOptions options, int[] labels, string first)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("t.csv.gz", Pack(Encoding.UTF8.GetBytes(text)));
        if (first == "skip")
        {
            Assert.Throws<InvalidDataException>(() => CsvPictures.Read(file, options));
            return;
        }

        LabelledPictures read = CsvPictures.Read(file, options);
        Assert.Equal(labels, Enumerable.Range(0, read.Count).Select(read.Label));
        float[] expected = [.. first.Split(' ').Select(value => float.Parse(value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(expected, read.ToTensor(0, 1).Span.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    public static TheoryData<string, CsvOptions, string> WrongCsv() => new()
    {
        { "", new(), "empty" },
        { "\n\n", new(), "empty" },
        { "5\n6\n", new(), "single field" },
        { "a,b,c,d,label\n", new(), "no row below" },
        { "0,1,0,1,3\n1,0,0,1\n", new(), "row 2 has 4 fields, the first row 5" },
        { "0,1,0,1,3\n\n1,0,0,0,0,1\n", new(), "row 3 has 6 fields" },
        { "0,1,0,1,3\n1,x,0,0,1\n", new(), "row 2, field 2: 'x' is no number" },
        { "0,1,0,1,3\n1,NaN,0,0,1\n", new(), "row 2, field 2" },
        { "0,1,0,1,3\n1,-1,0,0,1\n", new(), "row 2, field 2 is -1" },
        { "0,1,0,1,3\n1,256,0,0,1\n", new(), "row 2 holds 256" },
        { "0,1,0,1,3\n1,17,0,0,1\n", new() { White = 16 }, "row 2 holds 17" },
        { "0,1,0,1,3\n1,0,0,0,3\n", new(), "every row is of class '3'" },
        { "0,1,0,1,3\n1,0,0,0,-2\n", new(), "row 2 has the label -2" },
        { "0,1,0,1,3\n1,0,0,0,0.5\n", new(), "row 2 has the label '0.5'" },
        { "0,1,0,1,3\n1,0,0,0,4\n", new() { Classes = ["3", "5"] }, "row 2 has the label '4'" },
        { "0,1,0,1,3\n1,0,\"0,0,1\n", new(), "row 2 has a quote that nothing closes" },
        { "0,1,0,1,3\n\"1,0\",0,0,1\n", new(), "row 2, field 1: '1,0' is no number" },
        { "0,1,0,3\n1,0,0,1\n", new(), "no square picture" },
        { "0,1,0,1,3\n", new() { Height = 3 }, "no picture of 3×1×1" },
        { "0,1,0,1,3\n", new() { LabelColumn = "7" }, "no column 7" },
        { "a,b,c,d,e\n0,1,0,1,3\n", new() { LabelColumn = "kind" }, "no column 'kind'" },
    };

    [Theory]
    [MemberData(nameof(WrongCsv))]
    public void Wrong_CSV_is_refused_in_one_line(string text, CsvOptions options, string says)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("table.csv", Encoding.UTF8.GetBytes(text));
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => CsvPictures.Read(file, options));
        Assert.Contains("table.csv", failure.Message, StringComparison.Ordinal);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Packed_CSV_that_was_cut_is_refused()
    {
        using TemporaryFolder folder = new();
        byte[] packed = Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => $"{i % 7},{i % 3},{i % 5},0,{i % 2}\n"))));
        for (int cut = 1; cut < packed.Length; cut += 7)
        {
            string file = folder.Write("cut.csv.gz", packed[..^cut]);
            Assert.Contains("cut.csv.gz", Assert.Throws<InvalidDataException>(() => CsvPictures.Read(file)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else()
    {
        using TemporaryFolder folder = new();
        byte[][] files = [Pictures, Pack(Pictures), Encoding.UTF8.GetBytes("0,1,0,1,3\n1,0,0,0,1\n"), Pack(Encoding.UTF8.GetBytes("0,1,0,1,3\n1,0,0,0,1\n"))];
        string labels = folder.Write("labels", Labels);
        Random random = new(3);
        int refused = 0;
        for (int i = 0; i < 4000; i++)
        {
            byte[] damaged = [.. files[i % 4]];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            string file = folder.Write("damaged", damaged);
            try
            {
                _ = i % 4 < 2 ? IdxFile.ReadLabelled(file, labels) : CsvPictures.Read(file);
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                refused++;
                Assert.DoesNotContain('\n', failure.Message);
            }
        }

        Assert.InRange(refused, 1000, 3999);
    }

    [Fact]
    public void Npy_arrays_are_read_and_checked()
    {
        using TemporaryFolder folder = new();
        (string p, string l) = (folder["p.npy"], folder["l.npy"]);
        NpyFile.Write(p, new Tensor<float>([2, 1, 2], [0, 0.5f, 1, 0.25f]));
        NpyFile.Write(l, new Tensor<long>([2], [1, 0]));
        LabelledPictures read = NpyPictures.Read(p, l);
        Assert.Equal([0f, 0.5f, 1f, 0.25f], read.ToTensor(0, 2).Span.ToArray());
        Assert.Equal((1, 0), (read.Label(0), read.Label(1)));
        NpyFile.Write(p, new Tensor<byte>([2, 1, 2], [0, 8, 16, 4]));
        Assert.Equal([0f, 0.5f, 1f, 0.25f], NpyPictures.Read(p, l).ToTensor(0, 2).Span.ToArray());

        NpyFile.Write(l, new Tensor<long>([3], [1, 0, 0]));
        Assert.Contains("l.npy' holds 3 labels", Assert.Throws<InvalidDataException>(() => NpyPictures.Read(p, l)).Message, StringComparison.Ordinal);
        NpyFile.Write(l, new Tensor<long>([2], [1, -1]));
        Assert.Contains("label 1 is -1", Assert.Throws<InvalidDataException>(() => NpyPictures.Read(p, l)).Message, StringComparison.Ordinal);
        NpyFile.Write(l, new Tensor<long>([2], [1, 0]));
        NpyFile.Write(p, new Tensor<float>([2, 1, 2], [0, float.NaN, 1, 0.25f]));
        Assert.Contains("picture 0 holds NaN", Assert.Throws<InvalidDataException>(() => NpyPictures.Read(p, l)).Message, StringComparison.Ordinal);
        Assert.Contains("first axes", Assert.Throws<InvalidDataException>(() => ArraySamples.Read(p, Write(folder, [3]))).Message, StringComparison.Ordinal);
        Assert.Equal(2, ArraySamples.Read(p, Write(folder, [2])).Count);
    }

    private static string Write(TemporaryFolder folder, Shape shape)
    {
        NpyFile.Write(folder["t.npy"], new Tensor<float>(shape));
        return folder["t.npy"];
    }

    private static byte[] Idx(int[] lengths, byte[] values, byte type = 8) =>
        [0, 0, type, (byte)lengths.Length, .. lengths.SelectMany(length => BitConverter.GetBytes(length).Reverse()), .. values];

    private static byte[] Pack(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
