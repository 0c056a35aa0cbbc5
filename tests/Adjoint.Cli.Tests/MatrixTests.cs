using System.Text.Json;
using Adjoint.Tensors;

namespace Adjoint.Cli.Tests;

/// <summary><c>adjoint matrix</c>: what it prints and writes, and how it fails. The expected matrices are those of the definition of convolution, worked out by hand.</summary>
public sealed class MatrixTests : IDisposable
{
    private static readonly string[] Five = ["matrix", "conv(w, y)", "--shape", "w=3", "--shape", "y=5"];

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("y", false, "A (3×5): d conv(w, y) / d y", "  w2  w1  w0   0   0\n   0  w2  w1  w0   0\n   0   0  w2  w1  w0", "valid convolution of w with y", "conv(w, y)")]
    [InlineData("y", true, "Aᵀ (5×3): the transpose of d conv(w, y) / d y", "  w2   0   0\n  w1  w2   0\n  w0  w1  w2\n   0  w0  w1\n   0   0  w0", "full convolution of ε with flip(w)", "conv(flip(w), e, full)")]
    [InlineData("w", false, "A (3×3): d conv(w, y) / d w", "  y2  y1  y0\n  y3  y2  y1\n  y4  y3  y2", "valid convolution of w with y", "conv(w, y)")]
    [InlineData("w", true, "Aᵀ (3×3): the transpose of d conv(w, y) / d w", "  y2  y3  y4\n  y1  y2  y3\n  y0  y1  y2", "valid convolution of flip(y) with ε", "conv(flip(y), e)")]
    public void The_text_is_aligned_and_says_what_it_is(string name, bool transpose, string title, string matrix, string words, string expression) => Assert.Equal(
        $"{title}\nToeplitz\n\n{matrix}\n\nin words: {words}\nexpression: {expression}\n",
        Text([.. Five, "--wrt", name, .. transpose ? (string[])["--transpose"] : []]));

    [Fact]
    public void Where_the_expression_is_no_number_the_derivative_is_none()
    {
        JsonElement entries = _place.Run("matrix", "log(y)", "--wrt", "y", "--set", "y=[-2,4]", "--json").Json().GetProperty("entries");
        Assert.All(entries[0].EnumerateArray(), entry => Assert.Equal(JsonValueKind.Null, entry.ValueKind));
        Assert.Equal([0, 0.25], entries[1].EnumerateArray().Select(entry => entry.GetDouble()));
        JsonElement columns = _place.Run("matrix", "log(y)", "--wrt", "y", "--set", "y=[-2,4]", "--transpose", "--json").Json().GetProperty("entries");
        Assert.All(columns.EnumerateArray(), row => Assert.Equal(JsonValueKind.Null, row[0].ValueKind));
    }

    [Fact]
    public void A_scalar_without_a_value_is_a_symbol_by_its_name()
    {
        string output = _place.Run("matrix", "a * y", "--wrt", "y", "--shape", "a=scalar", "--shape", "y=2").Succeeds().Output.ReplaceLineEndings("\n");
        Assert.Contains("\n  a  0\n  0  a\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_dimensions_print_as_blocks_and_say_the_order_of_pixels() => Assert.Equal(
        """
        A (4×6): d conv(w, y) / d y
        rows: the 2×2 entries of the result in C order, the last axis fastest
        columns: the 2×3 entries of y in C order, the last axis fastest
        block-Toeplitz with Toeplitz blocks

          w0_1  w0_0     0 │     0     0     0
             0  w0_1  w0_0 │     0     0     0
        ───────────────────┼──────────────────
             0     0     0 │  w0_1  w0_0     0
             0     0     0 │     0  w0_1  w0_0

        in words: valid convolution of w with y
        expression: conv(w, y)

        """.ReplaceLineEndings("\n"),
        Text("matrix", "conv(w, y)", "--wrt", "y", "--shape", "w=1x2", "--shape", "y=2x3"));

    [Fact]
    public void Json_has_strings_for_formulas_and_numbers_for_numbers()
    {
        JsonElement symbols = _place.Run([.. Five, "--wrt", "y", "--transpose", "--json"]).Json();
        Assert.Equal(
            """{"rows":5,"columns":3,"entries":[["w2","0","0"],["w1","w2","0"],["w0","w1","w2"],["0","w0","w1"],["0","0","w0"]],"asConvolution":{"text":"full convolution of ε with flip(w)","expression":"conv(flip(w), e, full)"}}""",
            symbols.GetRawText());
        JsonElement numbers = _place.Run("matrix", "conv(w, y)", "--wrt", "y", "--set", "w=[0.1,-2,0]", "--shape", "y=4", "--json").Json();
        Assert.Equal("[[0,-2,0.1,0],[0,0,-2,0.1]]", numbers.GetProperty("entries").GetRawText());
        JsonElement none = _place.Run("matrix", "1 / y", "--wrt", "y", "--set", "y=[2,0]", "--json").Json();
        Assert.Equal("-0.25", none.GetProperty("entries")[0][0].GetRawText());
        Assert.Equal("null", none.GetProperty("entries")[1][1].GetRawText());
        Assert.Equal("null", none.GetProperty("asConvolution").GetRawText());
        JsonElement scalar = _place.Run("matrix", "w * y + exp(x)", "--wrt", "y", "--set", "w=2", "--set", "x=0", "--set", "y=1", "--json").Json();
        Assert.Equal("[[2]]", scalar.GetProperty("entries").GetRawText());
    }

    [Fact]
    public void Latex_and_csv_are_plain()
    {
        Assert.Equal(
            "% A (3×2): d conv(w, y, full) / d w\n% Toeplitz\n\\begin{pmatrix}\n  y_{0} & 0 \\\\\n  y_{1} & y_{0} \\\\\n  0 & y_{1}\n\\end{pmatrix}\n",
            Text("matrix", "conv(w, y, full)", "--wrt", "w", "--shape", "w=2", "--shape", "y=2", "--format", "latex").Split("% in words")[0]);
        string blocks = Text("matrix", "corr(w, y)", "--wrt", "w", "--shape", "w=2x2", "--shape", "y=3x3", "--format", "latex");
        Assert.Contains("\\left(\\begin{array}{cc|cc}\n  y_{0,0} & y_{0,1} & y_{1,0} & y_{1,1} \\\\\n  y_{0,1} & y_{0,2} & y_{1,1} & y_{1,2} \\\\ \\hline\n", blocks, StringComparison.Ordinal);
        Assert.Equal("w0 + w1,0\n0,w0 + w1\n", Text("matrix", "sum(w) * y", "--wrt", "y", "--shape", "w=2", "--shape", "y=2", "--format", "csv"));
        Assert.Equal("\"maximum(w0, v0)\"\n", Text("matrix", "maximum(w, v) * y", "--wrt", "y", "--set", "y=[1]", "--shape", "w=1", "--shape", "v=1", "--format", "csv"));
        Assert.Equal("0.1,0.2\n", Text("matrix", "dot(w, y)", "--wrt", "y", "--set", "w=[0.1,0.2]", "--shape", "y=2", "--format", "csv"));
    }

    [Fact]
    public void Several_names_are_one_stacked_vector() => Assert.Equal(
        "A (2×5): d conv(w, y) / d (w, y)\nrows: the 2 entries of the result\ncolumns: the 2 entries of w, then the 3 entries of y\n\n  4  3 │  2  1  0\n  5  4 │  0  2  1\n",
        Text("matrix", "conv(w, y)", "--wrt", "w,y", "--set", "w=[1,2]", "--set", "y=[3,4,5]"));

    [Fact]
    public void Wide_matrices_go_on_below()
    {
        string[] lines = Text("matrix", "conv(w, y)", "--wrt", "y", "--shape", "w=21", "--shape", "y=60").Split('\n');
        Assert.Contains(lines, line => line.StartsWith("columns 0 to ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith(" to 59", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= 200, line));
    }

    [Fact]
    public void Files_hold_what_was_computed()
    {
        string[] numbers = ["matrix", "conv(w, y)", "--wrt", "y", "--set", "w=[1,2]", "--shape", "y=3"];
        Assert.EndsWith("written to a.npy\n", Text([.. numbers, "--output", "a.npy"]), StringComparison.Ordinal);
        Tensor<double> written = NpyFile.Read<double>(_place["a.npy"]);
        Assert.Equal([2, 3], written.Shape);
        Assert.Equal([2, 1, 0, 0, 2, 1], written.Span.ToArray());
        _place.Run([.. numbers, "--output", "a.csv"]).Succeeds();
        Assert.Equal("2,1,0\n0,2,1\n", File.ReadAllText(_place["a.csv"]).ReplaceLineEndings("\n"));
        _place.Run([.. numbers, "--output", "a.tex"]).Succeeds();
        Assert.Contains("2 & 1 & 0", File.ReadAllText(_place["a.tex"]), StringComparison.Ordinal);
        _place.Run([.. numbers, "--output", "a.txt"]).Succeeds();
        Assert.Contains("  2  1  0", File.ReadAllText(_place["a.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_too_large_to_print_says_so_and_offers_a_file()
    {
        string[] large = ["matrix", "conv(w, y)", "--wrt", "y", "--set", "w=[[1,2],[3,4]]", "--shape", "y=9x9"];
        string text = Text(large);
        Assert.StartsWith("A (64×81): d conv(w, y) / d y\n", text, StringComparison.Ordinal);
        Assert.EndsWith("5,184 entries are too many to print; write them to a file with --output A.npy (or .csv)\n", text, StringComparison.Ordinal);
        Assert.Equal(64, _place.Run([.. large, "--json"]).Json().GetProperty("rows").GetInt32());
        _place.Run([.. large, "--output", "a.npy"]).Succeeds();
        Assert.Equal([64, 81], NpyFile.Read<double>(_place["a.npy"]).Shape);
        CommandResult latex = _place.Run([.. large, "--format", "latex"]);
        Assert.Equal((2, ""), (latex.ExitCode, latex.Output));
        Assert.Contains("too many to print", latex.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_on_a_kink_is_said()
    {
        CommandResult result = _place.Run("matrix", "relu(y)", "--wrt", "y", "--set", "y=[0,1]", "--json");
        Assert.Equal("[[0,0],[0,1]]", result.Json().GetProperty("entries").GetRawText());
        Assert.Equal("note: relu at 1 entry: at 0 the derivative 0 is taken, in relu(y)", Assert.Single(result.ErrorLines));
        Assert.Empty(_place.Run("matrix", "relu(y)", "--wrt", "y", "--set", "y=[2,1]").Succeeds().Error);
        CommandResult symbolic = _place.Run("matrix", "relu(y) * w", "--wrt", "y", "--set", "y=[0,1]", "--shape", "w=2").Succeeds();
        Assert.Equal("note: relu at 1 entry: at 0 the derivative 0 is taken, in relu(y)", Assert.Single(symbolic.ErrorLines));
    }

    [Theory]
    [InlineData("y=[0]", "note: 1 entry is infinite or undefined")]
    [InlineData("y=[0,1]", "note: 2 entries are infinite or undefined")]
    public void Entries_that_are_no_numbers_are_counted(string point, string told) =>
        Assert.Contains(_place.Run("matrix", "sqrt(y)", "--wrt", "y", "--set", point).Succeeds().ErrorLines, line => line.StartsWith(told, StringComparison.Ordinal));

    [Theory]
    [InlineData("conv(w, z)", "y", "the name 'z' is not declared (declared are w, y)\n  conv(w, z)\n          ^")]
    [InlineData("conv(w, y)", "q", "--wrt: the name 'q' is not declared; give its shape with --shape, or a value with --set")]
    [InlineData("sum(w)", "y", "--wrt: the expression does not contain 'y'; it contains w")]
    [InlineData("conv(w, y)", "y,y", "--wrt names 'y' twice; keep one")]
    [InlineData("2 + square( y )", "y", "this is not linear in 'y', so the matrix depends on the point; give the point with --set y=VALUE\n  2 + square( y )\n      ^~~~~~~~~~~")]
    [InlineData("conv(w, y)", "w,y", "this is not linear in 'w' and 'y', so the matrix depends on the point; give the point with --set w=VALUE\n  conv(w, y)\n  ^~~~~~~~~~")]
    [InlineData("max(y)", "y", "this is not linear in 'y', so the matrix depends on the point; give the point with --set y=VALUE\n  max(y)\n  ^~~~~~")]
    public void Errors_say_what_to_do(string expression, string names, string message)
    {
        CommandResult result = _place.Run("matrix", expression, "--wrt", names, "--shape", "w=3", "--shape", "y=5");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Equal($"adjoint matrix: {message}\n", result.Error.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("--format takes text, latex or csv, not 'latx'; did you mean 'latex'?", "--format", "latx")]
    [InlineData("--json and --format exclude each other; keep one", "--json", "--format", "csv")]
    [InlineData("--output 'a.png' must end in .txt, .tex, .csv or .npy", "--output", "a.png")]
    [InlineData("--output 'a.csv' does not fit --format latex; leave one of them out", "--output", "a.csv", "--format", "latex")]
    [InlineData("--output 'a.npy': a .npy file holds numbers, and the entries are formulas; give names values with --set, or take a .csv file", "--output", "a.npy")]
    [InlineData("The symbol 'w10' would stand for an entry of 'w' and for one of 'w1': give one of them another name", "--shape", "w1=1")]
    public void Wrong_options_are_refused(string message, params string[] options)
    {
        string expression = options.Contains("w1=1") ? "conv(w, y) * sum(w1)" : "conv(w, y)";
        CommandResult result = _place.Run(["matrix", expression, "--wrt", "y", "--shape", "w=12", "--shape", "y=13", .. options]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Equal($"adjoint matrix: {message}", Assert.Single(result.ErrorLines));
        Assert.Empty(Directory.GetFiles(_place.Folder));
    }

    [Theory]
    [InlineData("w * sum(y) * sum(y)", "3000")]
    [InlineData("w * y", "30000000")]
    [InlineData("conv(w, y)", "5000x5000")]
    public void Formulas_without_end_are_refused_in_time(string expression, string shape)
    {
        CommandResult result = _place.Run("matrix", expression, "--wrt", "w", "--shape", $"w={shape}", "--shape", $"y={shape}", "--json");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Single(result.ErrorLines);
    }

    private string Text(params string[] arguments) => _place.Run(arguments).Succeeds().Output.ReplaceLineEndings("\n");
}
