using System.Text.Json;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Primitives;

namespace Adjoint.Cli.Tests;

public sealed class SummaryTests(TrainedModel trained)
{
    [Fact]
    public void Json_has_the_table_of_the_network()
    {
        JsonElement summary = AdjointCommand.Run(Path.GetTempPath(), "summary", trained.ModelPath, "--json").Json();
        Assert.Equal(297, summary.GetProperty("parameters").GetInt32());
        JsonElement[] layers = [.. summary.GetProperty("layers").EnumerateArray()];
        Assert.Equal(2, layers.Length);
        AssertLayer(layers[0], [3, 3, 3, 8], [8], 224, [62, 62, 8]);
        AssertLayer(layers[1], [3, 3, 8, 1], [1], 73, [60, 60, 1]);
        Assert.Equal("convolution1", layers[0].GetProperty("name").GetString());
    }

    [Fact]
    public void The_input_may_be_another()
    {
        JsonElement summary = AdjointCommand.Run(Path.GetTempPath(), "summary", trained.ModelPath, "--input", "100x50x3", "--json").Json();
        Assert.Equal([96, 46, 1], Numbers(summary.GetProperty("layers")[1], "output"));
    }

    [Fact]
    public void The_text_has_kernels_parameters_and_memory()
    {
        CommandResult result = AdjointCommand.Run(Path.GetTempPath(), "summary", trained.ModelPath).Succeeds();
        foreach (string part in (string[])["3×3×3×8", "3×3×8×1", "224", "73", "297", "62×62×8", "60×60×1", "1,089,504", "Memory"])
        {
            Assert.Contains(part, result.Output, StringComparison.Ordinal);
        }

        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Layers_within_layers_stand_under_them()
    {
        using Workplace place = new();
        Sequential model = new(
            [8, 8, 3],
            new Residual(new Correlation2D(4, 3, Activation.LeakyRelu) { Boundary = Boundary.Same }, new BatchNormalization()) { HasProjection = true, Activation = Activation.Relu },
            new MaxPooling2D(2),
            new Dense(5, Activation.Sigmoid));
        model.Save(place["deep.safetensors"]);

        // 3·3·3·4 + 4, a scale and a shift for each of 4 channels, 3·4 for the projection; 4·4·4·5 + 5.
        string[] lines = place.Run("summary", "deep.safetensors").Succeeds().Output.Split('\n');
        AssertRow(lines, "residual1, ReLU", "8×8×4", "132", "7,680");
        AssertRow(lines, "residual1.correlation1, leaky ReLU", "3×3×3×4", "8×8×4", "112", "6,912");
        AssertRow(lines, "residual1.batch-normalization1", "8×8×4", "8");
        AssertRow(lines, "residual1.projection", "1×1×3×4", "8×8×4", "12", "768");
        AssertRow(lines, "max-pooling1", "4×4×4");
        AssertRow(lines, "dense1, sigmoid", "64×5", "5", "325", "320");
        AssertRow(lines, "total", "457", "8,000");

        JsonElement residual = place.Run("summary", "deep.safetensors", "--json").Json().GetProperty("layers")[0];
        Assert.Equal("residual", residual.GetProperty("kind").GetString());
        Assert.Equal(["correlation1", "batch-normalization1", "projection"], residual.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
    }

    private static void AssertRow(string[] lines, string name, params string[] cells)
    {
        string line = lines.Single(line => line.Trim() == name || line.Trim().StartsWith(name + " ", StringComparison.Ordinal));
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(cells, cell => Assert.Contains(cell, words));
    }

    private static void AssertLayer(JsonElement layer, int[] kernel, int[] bias, int parameters, int[] output)
    {
        Assert.Equal(kernel, Numbers(layer, "kernel"));
        Assert.Equal(bias, Numbers(layer, "bias"));
        Assert.Equal(parameters, layer.GetProperty("parameters").GetInt32());
        Assert.Equal(output, Numbers(layer, "output"));
    }

    private static int[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];
}
