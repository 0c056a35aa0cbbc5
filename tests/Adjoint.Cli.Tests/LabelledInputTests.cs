using System.IO.Compression;
using Adjoint.Imaging;
using Adjoint.Tensors;

namespace Adjoint.Cli.Tests;

/// <summary>Labelled pictures on the command line: what is wrong with them is said in one line that names file and row, and uneven classes are noticed.</summary>
public sealed class LabelledInputTests : IDisposable
{
    private const string Training = """
        {
          "model": { "input": [2, 2, 1], "layers": [{ "kind": "dense", "units": 3 }] },
          "loss": LOSS, "optimizer": "adam", "training": { "epochs": 2, "batch": 4 },
          "data": { "kind": "labelled-pictures", "validation": 0.25 SETTINGS }
        }
        """;

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("0,1,0,1,0\n1,0,0,0,-1\n", "t.csv': row 2 has the label -1; labels are from 0")]
    [InlineData("0,1,0,1,0\n1,0,0,0,2.5\n", "t.csv': row 2 has the label '2.5'")]
    [InlineData("0,1,0,1,0\n1,0,0,0\n", "t.csv': row 2 has 4 fields, the first row 5")]
    [InlineData("0,1,0,1,0\n1,0,0,0,1\n1,0,0,x,1\n", "t.csv': row 3, field 4: 'x' is no number")]
    [InlineData("0,1,0,1,0\n1,0,0,0,0\n", "t.csv': every row is of class '0'; telling classes apart takes at least two")]
    [InlineData("0,1,0,1,0\n\n1,0,0,0,10\n1,0,0,0,12\n", "t.csv': row 3 has the label 10, but the model has outputs for the classes 0 to 9: mend the row, or give the last layer 13 units")]
    [InlineData("a,b,c,d,label\n", "t.csv': there is a header and no row below it")]
    [InlineData("0,1,0,1,0\n1,0,0,0,1\n", "t.csv: 2 pictures cannot be split into training and validation")]
    public void A_wrong_row_is_named(string text, string message)
    {
        _place.Write("t.csv", text);
        Fails("t.csv", message);
    }

    [Theory]
    [InlineData("count", "train-images-idx3-ubyte.gz' holds 3 pictures, but 'idx")]
    [InlineData("label", "t10k-labels-idx1-ubyte.gz': label 1 is 7; labels are from 0 to 2")]
    [InlineData("cut", "train-images-idx3-ubyte.gz': it is packed by gzip, but ends too early")]
    [InlineData("class", "train-labels-idx1-ubyte.gz': record 2, from 0, has the label 200, but the model has outputs for the classes 0 to 9: mend the record, or give the last layer 201 units")]
    [InlineData("lie", "train-images-idx3-ubyte.gz': its header states 2000000000 elements, but 12 bytes follow")]
    public void A_wrong_file_is_named(string what, string message)
    {
        Directory.CreateDirectory(_place["idx"]);
        byte[] pictures = Pack(Idx(what == "lie" ? [500_000_000, 2, 2] : [3, 2, 2], new byte[12]));
        Write("train-images-idx3-ubyte.gz", what == "cut" ? pictures[..^6] : pictures);
        Write("train-labels-idx1-ubyte.gz", Pack(what == "count" ? Idx([2], [0, 1]) : Idx([3], [0, 1, (byte)(what == "class" ? 200 : 2)])));
        Write("t10k-images-idx3-ubyte.gz", Pack(Idx([2, 2, 2], new byte[8])));
        Write("t10k-labels-idx1-ubyte.gz", Pack(Idx([2], [0, 7])));
        Fails("idx", message);

        void Write(string name, byte[] content) => File.WriteAllBytes(_place[$"idx/{name}"], content);
    }

    [Fact]
    public void A_wrong_picture_or_folder_is_named()
    {
        Directory.CreateDirectory(_place["none"]);
        Fails("none", "'none': there are no labelled pictures in this folder");
        Pictures("folder/a", 2, 4);
        Fails("folder", "'folder': there is a single class, 'a'");
        Directory.CreateDirectory(_place["folder/b"]);
        Fails("folder", "folder/b': there are no pictures of this class");
        Pictures("folder/b", 1, 5);
        Fails("folder", "folder/b/0.png' is 5×5, the pictures before it 4×4; bring all to one size");
    }

    [Theory]
    [InlineData("", "the classes are uneven: the smallest is '2' (1 picture), the largest '0' (10 pictures); \"class-weights\": \"balanced\"")]
    [InlineData(", \"class-weights\": \"balanced\"", "classes are weighted to count alike, by 0.5 to 5; the smallest is '2' (1 picture), the largest '0' (10 pictures)")]
    public void Uneven_classes_are_noticed_and_weighted(string settings, string note)
    {
        // Of 20 pictures of the first class and 8 of the second, a quarter validates and a quarter tests; the single one of the third is trained on. 15 / (3·10) = 0.5, 15 / (3·1) = 5.
        string rows = string.Concat(Enumerable.Range(0, 29).Select(i => $"{i},{i * 7 % 31},3,{255 - i},{(i < 20 ? 0 : i < 28 ? 1 : 2)}\n"));
        CommandResult result = Train(rows, settings, "\"cross-entropy\"").Succeeds();
        Assert.Contains(result.ErrorLines, line => line.Contains("classes with a single picture, which goes to training, so that nothing validates them: '2'", StringComparison.Ordinal));
        Assert.Contains(result.ErrorLines, line => line.Contains(note, StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_class_gets_no_weight_which_is_said()
    {
        string rows = string.Concat(Enumerable.Range(0, 24).Select(i => $"{i},3,3,{255 - i},{(i < 12 ? 0 : 2)}\n"));
        CommandResult result = Train(rows, ", \"class-weights\": \"balanced\"", "\"cross-entropy\"").Succeeds();
        Assert.Contains(result.ErrorLines, line => line.Contains("no weight makes count: '1'", StringComparison.Ordinal));
        Assert.Contains(result.ErrorLines, line => line.Contains("classes with pictures are weighted to count alike", StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_are_not_offered_for_an_empty_class()
    {
        string rows = string.Concat(Enumerable.Range(0, 24).Select(i => $"{i},3,3,{255 - i},{(i < 12 ? 0 : 2)}\n"));
        CommandResult result = Train(rows, "", "\"cross-entropy\"").Succeeds();
        Assert.Contains(result.ErrorLines, line => line.Contains("classes without pictures", StringComparison.Ordinal));
        Assert.DoesNotContain(result.ErrorLines, line => line.Contains("count alike", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_is_scored_on_any_of_its_classes_and_no_other()
    {
        Train(Rows(24), "", "\"cross-entropy\"").Succeeds();
        string model = _place["out/t.safetensors"];
        Assert.Equal(2, Score(Rows(2)).Json().GetProperty("samples").GetInt32());
        Assert.Equal(1, Score("0,3,3,255,1\n").Json().GetProperty("samples").GetInt32());
        Assert.Equal(1, Score("0,3,3,255,01\n").Json().GetProperty("samples").GetInt32());
        CommandResult wrong = Score("0,3,3,255,1\n0,3,3,255,3\n");
        Assert.Contains("s.csv': row 2 has the label '3', which is none of the 3 classes: 0, 1, 2", Assert.Single(wrong.ErrorLines, line => line.StartsWith("adjoint", StringComparison.Ordinal)), StringComparison.Ordinal);

        Directory.CreateDirectory(_place["one"]);
        File.WriteAllBytes(_place["one/train-images-idx3-ubyte"], Idx([2, 2, 2], new byte[8]));
        File.WriteAllBytes(_place["one/train-labels-idx1-ubyte"], Idx([2], [1, 1]));
        Assert.Equal(2, _place.Run("score", model, "--data", "one", "--json").Json().GetProperty("samples").GetInt32());
        File.WriteAllBytes(_place["one/train-labels-idx1-ubyte"], Idx([2], [1, 200]));
        Assert.Contains("label 1 is 200; labels are from 0 to 2", _place.Run("score", model, "--data", "one").ErrorLines[^1], StringComparison.Ordinal);

        Pictures("some/2", 3, 2);
        Assert.Equal(3, _place.Run("score", model, "--data", "some", "--json").Json().GetProperty("samples").GetInt32());
        _place.Run("score", model, "--data", "some").Succeeds();
        Pictures("some/x", 1, 2);
        Assert.Contains("'x' is none of the classes 0, 1, 2", _place.Run("score", model, "--data", "some").ErrorLines[^1], StringComparison.Ordinal);

        static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"{i},3,3,{255 - i},{i % 3}\n"));

        CommandResult Score(string rows)
        {
            _place.Write("s.csv", rows);
            return _place.Run("score", model, "--data", "s.csv", "--json");
        }
    }

    [Fact]
    public void A_packed_table_that_was_cut_is_not_blamed_on_its_rows()
    {
        byte[] packed = Pack(System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => $"{i % 7},{i * i % 251},{i * 7 % 103},0,{i % 2}\n"))));
        foreach (int length in (int[])[20, packed.Length / 3, packed.Length / 2, packed.Length - 9])
        {
            File.WriteAllBytes(_place["t.csv.gz"], packed[..length]);
            Fails("t.csv.gz", "t.csv.gz': it is packed by gzip, but ends too early");
        }
    }

    [Theory]
    [InlineData("\"negative-log-likelihood\"", "goes with the loss cross-entropy, not with negative log likelihood")]
    [InlineData("{ \"kind\": \"cross-entropy\", \"class-weights\": [1, 2, 3] }", "class weights stand both in the loss and in the data")]
    public void Weights_that_mean_nothing_are_refused(string loss, string message)
    {
        string rows = string.Concat(Enumerable.Range(0, 24).Select(i => $"{i},3,3,{255 - i},{i % 3}\n"));
        CommandResult result = Train(rows, ", \"class-weights\": \"balanced\"", loss);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.ErrorLines[^1], StringComparison.Ordinal);
    }

    private CommandResult Train(string rows, string settings, string loss)
    {
        _place.Write("t.csv", rows);
        _place.Write("t.json", Training.Replace("LOSS", loss, StringComparison.Ordinal).Replace("SETTINGS", settings, StringComparison.Ordinal));
        return _place.Run("train", "t.json", "--data", "t.csv", "--json", "--out", "out");
    }

    private void Fails(string data, string message)
    {
        CommandResult result = _place.Run("train", "digits", "--data", data, "--json", "--out", "out");
        string line = Assert.Single(result.ErrorLines, each => each.StartsWith("adjoint", StringComparison.Ordinal));
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.False(Directory.Exists(_place["out"]));
    }

    private void Pictures(string folder, int count, int size)
    {
        Directory.CreateDirectory(_place[folder]);
        for (int i = 0; i < count; i++)
        {
            PictureFile.Write(Data.Picture.FromTensor(new Tensor<float>([size, size, 1])), _place[$"{folder}/{i}.png"]);
        }
    }

    private static byte[] Idx(int[] lengths, byte[] values) => [0, 0, 8, (byte)lengths.Length, .. lengths.SelectMany(length => BitConverter.GetBytes(length).Reverse()), .. values];

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
