using System.Buffers.Binary;
using System.Text;
using Adjoint.Data;
using Adjoint.Imaging;

namespace Adjoint.Cli.Tests;

/// <summary>Whatever is wrong: one line that says what, the right exit code, nothing on standard output, nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Workplace _place = new();
    private readonly string _model;

    public BadInputTests(TrainedModel trained)
    {
        ArgumentNullException.ThrowIfNull(trained);
        _model = trained.ModelPath;
        byte[] model = File.ReadAllBytes(_model);
        File.WriteAllBytes(_place["truncated.safetensors"], model[..(model.Length - 100)]);
        File.WriteAllText(_place["text.safetensors"], "This is no model, but it is long enough to look like one at first.");
        File.WriteAllText(_place["none.png"], "no picture");
        Directory.CreateDirectory(_place["empty"]);
        Directory.CreateDirectory(_place["mixed"]);
        File.WriteAllText(_place["mixed/none.png"], "no picture");
        PictureFile.Write(new DeadLeaves(1).Create(0, 90, 90), _place["photo.png"]);
        byte[] header = Encoding.UTF8.GetBytes("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""");
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(_place["other.safetensors"], [.. length, .. header, .. new byte[8]]);
    }

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("", "name a command: train, run, score, summary, eval")]
    [InlineData("trian", "did you mean 'train'?")]
    [InlineData("convert", "there is no command 'convert'")]
    [InlineData("analyze", "EXPR|MODEL is missing")]
    [InlineData("train", "RECIPE is missing")]
    [InlineData("train greyscal", "did you mean 'greyscale'?")]
    [InlineData("train something", "there is no recipe 'something'")]
    [InlineData("train greyscale --epocs 3", "did you mean '--epochs'?")]
    [InlineData("train greyscale --epochs 0", "--epochs takes a whole number from 1 to 2147483647, not '0'")]
    [InlineData("train greyscale --epochs many", "not 'many'")]
    [InlineData("train greyscale --threads 0", "--threads takes a whole number from 1 to 1024")]
    [InlineData("train greyscale --sigma -1", "--sigma takes a number from 0")]
    [InlineData("train greyscale --sigma NaN", "--sigma takes a number from 0")]
    [InlineData("train greyscale --seed 1.5", "--seed takes a whole number")]
    [InlineData("train greyscale more", "'more' is one argument too many")]
    [InlineData("summary", "MODEL is missing")]
    [InlineData("summary MODEL --input 64by64", "--input takes a shape such as 64x64x3")]
    [InlineData("summary MODEL --input 64x0x3", "--input takes a shape such as 64x64x3")]
    [InlineData("run MODEL", "--input")]
    [InlineData("run MODEL --input photo.png", "--output")]
    [InlineData("run MODEL --input photo.png --output photo.tiff", "'.tiff' is not written")]
    [InlineData("run MODEL --input photo.png photo.png --output one.png", "several pictures do not go into the one file")]
    [InlineData("score MODEL", "--data")]
    [InlineData("score MODEL --data empty --sigma -3", "--sigma takes a number from 0")]
    public void A_wrong_command_line_gives_2(string arguments, string message) => Fails(2, arguments, message);

    [Theory]
    [InlineData("train greyscale --json --data nowhere", "nowhere: there is no such folder")]
    [InlineData("train greyscale --json --data empty", "empty: there are no pictures in this folder")]
    [InlineData("train greyscale --json --data mixed", "none.png: this is not a picture")]
    [InlineData("train greyscale --json --data photo.png", "photo.png: this is a file, not a folder")]
    [InlineData("train greyscale --json --out photo.png", "'photo.png' is a file")]
    [InlineData("train greyscale --json --out photo.png/deeper", "is a file")]
    [InlineData("train greyscale --json --out nowhere --resume", "there is no checkpoint")]
    [InlineData("summary nowhere.safetensors", "there is no model file 'nowhere.safetensors'")]
    [InlineData("summary empty", "'empty' is a folder")]
    [InlineData("summary truncated.safetensors", "'truncated.safetensors' is not a valid safetensors file")]
    [InlineData("summary text.safetensors", "'text.safetensors' is not a valid safetensors file")]
    [InlineData("summary other.safetensors", "it was not written by Adjoint")]
    [InlineData("summary MODEL --input 64x64x1", "made for inputs of 64×64×3")]
    [InlineData("summary MODEL --input 2x2x3", "convolution1")]
    [InlineData("run MODEL --input none.png --output out.png", "none.png: this is not a picture")]
    [InlineData("run MODEL --input nowhere.png --output out.png", "nowhere.png: there is no such file")]
    [InlineData("run MODEL --input nowhere.npy --output out.npy", "nowhere.npy: there is no such file")]
    [InlineData("run MODEL --input photo.png --output nowhere/out.png", "there is no folder")]
    [InlineData("run MODEL --input photo.png --output .", "would replace an input")]
    [InlineData("run MODEL --input empty --output out", "empty: there are no pictures")]
    [InlineData("run other.safetensors --input photo.png --output out.png", "it was not written by Adjoint")]
    [InlineData("score MODEL --data empty", "empty: there are no pictures")]
    [InlineData("score MODEL --data mixed --json", "none.png: this is not a picture")]
    [InlineData("score text.safetensors --data empty", "is not a valid safetensors file")]
    public void Work_that_fails_gives_1(string arguments, string message) => Fails(1, arguments, message);

    [Fact]
    public void A_device_is_no_folder_and_no_picture()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        Fails(1, "train greyscale --json --out /dev/full", "'/dev/full' is a file");
        Fails(1, "run MODEL --input photo.png --output /dev/full", "'/dev/full' is a file");
    }

    [Fact]
    public void A_folder_that_may_not_be_written_is_said_so()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("Root may write everywhere.");
            return;
        }

        Directory.CreateDirectory(_place["locked"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Fails(1, "run MODEL --input photo.png --output locked/out.png", "locked/out.png");
        Fails(1, "train greyscale --json --data . --out locked/deeper", "cannot be made");
    }

    private void Fails(int exitCode, string arguments, string message)
    {
        string[] before = Entries();
        CommandResult result = _place.Run([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(argument => argument == "MODEL" ? _model : argument)]);

        // On a busy machine the work may be announced, "photo.png …", before it fails.
        string line = Assert.Single(result.ErrorLines, each => !each.EndsWith('…'));
        Assert.StartsWith("adjoint", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Equal(before, Entries());
    }

    private string[] Entries() => [.. Directory.EnumerateFileSystemEntries(_place.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
