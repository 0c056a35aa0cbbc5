using System.Text.Json;
using Adjoint.Tensors;

namespace Adjoint.Cli.Tests;

/// <summary><c>adjoint eval</c>: what it prints, reads and writes, and how it fails.</summary>
public sealed class EvalTests : IDisposable
{
    private const string Loss = "sumsq(x - conv(w, y))";
    private static readonly string[] Values = ["--set", "w=[1,0,-1]", "--set", "y=[1,2,4,8,16]", "--set", "x=[1,1,1]"];

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_text_names_what_it_shows() => Assert.Equal(
        """
        value
        150

        gradient in w
        [448, 224, 112]

        gradient in y
        [ -4, -10, -18,  10,  22]

        """.ReplaceLineEndings("\n"),
        _place.Run(["eval", Loss, .. Values, "--grad", "w,y"]).Succeeds().Output.ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("1 / 3", "0.3333333333333333")]
    [InlineData("-2 + 2.5", "0.5")]
    [InlineData("-x", "[-1, -1, -1]")]
    [InlineData("reshape(y, 5x1) * w", "[[  1,   0,  -1],\n [  2,   0,  -2],\n [  4,   0,  -4],\n [  8,   0,  -8],\n [ 16,   0, -16]]")]
    [InlineData("1 / (w - w)", "[∞, ∞, ∞]")]
    public void A_value_alone_is_printed_alone(string expression, string expected)
    {
        string output = _place.Run(["eval", expression, .. Values]).Succeeds().Output.ReplaceLineEndings("\n");
        Assert.Equal(expected.Replace("∞", double.PositiveInfinity.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n", output);
    }

    [Fact]
    public void A_large_array_is_shown_by_its_edges()
    {
        NpyFile.Write(_place["large.npy"], new Tensor<double>([40, 50]));
        string[] lines = _place.Run("eval", "a", "--set", "a=large.npy").Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["[[0, 0, 0, …, 0, 0, 0],", " [0, 0, 0, …, 0, 0, 0],", " [0, 0, 0, …, 0, 0, 0],", " …,"], lines[..4]);
        Assert.Equal(" [0, 0, 0, …, 0, 0, 0]]  (shape 40×50)", lines[^1]);
    }

    [Fact]
    public void Json_is_one_object_of_nested_arrays()
    {
        JsonElement result = _place.Run(["eval", "reshape(y, 1x5) / (y - 1)", .. Values, "--grad", "y", "--cotangent", "[[1,0,0,0,0]]", "--json"]).Json();
        Assert.Equal("[[null,2,1.3333333333333333,1.1428571428571428,1.0666666666666667]]", result.GetProperty("value").GetRawText());
        Assert.Equal(5, result.GetProperty("gradients").GetProperty("y").GetArrayLength());
        Assert.Equal(["value", "gradients"], result.EnumerateObject().Select(member => member.Name));

        JsonElement scalar = _place.Run(["eval", Loss, .. Values, "--grad", "w", "--json"]).Json();
        Assert.Equal("""{"value":150,"gradients":{"w":[448,224,112]}}""", scalar.GetRawText());
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1.5e-3", "-0.0015")]
    [InlineData("[1, 2 ,3]", "[1,2,3]")]
    [InlineData("[[1,2],[3,4]]", "[[1,2],[3,4]]")]
    [InlineData("[[[1],[2]]]", "[[[1],[2]]]")]
    [InlineData("[]", "[]")]
    [InlineData("[[],[]]", "[[],[]]")]
    public void Literals_keep_their_shape(string literal, string expected) =>
        Assert.Equal(expected, _place.Run("eval", "a", "--set", $"a={literal}", "--json").Json().GetProperty("value").GetRawText());

    [Fact]
    public void Arrays_come_from_files_and_go_to_files()
    {
        NpyFile.Write(_place["kernel.npy"], new Tensor<float>([2], [1, 10]));
        NpyFile.Write(_place["cotangent.npy"], new Tensor<double>([3], [1, 0, 0]));
        string[] arguments = ["eval", "conv(w, y)", "--set", "w=kernel.npy", "--set", "y=[1,2,3,4]", "--grad", "y", "--cotangent", "cotangent.npy", "--output", "out.npy", "--json"];
        JsonElement result = _place.Run(arguments).Json();
        Assert.Equal("[12,23,34]", result.GetProperty("value").GetRawText());
        Assert.Equal("[10,1,0,0]", result.GetProperty("gradients").GetProperty("y").GetRawText());
        Tensor<double> written = NpyFile.Read<double>(_place["out.npy"]);
        Assert.Equal([12, 23, 34], written.Span.ToArray());
        Assert.Equal([3], written.Shape);
    }

    [Fact]
    public void A_shape_may_be_declared_beside_a_value()
    {
        _place.Run("eval", "sum(a)", "--set", "a=[[1,2]]", "--shape", "a=1x2").Succeeds();
        Fails(2, "has shape 1×2, --shape a says 2×1", "eval", "sum(a)", "--set", "a=[[1,2]]", "--shape", "a=2x1");
        Fails(2, "'a' has the shape 3 but no value; give it one with --set", "eval", "sum(a)", "--shape", "a=3");
    }

    [Theory]
    [InlineData("conv(v, y)", "the name 'v' is not declared (declared are w, x, y)", 5)]
    [InlineData("w + y", "3 and 5", 2)]
    [InlineData("x + cov(w, y)", "did you mean 'conv'?", 4)]
    [InlineData("w +", "ends too early", 3)]
    [InlineData("", "the expression is empty", 0)]
    public void An_expression_that_is_wrong_is_shown_with_a_caret(string expression, string message, int column)
    {
        CommandResult result = _place.Run(["eval", expression, .. Values, "--json"]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        string[] lines = result.Error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.StartsWith("adjoint eval: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(message, lines[0], StringComparison.Ordinal);
        Assert.Equal($"  {expression}", lines[1]);
        Assert.Equal(column + 2, lines[2].IndexOf('^', StringComparison.Ordinal));
        Assert.Equal(3, lines.Length);
    }

    [Theory]
    [InlineData("--set a", "lacks a value; write --set NAME=VALUE")]
    [InlineData("--set a=", "--set a lacks a value")]
    [InlineData("--set 2a=1", "'2a' is not a name")]
    [InlineData("--set =1", "'' is not a name")]
    [InlineData("--set w=1", "--set w is given twice")]
    [InlineData("--set a=hello", "'hello' is not a value")]
    [InlineData("--set a=NaN", "'NaN' is not a finite number")]
    [InlineData("--set a=1e999", "not a finite number")]
    [InlineData("--set a=[1,2", "1 bracket at its end is missing")]
    [InlineData("--set a=[1,2]]", "unexpected ']' at character 6")]
    [InlineData("--set a=[1,,2]", "unexpected ',' at character 4")]
    [InlineData("--set a=[1,]", "unexpected ']' at character 4")]
    [InlineData("--set a=[1,two]", "'two' at character 4 is not a finite number")]
    [InlineData("--set a=[[1,2],[3]]", "all rows must have one shape")]
    [InlineData("--set a=[1,[2]]", "all rows must have one shape")]
    [InlineData("--set a=[[1],2]", "all rows must have one shape")]
    [InlineData("--set a=[[],1]", "all rows must have one shape")]
    [InlineData("--set a=[1][2]", "unexpected '['")]
    [InlineData("--shape a=3 --shape a=3", "--shape a is given twice")]
    [InlineData("--shape a=0x3", "'0x3' is not a shape")]
    [InlineData("--shape a=99999x99999", "99999x99999 is too large; an array has at most 2147483647 entries")]
    [InlineData("--grad v", "--grad: the name 'v' is not declared")]
    [InlineData("--grad w,w", "--grad names 'w' twice")]
    [InlineData("--grad w", "give --cotangent")]
    [InlineData("--cotangent [1,1,1]", "--cotangent goes with --grad")]
    [InlineData("--grad w --cotangent [1,1]", "--cotangent has shape 2, but the value has shape 3")]
    [InlineData("--output out.txt", "'out.txt' is not a .npy file")]
    [InlineData("--jsn", "did you mean '--json'?")]
    public void A_wrong_command_line_gives_2(string more, string message) => Fails(2, message, ["eval", "conv(w, y)", .. Values, .. more.Split(' ')]);

    [Theory]
    [InlineData("--set a=none.npy", "none.npy: there is no such file")]
    [InlineData("--set a=broken.npy", "'broken.npy' is not a readable .npy file")]
    [InlineData("--set a=folder.npy", "folder.npy: this is a folder")]
    [InlineData("--grad w --cotangent none.npy", "none.npy: there is no such file")]
    [InlineData("--grad w --cotangent two.npy", "two.npy: --cotangent has shape 2, but the value has shape 3")]
    [InlineData("--output nowhere/out.npy", "nowhere")]
    public void Files_that_fail_give_1(string more, string message)
    {
        File.WriteAllText(_place["broken.npy"], "no array");
        Directory.CreateDirectory(_place["folder.npy"]);
        NpyFile.Write(_place["two.npy"], new Tensor<double>([2]));
        Fails(1, message, ["eval", "conv(w, y)", .. Values, .. more.Split(' ')]);
    }

    [Fact]
    public void Arrays_that_are_too_large_are_refused()
    {
        NpyFile.Write(_place["column.npy"], new Tensor<double>([40_000, 1]));
        NpyFile.Write(_place["row.npy"], new Tensor<double>([1, 60_000]));
        CommandResult result = _place.Run("eval", "sum(a + b)", "--set", "a=column.npy", "--set", "b=row.npy");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("2147483647", result.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_must_be_nonnegative()
    {
        CommandResult literal = _place.Run("eval", "2 * crossentropy(z, t)", "--set", "z=[[0,0]]", "--set", "t=[[1,-0.5]]");
        Assert.Equal((2, ""), (literal.ExitCode, literal.Output));
        Assert.Contains("a target must be at least 0, but this one is -0.5 at [0, 1]", literal.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(22, literal.ErrorLines[2].IndexOf('^', StringComparison.Ordinal));
        NpyFile.Write(_place["t.npy"], new Tensor<double>([1, 2], [1, -1]));
        Fails(1, "t.npy: a target must be at least 0, but this one is -1 at [0, 1]", "eval", "nll(p, t)", "--set", "p=[[0.5,0.5]]", "--set", "t=t.npy");
        _place.Run("eval", "crossentropy(z, t)", "--set", "z=[[0,0]]", "--set", "t=[[0,0.5]]").Succeeds();
    }

    private void Fails(int exitCode, string message, params string[] arguments)
    {
        string[] before = Directory.GetFileSystemEntries(_place.Folder);
        CommandResult result = _place.Run(arguments);
        string line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("adjoint eval: ", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Equal(before, Directory.GetFileSystemEntries(_place.Folder));
    }
}
