using Adjoint.Tensors;

namespace Adjoint.Imaging.Tests;

public class LabelledDataTests
{
    private const string Rows = "0,1,0,1,3\n1,0,0,0,1\n";

    [Fact]
    public void A_folder_per_class_is_read_in_order()
    {
        using TestFolder folder = new();
        Fill(folder, ("b", 2, 4, 1), ("a", 1, 4, 3));
        File.WriteAllText(folder["a/Thumbs.db"], "");
        File.WriteAllText(folder["a/.hidden"], "");
        LabelledData data = LabelledData.Open(folder.Path);
        Assert.Equal(["a", "b"], data.Train.Classes);
        Assert.Equal([1, 2], data.Train.CountByClass());
        Assert.Equal([4, 4, 3], data.Train.PictureShape);
        Assert.Null(data.Test);
        Assert.Equal([2, 2, 1], PictureClassFolder.Read(folder.Path, Size(2, 2, 1)).PictureShape);
    }

    [Fact]
    public void Folders_train_and_test_are_the_two_parts()
    {
        using TestFolder folder = new();
        Fill(folder, ("train/x", 2, 4, 1), ("train/y", 3, 4, 1), ("test/x", 1, 4, 1));
        LabelledData data = LabelledData.Open(folder.Path);
        Assert.Equal([2, 3], data.Train.CountByClass());
        Assert.Equal([1, 0], data.Test!.CountByClass());
        Fill(folder, ("test/z", 1, 4, 1));
        Assert.Contains("'z' is none of the classes x, y", Refused(folder.Path));
    }

    [Fact]
    public void What_is_wrong_with_class_folders_is_said()
    {
        using TestFolder folder = new();
        Assert.Contains("understood are", Refused(folder.Path));
        Fill(folder, ("a", 1, 4, 1));
        Assert.Contains("single class, 'a'", Refused(folder.Path));
        Directory.CreateDirectory(folder["b"]);
        Assert.Contains("no pictures of this class", Refused(folder.Path));
        Fill(folder, ("b", 1, 5, 1));
        Assert.Contains("0.png' is 5×5", Refused(folder.Path));
        Assert.Equal(2, LabelledData.Open(folder.Path, new LabelledDataOptions { PictureShape = Size(4, 4, 1) }).Train.Count);
        File.WriteAllText(folder["b/notes.txt"], "hello");
        Assert.Contains("notes.txt' is no picture", Refused(folder.Path));
        File.Move(folder["b/notes.txt"], folder["b/notes.png"]);
        Assert.Contains("notes.png", Assert.Throws<PictureFormatException>(() => LabelledData.Open(folder.Path, new LabelledDataOptions { PictureShape = Size(4, 4, 1) })).Message);
        Assert.Contains("no such folder", Assert.Throws<DirectoryNotFoundException>(() => LabelledData.Open(folder["none"])).Message);
    }

    [Fact]
    public void Two_tables_are_told_apart_by_name()
    {
        using TestFolder folder = new();
        File.WriteAllText(folder["digits-train.csv"], "0,4,0,16,3\n1,0,0,0,1\n");
        Assert.Null(LabelledData.Open(folder.Path).Test);
        File.WriteAllText(folder["digits.csv"], Rows);
        LabelledData data = LabelledData.Open(folder.Path);

        // The part to test on has the classes and the white of the part to train on, though its own values go to 1 alone.
        Assert.Equal(data.Train.Classes, data.Test!.Classes);
        Assert.Equal(1 / 16f, data.Test.ToTensor(0, 1).Span[1]);
        Assert.Equal("CSV", data.Form);
        File.WriteAllText(folder["digits.csv"], "0,1,0,1,7\n");
        Assert.Contains("digits.csv': row 1 has the label '7'", Refused(folder.Path));
        File.WriteAllText(folder["more.csv"], Rows);
        Assert.Contains("3 CSV files", Refused(folder.Path));
        Assert.Equal(2, LabelledData.Open(folder["more.csv"]).Train.Count);
        File.WriteAllText(folder["odd.txt"], Rows);
        Assert.Contains("odd.txt", Refused(folder["odd.txt"]));
    }

    [Fact]
    public void Arrays_are_found_by_name()
    {
        using TestFolder folder = new();
        NpyFile.Write(folder["x_train.npy"], new Tensor<byte>([2, 2, 2]));
        Assert.Contains("no labels beside", Refused(folder.Path));
        NpyFile.Write(folder["y_train.npy"], new Tensor<long>([2], [0, 1]));
        Assert.Equal(2, LabelledData.Open(folder.Path).Train.Count);
        NpyFile.Write(folder["x_test.npy"], new Tensor<byte>([1, 2, 3]));
        NpyFile.Write(folder["y_test.npy"], new Tensor<long>([1], [1]));
        Assert.Contains("2×2×1, pictures to test on 2×3×1", Refused(folder.Path));
        NpyFile.Write(folder["images.npy"], new Tensor<byte>([1, 2, 3]));
        Assert.Contains("images.npy", Refused(folder.Path));
    }

    [Fact]
    public void Real_data_have_their_published_counts()
    {
        string? folder = Environment.GetEnvironmentVariable("ADJOINT_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("ADJOINT_DATA names no folder with real data (fashion-mnist, digits).");
        }

        LabelledData fashion = LabelledData.Open(Path.Combine(folder, "fashion-mnist"));
        Assert.All(fashion.Train.CountByClass(), count => Assert.Equal(6000, count));
        Assert.All(fashion.Test!.CountByClass(), count => Assert.Equal(1000, count));
        Assert.Equal([28, 28, 1], fashion.Train.PictureShape);

        LabelledData digits = LabelledData.Open(Path.Combine(folder, "digits"), new LabelledDataOptions { PictureShape = Size(28, 28, 1) });
        Assert.Equal((3823, 1797, 10), (digits.Train.Count, digits.Test!.Count, digits.Train.Classes.Count));
        Assert.Equal([28, 28, 1], digits.Test.PictureShape);
        Assert.Equal(16, digits.Train.White);
    }

    private static Shape Size(int height, int width, int channels) => [height, width, channels];

    private static string Refused(string path)
    {
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => LabelledData.Open(path));
        Assert.DoesNotContain('\n', failure.Message);
        return failure.Message;
    }

    private static void Fill(TestFolder folder, params (string Class, int Count, int Size, int Channels)[] classes)
    {
        foreach ((string name, int count, int size, int channels) in classes)
        {
            Directory.CreateDirectory(folder[name]);
            for (int i = 0; i < count; i++)
            {
                PictureFile.Write(TestPictures.Smooth(size, size, channels), folder[$"{name}/{i}.png"]);
            }
        }
    }
}
