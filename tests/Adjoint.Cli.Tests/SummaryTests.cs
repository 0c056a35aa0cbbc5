using System.Text.Json;

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

    private static void AssertLayer(JsonElement layer, int[] kernel, int[] bias, int parameters, int[] output)
    {
        Assert.Equal(kernel, Numbers(layer, "kernel"));
        Assert.Equal(bias, Numbers(layer, "bias"));
        Assert.Equal(parameters, layer.GetProperty("parameters").GetInt32());
        Assert.Equal(output, Numbers(layer, "output"));
    }

    private static int[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];
}
