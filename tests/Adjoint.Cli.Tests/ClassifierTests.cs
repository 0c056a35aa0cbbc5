using System.Text.Json;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Tests;

/// <summary>What <c>adjoint run</c> says of pictures, by a classifier whose logits are the four pixels and twice the first, of six classes the first four and another.</summary>
public sealed class ClassifierTests : IDisposable
{
    private static readonly string[] Classes = ["one", "two", "three", "four", "double", "never"];

    private readonly Workplace _place = new();

    public ClassifierTests()
    {
        Save("logits.safetensors", 1);
        Save("warm.safetensors", 4);
        NpyFile.Write(_place["a.npy"], new Tensor<float>([2, 2], [1, 2, 3, 0.25f]));
        NpyFile.Write(_place["b.npy"], new Tensor<float>([2, 2, 2, 1], [1, 2, 3, 0.25f, 5, 0, 0, 0]));
    }

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("logits.safetensors", 1)]
    [InlineData("warm.safetensors", 4)]
    public void Probabilities_are_the_softmax_of_the_logits_by_the_temperature(string model, double temperature)
    {
        JsonElement inputs = _place.Run("run", model, "--input", "a.npy", "b.npy", "--json").Json().GetProperty("inputs");
        Assert.Equal(["a.npy", "b.npy[0]", "b.npy[1]"], inputs.EnumerateArray().Select(input => input.GetProperty("input").GetString()!));
        double[] logits = [3, 2, 2, 1, 0.25, -50], exponentials = [.. logits.Select(z => Math.Exp(z / temperature))];
        Assert.Equal(["three", "two", "double", "one", "four", "never"], inputs[0].GetProperty("classes").EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal(
            exponentials.Select(value => value / exponentials.Sum()),
            inputs[0].GetProperty("probabilities").EnumerateArray().Select(value => value.GetDouble()),
            (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(inputs[0].GetProperty("probabilities").ToString(), inputs[1].GetProperty("probabilities").ToString());
        Assert.Equal("double", inputs[2].GetProperty("classes")[0].GetString());
    }

    [Fact]
    public void The_five_most_probable_classes_are_printed()
    {
        string one = _place.Run("run", "logits.safetensors", "--input", "a.npy").Succeeds().Output;

        // e³ / (e³ + 2e² + e + e^¼ + e^−50).
        Assert.Matches("three +51\\.68 %", one);
        Assert.DoesNotContain("never", one, StringComparison.Ordinal);
        string[] rows = [.. _place.Run("run", "logits.safetensors", "--input", "b.npy", "--threads", "2").Succeeds().Output.Split('\n').Where(line => line.Contains("b.npy", StringComparison.Ordinal))];
        Assert.Equal(2, rows.Length);
        Assert.Matches("double 9\\d\\.\\d\\d %.*one", rows[1]);
    }

    [Fact]
    public void A_picture_is_brought_to_the_size_of_the_model()
    {
        Tensor<float> grey = new([4, 4, 3]);
        grey.Span.Fill(1);
        PictureFile.Write(Data.Picture.FromTensor(grey), _place["white.png"]);
        CommandResult result = _place.Run("run", "logits.safetensors", "--input", "white.png", "--json").Succeeds();
        Assert.Contains("resized to the model's 2×2×1", Assert.Single(result.ErrorLines, line => !line.EndsWith('…')), StringComparison.Ordinal);
        Assert.Equal("double", result.Json().GetProperty("inputs")[0].GetProperty("classes")[0].GetString());
    }

    [Theory]
    [InlineData("logits.safetensors", "softmax(z)")]
    [InlineData("warm.safetensors", "softmax(z / 4)")]
    public void Numbers_are_written_as_the_model_gives_them(string model, string meaning)
    {
        CommandResult result = _place.Run("run", model, "--input", "a.npy", "--output", "z.npy").Succeeds();
        Assert.Contains($"z.npy: the logits z of 6 classes; the probabilities are {meaning}", Assert.Single(result.ErrorLines, line => !line.EndsWith('…')), StringComparison.Ordinal);
        Assert.Equal([1f, 2f, 3f, 0.25f, 2f, -50f], NpyFile.Read<float>(_place["z.npy"]).Span.ToArray());
    }

    [Theory]
    [InlineData(2, "--output is missing: 'plain.safetensors' is no classifier", "run plain.safetensors --input a.npy")]
    [InlineData(2, "leave out one of them", "run logits.safetensors --input a.npy --output z.npy --json")]
    [InlineData(1, "nowhere.png: there is no such file", "run logits.safetensors --input nowhere.png --json")]
    [InlineData(1, "wide.npy: pictures of 2×3×1 do not fit the model, which takes 2×2×1", "run logits.safetensors --input wide.npy")]
    [InlineData(1, "nan.npy: The model gives what is no finite number", "run logits.safetensors --input nan.npy --json")]
    [InlineData(1, "'task.temperature' is 'cold'", "run cold.safetensors --input a.npy")]
    public void What_cannot_be_classified_is_said_in_a_line(int exitCode, string message, string arguments)
    {
        new Sequential([2, 2, 1], new Convolution2D(1, 1)).Save(_place["plain.safetensors"]);
        Model cold = Make(1);
        cold.Metadata["task.temperature"] = "cold";
        cold.Save(_place["cold.safetensors"]);
        NpyFile.Write(_place["wide.npy"], new Tensor<float>([2, 3]));
        NpyFile.Write(_place["nan.npy"], new Tensor<float>([2, 2], [1, float.NaN, 0, 0]));
        CommandResult result = _place.Run(arguments.Split(' '));
        Assert.Contains(message, Assert.Single(result.ErrorLines, line => !line.EndsWith('…')), StringComparison.Ordinal);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
    }

    private void Save(string name, double temperature) => Make(temperature).Save(_place[name]);

    private static Sequential Make(double temperature)
    {
        Sequential model = new([2, 2, 1], new Dense(6));
        Tensor<float> kernel = model.Parameters[0].Value, bias = model.Parameters[1].Value;
        kernel.Span.Clear();
        bias.Span.Clear();
        Assert.Equal((24, 6), (kernel.Shape.Size, bias.Shape.Size));
        for (int i = 0; i < 4; i++)
        {
            kernel[i, i] = 1;
        }

        kernel[0, 4] = 2;
        bias.Span[5] = -50;
        new ClassificationTask(Classes, false) { Temperature = temperature }.WriteTo(model);
        return model;
    }
}
