using System.Text.Json;

namespace Adjoint.Cli.Tests;

/// <summary>The command's verdicts on the reference problems, in its JSON and in words.</summary>
public sealed class AnalyzeTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    /// <summary>Expression, what is said of its names, and the three verdicts with the curvature: the answers of the reference problems.</summary>
    public static TheoryData<string, string, string> Problems => new()
    {
        { "conv(w, y)", "--wrt w --shape w=3x3 --shape y=8x8", "linear convex affine unknown" },
        { "sumsq(x - conv(w, y))", "--wrt w --shape w=3x3 --shape y=8x8 --shape x=6x6", "nonlinear convex convex global-minimum" },
        { "conv(w, conv(w, y))", "--wrt w --shape w=3 --shape y=9", "nonlinear nonconvex none unknown" },
        { "sumsq(x - conv(w, conv(w, y)))", "--wrt w --shape w=3 --shape y=9 --shape x=5", "nonlinear nonconvex none no-guarantee" },
        { "(x - w*w*y)^2", "--wrt w --shape w=scalar --set x=1 --set y=1", "nonlinear nonconvex none no-guarantee" },
        { "(x - w*w*y)^2", "--wrt w --shape w=scalar --shape x=scalar --shape y=scalar --sign x=nonpos --sign y=nonneg", "nonlinear convex convex no-guarantee" },
        { "crossentropy(y @ w, t)", "--wrt w --shape y=4x3 --shape w=3x5 --shape t=4x5 --onehot t", "nonlinear convex convex global-minimum" },
        { "nll(softmax(y @ w), t)", "--wrt w --shape y=4x3 --shape w=3x5 --shape t=4x5 --onehot t", "nonlinear convex convex global-minimum" },
        { "norm1(w)", "--wrt w --shape w=2", "nonlinear convex convex no-guarantee" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void The_verdicts_are_those_of_the_reference_problems(string expression, string arguments, string verdicts)
    {
        JsonElement json = _place.Run(["analyze", expression, .. arguments.Split(' '), "--json"]).Json();
        string[] found =
        [
            json.GetProperty("linearity").GetProperty("verdict").GetString()!, json.GetProperty("convexity").GetProperty("verdict").GetString()!,
            json.GetProperty("convexity").GetProperty("curvature").GetString()!, json.GetProperty("gradientDescent").GetProperty("verdict").GetString()!,
        ];
        Assert.Equal(verdicts, string.Join(' ', found));
    }

    [Fact]
    public void A_counterexample_is_what_the_contract_says()
    {
        JsonElement json = _place.Run("analyze", "(x - w*w*y)^2", "--wrt", "w", "--shape", "w=scalar", "--set", "x=1", "--set", "y=1", "--json").Json();
        JsonElement example = json.GetProperty("convexity").GetProperty("evidence").GetProperty("counterexample");
        double a = example.GetProperty("a").GetProperty("w").GetDouble(), b = example.GetProperty("b").GetProperty("w").GetDouble(), t = example.GetProperty("t").GetDouble();
        double At(double w) => Math.Pow(1 - (w * w), 2);
        double violation = At(((1 - t) * a) + (t * b)) - (((1 - t) * At(a)) + (t * At(b)));
        Assert.Equal(violation, example.GetProperty("violation").GetDouble(), 1e-12);
        Assert.True(violation >= 1e-6 * (1 + Math.Max(At(a), Math.Max(At(b), At(((1 - t) * a) + (t * b))))));
    }

    [Fact]
    public void Numbers_of_least_squares_are_given_with_values()
    {
        // B has one row [2, 1] and one [4, 2]: 2 BᵀB has the eigenvalues 50 and 0.
        JsonElement descent = _place.Run("analyze", "sumsq(x - conv(w, y))", "--wrt", "w", "--shape", "w=2", "--set", "y=[1,2,4]", "--set", "x=[1,1]", "--json").Json().GetProperty("gradientDescent");
        Assert.Equal(50, descent.GetProperty("lipschitz").GetDouble(), 50e-8);
        Assert.Equal(0.04, descent.GetProperty("stepBelow").GetDouble(), 1e-9);
        Assert.Equal(0.02, descent.GetProperty("step").GetDouble(), 1e-9);
        Assert.True(descent.GetProperty("attained").GetBoolean());
        Assert.False(descent.GetProperty("unique").GetBoolean());
    }

    [Theory]
    [InlineData("1/w", "", "w ≠ 0")]
    [InlineData("w^-2", "", "w ≠ 0")]
    [InlineData("log(w)", "", "w > 0")]
    [InlineData("w^2", "--sign w=nonneg", "w ≥ 0")]
    [InlineData("w^2", "", "all reals")]
    public void The_domain_is_stated(string expression, string more, string domain)
    {
        JsonElement json = _place.Run(["analyze", expression, "--wrt", "w", "--shape", "w=scalar", .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--json"]).Json();
        Assert.Equal(domain, json.GetProperty("convexity").GetProperty("domain").GetString());
    }

    [Theory]
    [InlineData("-1e-9*w^2")]
    [InlineData("w^2 + 1e-3*w^3")]
    [InlineData("w^2 - 1e-9*w^4")]
    public void What_bends_far_out_is_found(string expression)
    {
        JsonElement json = _place.Run("analyze", expression, "--wrt", "w", "--shape", "w=scalar", "--json").Json();
        Assert.Equal("nonlinear", json.GetProperty("linearity").GetProperty("verdict").GetString());
        Assert.Equal("nonconvex", json.GetProperty("convexity").GetProperty("verdict").GetString());
    }

    [Fact]
    public void A_demonstration_is_plotted()
    {
        CommandResult result = _place.Run("analyze", "sumsq(x - conv(w, y))", "--wrt", "w", "--shape", "w=2", "--set", "y=[1,2,5]", "--set", "x=[1,1]", "--demonstrate", "--plot", "runs.png").Succeeds();
        Assert.Contains("just above 2/L", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_place["runs.png"]));
    }

    [Fact]
    public void A_proof_has_no_line_for_a_reshape()
    {
        string text = _place.Run("analyze", "sumsq(x - conv(w, y))", "--wrt", "w", "--shape", "w=3x3", "--shape", "y=8x8", "--shape", "x=6x6").Succeeds().Output;
        Assert.DoesNotContain("reshape", text, StringComparison.Ordinal);
        Assert.Contains("conv(w, y) is linear", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Matrices_are_printed_as_they_are_written_and_nothing_is_not()
    {
        string text = _place.Run("analyze", "sumsq(w)", "--wrt", "w", "--shape", "w=2x2").Succeeds().Output;
        Assert.Matches(@"u: w = \[\[\S+, \S+\], \[\S+, \S+\]\]", text);
        Assert.DoesNotContain("with nothing", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w", "--shape w=3", "--wrt is missing")]
    [InlineData("w", "--wrt v --shape w=3", "'v' is not declared")]
    [InlineData("w", "--wrt w --shape w=3 --sign w=big", "nonneg or NAME=nonpos")]
    [InlineData("w*y", "--wrt w --shape w=3 --set y=[1,2,-3] --sign y=nonneg", "entries of the other sign")]
    [InlineData("w*y", "--wrt w --shape w=3 --set y=[1,2,-3] --onehot y", "not one-hot")]
    [InlineData("w", "--wrt w --shape w=3 --seconds 0", "--seconds takes")]
    [InlineData("w", "--wrt w --shape w=3 --plot a.png", "--plot goes with --demonstrate")]
    [InlineData("w", "--wrt w --shape w=3 --loss mse", "--loss goes with a model")]
    [InlineData("w", "--wrt w --shape w=3 --samples 3", "--data and --samples go with a model")]
    [InlineData("m.safetensors", "--samples 3", "--samples goes with --data")]
    [InlineData("w", "--wrt w --shape w=3 --onehot w", "'w' moves")]
    [InlineData("w", "--wrt w --shape w=scalar --onehot w", "a number has no rows")]
    [InlineData("w", "--wrt w --shape w=3 --sign v=nonneg", "'v' is not declared")]
    [InlineData("w", "--wrt w --shape w=100000x100000", "at most 2147483647 entries")]
    [InlineData("w", "--wrt w --shape w=3000x3000", "too large to analyse")]
    public void What_the_command_line_decides_gives_2(string expression, string arguments, string message)
    {
        CommandResult result = _place.Run(["analyze", expression, .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }
}
