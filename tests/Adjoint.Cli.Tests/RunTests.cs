using Adjoint.Data;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Tests;

public sealed class RunTests(TrainedModel trained) : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(1, 8, false, "in.png", "out.png")]
    [InlineData(3, 8, true, "in.bmp", "out.png")]
    [InlineData(3, 16, true, "in.png", "out.png")]
    [InlineData(3, 8, false, "in.jpg", "out.bmp")]
    [InlineData(3, 16, true, "in.png", "out.jpg")]
    public void A_picture_keeps_its_size_depth_and_opacity(int channels, int depth, bool opacity, string source, string target)
    {
        Picture picture = MakePicture(37, 23, channels, depth, opacity);
        PictureFile.Write(picture, _place[source]);
        CommandResult result = _place.Run("run", trained.ModelPath, "--input", source, "--output", target).Succeeds();
        Assert.Equal("", result.Output);
        Picture restored = PictureFile.Read(_place[target]);
        Assert.Equal((37, 23, 1), (restored.Height, restored.Width, restored.Channels));
        Assert.Equal(target.EndsWith(".png", StringComparison.Ordinal) ? depth : 8, restored.BitDepth);
        bool carried = opacity && !target.EndsWith(".jpg", StringComparison.Ordinal);
        Assert.Equal(carried, restored.Alpha is not null);
        Assert.Equal(opacity && !carried, result.Error.Contains("opacity", StringComparison.Ordinal));
        if (carried)
        {
            Assert.True(restored.Alpha!.Value.Span.SequenceEqual(picture.Alpha!.Value.Span));
        }
    }

    [Fact]
    public void The_threads_do_not_change_the_result()
    {
        PictureFile.Write(new DeadLeaves(3).Create(0, 300, 700), _place["in.png"]);
        _place.Run("run", trained.ModelPath, "--input", "in.png", "--output", "one.png", "--threads", "1").Succeeds();
        _place.Run("run", trained.ModelPath, "--input", "in.png", "--output", "four.png", "--threads", "4").Succeeds();
        Assert.Equal(File.ReadAllBytes(_place["one.png"]), File.ReadAllBytes(_place["four.png"]));
        Assert.Equal(
            PictureInference.Run(
                ModelFile.Load(trained.ModelPath), PictureFile.Read(_place["in.png"]), cancellation: TestContext.Current.CancellationToken).Bytes.ToArray(), PictureFile.Read(_place["one.png"]).Bytes.ToArray());
    }

    [Fact]
    public void Arrays_go_through_the_model_as_they_are()
    {
        Tensor<float> batch = new([2, 20, 30, 3]);
        new KeyedRandom(1, "test").FillUniform(batch.Span);
        NpyFile.Write(_place["batch.npy"], batch);
        NpyFile.Write(_place["one.npy"], new Tensor<float>([20, 30, 3], batch.Span[..1800].ToArray()));
        _place.Run("run", trained.ModelPath, "--input", "batch.npy", "one.npy", "--output", "results").Succeeds();
        Tensor<float> expected = ModelFile.Load(trained.ModelPath).Predict(batch), all = NpyFile.Read<float>(_place["results/batch.npy"]);
        Assert.Equal([2, 16, 26, 1], all.Shape);
        Assert.Equal(expected.Span.ToArray(), all.Span.ToArray());
        Assert.Equal([16, 26, 1], NpyFile.Read<float>(_place["results/one.npy"]).Shape);
    }

    [Fact]
    public void A_plane_goes_through_a_model_of_one_channel()
    {
        new Sequential([8, 8, 1], new Convolution2D(1, 3)).Save(_place["grey.safetensors"]);
        NpyFile.Write(_place["plane.npy"], new Tensor<float>([9, 11]));
        _place.Run("run", "grey.safetensors", "--input", "plane.npy", "--output", "result.npy").Succeeds();
        Assert.Equal([7, 9], NpyFile.Read<float>(_place["result.npy"]).Shape);
        CommandResult wrong = _place.Run("run", trained.ModelPath, "--input", "plane.npy", "--output", "other.npy");
        Assert.Equal(1, wrong.ExitCode);
        Assert.StartsWith("adjoint run: plane.npy: ", Assert.Single(wrong.ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(_place["other.npy"]));
    }

    [Fact]
    public void A_folder_becomes_a_folder()
    {
        _place.Run("run", trained.ModelPath, "--input", trained.Data, "--output", "restored").Succeeds();
        Assert.Equal(4, PictureFolder.Enumerate(_place["restored"]).Count);
        Assert.Equal(96, PictureFile.Read(_place["restored/picture3.png"]).Width);
    }

    private static Picture MakePicture(int height, int width, int channels, int depth, bool opacity)
    {
        Tensor<float> values = new([height, width, channels]);
        new KeyedRandom(2, "test").FillUniform(values.Span);
        Picture picture = Picture.Create(height, width, channels, depth);
        picture.WriteRegion(0, 0, height, width, values.Span);
        return opacity ? picture.WithAlpha(Enumerable.Range(0, height * width).Select(i => (ushort)(i % 256 * 257)).ToArray()) : picture;
    }
}
