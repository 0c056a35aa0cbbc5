using System.Text.Json;
using Adjoint.Checking.Cases;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Primitives;

namespace Adjoint.Cli.Tests;

/// <summary><c>adjoint check</c>: of every primitive, of an expression, of a model, and how it fails.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Without_an_argument_every_primitive_passes()
    {
        CommandResult result = _place.Run("check").Succeeds();
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] names = [.. PrimitiveTable.Cases.DistinctBy(@case => @case.Primitive.GetType()).Select(@case => @case.Primitive.Name)];
        Assert.All(names, name => Assert.Contains(lines, line => line.StartsWith($"  {name} ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("  worst ", StringComparison.Ordinal));
        Assert.Matches($@"^{names.Length} primitives, [0-9,]+ checks: all passed\.$", lines[^1]);
    }

    [Fact]
    public void Json_has_a_case_for_each_primitive_test_and_precision()
    {
        JsonElement json = _place.Run("check", "--seed", "7", "--json").Json();
        JsonElement[] cases = [.. json.GetProperty("cases").EnumerateArray()];
        Assert.Equal((cases.Length, 0), (json.GetProperty("passed").GetInt32(), json.GetProperty("failed").GetInt32()));
        foreach (string name in PrimitiveTable.Cases.DistinctBy(@case => @case.Primitive.GetType()).Select(@case => @case.Primitive.Name))
        {
            Assert.Contains(cases, entry => entry.GetProperty("name").GetString() == name && entry.GetProperty("precision").GetString() == "float32");
            Assert.Contains(cases, entry => entry.GetProperty("name").GetString() == name && entry.GetProperty("precision").GetString() == "float64");
        }

        // The figure: dot tests pass at 1e-12 in float64 and 1e-5 in float32, over 100 random shapes and more.
        JsonElement[] dots = [.. cases.Where(entry => entry.GetProperty("test").GetString() == "dot test")];
        Assert.True(dots.Length > 80);
        Assert.All(dots, entry => Assert.True(entry.GetProperty("checks").GetInt32() >= 100, entry.ToString()));
        Assert.All(dots, entry => Assert.InRange(entry.GetProperty("relativeError").GetDouble(), 0, entry.GetProperty("precision").GetString() == "float64" ? 1e-12 : 1e-5));
    }

    [Fact]
    public void Every_node_of_an_expression_and_the_whole_are_cases()
    {
        JsonElement json = _place.Run("check", "sum(relu(w * y))", "--shape", "w=3", "--set", "y=[1,-2,3]", "--json").Json();
        JsonElement[] cases = [.. json.GetProperty("cases").EnumerateArray()];
        Assert.Equal(["w * y", "relu(w * y)", "sum(relu(w * y))", "the whole"], cases.Select(entry => entry.GetProperty("name").GetString()).Distinct());
        Assert.Equal((cases.Length, 0), (json.GetProperty("passed").GetInt32(), json.GetProperty("failed").GetInt32()));
        Assert.All(cases, entry => Assert.True(double.IsFinite(entry.GetProperty("relativeError").GetDouble())));
        Assert.Equal(["w", "y"], cases.Where(entry => entry.TryGetProperty("variable", out _)).Select(entry => entry.GetProperty("variable").GetString()).Distinct());

        string text = _place.Run("check", "sum(relu(w * y))", "--shape", "w=3", "--set", "y=[1,-2,3]").Succeeds().Output;
        Assert.Contains("  relu(w * y)        argument 0 ", text, StringComparison.Ordinal);
        Assert.EndsWith("12 checks: all passed.\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void At_a_kink_the_text_says_which_derivative_is_taken()
    {
        string text = _place.Run("check", "norm1(w)", "--set", "w=[0,1]").Succeeds().Output;
        Assert.Contains("abs(w): The point lies at a kink: at entry 0 the slopes to the two sides are", text, StringComparison.Ordinal);
        Assert.Contains("and 0 is taken.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_names_the_node_and_is_exit_code_1()
    {
        CommandResult result = _place.Run("check", "sum(log(w) + w)", "--set", "w=[1,-3]");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("adjoint check: 1 of 1 check failed, first log(w), value, float64: FAILED. The value is no finite number at this point: argument 0 holds -3, outside of its domain (0, ∞).", Assert.Single(result.ErrorLines, line => !line.EndsWith('…')));
        Assert.Contains("1 failed.", result.Output, StringComparison.Ordinal);

        // The report of a failed check is its result: the object is printed, with what has no number as null.
        CommandResult json = _place.Run("check", "sum(log(w) + w)", "--set", "w=[1,-3]", "--json");
        Assert.Equal(1, json.ExitCode);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.Equal(1, document.RootElement.GetProperty("failed").GetInt32());
        JsonElement entry = Assert.Single(document.RootElement.GetProperty("cases").EnumerateArray());
        Assert.Equal(("log(w)", JsonValueKind.Null), (entry.GetProperty("name").GetString(), entry.GetProperty("relativeError").ValueKind));
    }

    [Fact]
    public void Every_node_of_a_model_is_checked_with_its_loss()
    {
        Sequential model = new(
            [8, 8, 3],
            new Residual(new Correlation2D(4, 3, Activation.LeakyRelu) { Boundary = Boundary.Same }, new BatchNormalization()) { HasProjection = true, Activation = Activation.Relu },
            new MaxPooling2D(2),
            new Dropout(0.3),
            new Dense(5));
        model.Save(_place["deep.safetensors"]);
        JsonElement json = _place.Run("check", "deep.safetensors", "--json").Json();
        JsonElement[] cases = [.. json.GetProperty("cases").EnumerateArray()];
        Assert.Equal((cases.Length, 0), (json.GetProperty("passed").GetInt32(), json.GetProperty("failed").GetInt32()));
        string[] variables = [.. cases.Where(entry => entry.TryGetProperty("variable", out _)).Select(entry => entry.GetProperty("variable").GetString()!).Distinct()];
        Assert.Contains("input", variables);
        Assert.All(model.Parameters.Where(parameter => !parameter.IsState), parameter => Assert.Contains(parameter.Name, variables));
        Assert.Contains(cases, entry => entry.GetProperty("precision").GetString() == "float32");

        new ClassificationTask(["a", "b", "c", "d", "e"], GivesProbabilities: false).WriteTo(model);
        model.Save(_place["classifier.safetensors"]);
        string text = _place.Run("check", "classifier.safetensors").Succeeds().Output;
        Assert.Contains("crossentropy(", text, StringComparison.Ordinal);
        Assert.Contains("all passed.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_models_sample_may_be_another()
    {
        new Sequential([64, 64, 3], new Convolution2D(4, 3, Activation.Relu), new Convolution2D(1, 3)).Save(_place["plain.safetensors"]);
        Assert.Contains("size 8 by size 7", _place.Run("check", "plain.safetensors", "--input", "10x9x3").Succeeds().Output, StringComparison.Ordinal);
        CommandResult small = _place.Run("check", "plain.safetensors", "--input", "3x3x3");
        Assert.Equal(1, small.ExitCode);
        Assert.Contains("convolution2", Assert.Single(small.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "the expression ends too early", "x +", "--shape", "x=3")]
    [InlineData(2, "'z' is not declared", "x + z", "--shape", "x=3")]
    [InlineData(2, "--set and --shape go with an expression", "--shape", "x=3")]
    [InlineData(2, "--input goes with a model", "x", "--shape", "x=3", "--input", "8x8x3")]
    [InlineData(2, "--input goes with a model", "--input", "8x8x3")]
    [InlineData(2, "--seed takes a whole number", "--seed", "many")]
    [InlineData(1, "No point was found where 'log(-square(x))' is defined; give values to x. Write --set NAME=VALUE.", "log(-square(x))", "--shape", "x=3")]
    [InlineData(1, "there is no model file 'none.safetensors'", "none.safetensors")]
    [InlineData(1, "ONNX files are not read yet", "model.onnx")]
    public void Bad_input_is_one_clear_line(int code, string message, params string[] arguments)
    {
        CommandResult result = _place.Run(["check", .. arguments]);
        Assert.Equal(code, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith("adjoint check: ", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(message, result.ErrorLines[0], StringComparison.Ordinal);

        // An expression's error shows its place below; every other is one line.
        Assert.Equal(result.Error.Contains('^', StringComparison.Ordinal) ? 3 : 1, result.ErrorLines.Length);
    }

    [Fact]
    public void A_file_that_is_no_model_is_told()
    {
        _place.Write("notes.safetensors", "no model");
        CommandResult result = _place.Run("check", "notes.safetensors");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("notes", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }
}
