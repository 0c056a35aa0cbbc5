using Adjoint.Graph;
using CsCheck;

namespace Adjoint.Language.Tests;

/// <summary>What is wrong, where, and what to do.</summary>
public sealed class ErrorTests
{
    private static readonly Variable[] Variables =
        [new("w", [3]), new("y", [5]), new("kernel", [2, 2]), new("image", [4, 4]), new("s", [])];

    [Theory]
    [InlineData("", 0, "empty")]
    [InlineData("  ", 0, "empty")]
    [InlineData("w +* y", 3, "unexpected '*'")]
    [InlineData("w +* y", 3, "a number")]
    [InlineData("w +", 3, "ends too early; expected '(', '-', a name or a number")]
    [InlineData("(w", 2, "ends too early; expected ')' or an operator")]
    [InlineData("w)", 1, "unexpected ')'; expected an operator or the end")]
    [InlineData("sum(w", 5, "ends too early; expected ')' or an operator")]
    [InlineData("sum(w,)", 6, "unexpected ')'")]
    [InlineData("w y", 2, "a product is written with *")]
    [InlineData("2w", 1, "a product is written with *")]
    [InlineData("2(w)", 1, "a product is written with *")]
    [InlineData("w**2", 2, "a power is written with ^")]
    [InlineData("w + [1, 2]", 4, "--set")]
    [InlineData("w $ y", 2, "unexpected '$'")]
    [InlineData("w \u0007", 2, "U+0007")]
    [InlineData("w 😀", 2, "'😀'")]
    [InlineData("w ^ ", 4, "ends too early")]
    [InlineData("1.2.3", 3, "unexpected '.'")]
    [InlineData("+w", 0, "unexpected '+'")]
    public void Text_that_is_no_expression(string text, int position, string message) => Fails(text, position, 1, message);

    [Theory]
    [InlineData("w + q", 4, 1, "'q' is not declared (declared are image, kernel, s, w, y)")]
    [InlineData("conv(kernal, image)", 5, 6, "did you mean 'kernel'?")]
    [InlineData("W", 0, 1, "did you mean 'w'?")]
    [InlineData("sum", 0, 3, "the function is called as sum(e)")]
    [InlineData("summ(w)", 0, 4, "there is no function 'summ'; did you mean 'sum'?")]
    [InlineData("1 + qwertyuiop(w)", 4, 10, "there are abs, ")]
    [InlineData("w(2)", 0, 1, "the name of an array")]
    [InlineData("sum(w, y)", 0, 3, "'sum' takes 1 argument, sum(e), not 2")]
    [InlineData("1 + relu()", 4, 4, "takes 1 argument, relu(e), not 0")]
    [InlineData("conv(w)", 0, 4, "'conv' takes 2 or 3 arguments, conv(w, y[, boundary]), not 1")]
    [InlineData("conv(w, y, same, same)", 0, 4, "not 4")]
    [InlineData("conv(w, y, circlar)", 11, 7, "did you mean 'circular'?")]
    [InlineData("conv(w, y, 1 + 1)", 11, 5, "takes a boundary here: valid, full, same, circular, reflect, symmetric, replicate")]
    [InlineData("reshape(w, y)", 11, 1, "takes a shape here, such as 2x3 or 6")]
    [InlineData("reshape(w, 1.5)", 11, 3, "takes a shape here")]
    [InlineData("reshape(w, 99999999999x1)", 11, 13, "takes a shape here")]
    [InlineData("reshape(w, 99999x99999)", 11, 11, "more than 2147483647 elements")]
    [InlineData("2x3", 0, 3, "'2x3' is a shape")]
    [InlineData("huber(w, 0)", 9, 1, "takes a number above 0")]
    [InlineData("huber(w, -1)", 9, 2, "takes a number above 0")]
    [InlineData("huber(w, s)", 9, 1, "must be a constant, but it depends on 's'")]
    [InlineData("logsum(w)", 0, 6, "did you mean 'logsumexp'?")]
    public void Names_and_arguments(string text, int position, int length, string message) => Fails(text, position, length, message);

    [Theory]
    [InlineData("w + y", 2, 1, "3 and 5")]
    [InlineData("w * 2 - y * 2", 6, 1, "3 and 5")]
    [InlineData("w @ y", 2, 1, "3 and 5")]
    [InlineData("w @ s", 2, 1, "scalar")]
    [InlineData("1 + conv(kernel, y)", 4, 4, "2×2, the signal 5")]
    [InlineData("conv(reshape(y, 5x1), reshape(w, 1x3))", 0, 4, "5×1 and 1×3")]
    [InlineData("reshape(w, 2x3)", 0, 7, "2×3")]
    [InlineData("dot(w, y)", 0, 3, "3 and 5")]
    [InlineData("maximum(w, y)", 0, 7, "3 and 5")]
    [InlineData("crossentropy(w, y)", 0, 12, "3")]
    [InlineData("nll(w, y)", 0, 3, "5 and 3")]
    [InlineData("softmax(s)", 0, 7, "scalar")]
    public void Shapes_that_clash_are_both_stated(string text, int position, int length, string message) => Fails(text, position, length, message);

    [Theory]
    [InlineData("w^y", 2, 1, "must be a constant, but it depends on 'y'")]
    [InlineData("w^(1 + s)", 3, 5, "depends on 's'")]
    [InlineData("w^1e999", 2, 5, "larger than")]
    [InlineData("w^(1/0)", 3, 3, "it must be finite")]
    [InlineData("1e999", 0, 5, "larger than 1.7976931348623157E+308")]
    public void Numbers(string text, int position, int length, string message) => Fails(text, position, length, message);

    [Fact]
    public void Nesting_and_length_are_bounded_before_anything_recurses()
    {
        int most = ExpressionParser.DeepestNesting;
        Fails(new string('(', 100_000), most, 1, $"more than {most} parentheses");
        Fails(string.Concat(Enumerable.Repeat("relu(", 5_000)) + "w", (most * 5) + 4, 1, $"more than {most} parentheses");
        Fails(string.Concat(Enumerable.Repeat("w+", 500_000)) + "w", ExpressionParser.LongestText, 1, "1000001 characters");
    }

    [Fact]
    public void What_is_within_the_bounds_needs_little_stack()
    {
        int most = ExpressionParser.DeepestNesting;
        string deep = string.Concat(Enumerable.Repeat("-relu(2^(1)*(", most / 2)) + "w" + string.Concat(Enumerable.Repeat("))", most / 2));
        string[] texts =
        [
            deep,
            string.Concat(Enumerable.Repeat("w + ", 20_000)) + "w",
            new string('-', 90_000) + "w",
            "w" + string.Concat(Enumerable.Repeat("^1", 40_000)),
        ];
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(() => Array.ForEach(texts, text => ExpressionParser.Parse(text, Variables))), 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Fact]
    public void An_excerpt_shows_the_place()
    {
        Assert.Equal("  conv(w, y, circlar)\n             ^~~~~~~", Caught("conv(w, y, circlar)").Excerpt());
        Assert.Equal("  w + \n      ^", Caught("w +\n").Excerpt());
        Assert.Equal("  \n  ^", Caught("").Excerpt());

        string[] lines = Caught(string.Concat(Enumerable.Repeat("w + ", 1000)) + "q" + string.Concat(Enumerable.Repeat(" + w", 1000))).Excerpt().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.InRange(lines[0].Length, 50, 110);
        Assert.Equal('q', lines[0][lines[1].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void Random_texts_are_read_or_refused()
    {
        string[] tokens =
        [
            "w", "y", "kernel", "image", "s", "q", "1", "2", ".5", "1e-3", "1e", "2x3", "(", ")", "(", ")", ",", "+", "-", "*", "/", "@", "^", " ", "[", "]", "=", "é", "\0", "\ud800",
            "same", "full", "sum(", "reshape(", .. ExpressionParser.Functions.Select(signature => signature[..(signature.IndexOf('(', StringComparison.Ordinal) + 1)]),
        ];
        int read = 0, refused = 0;
        Gen.Int[0, tokens.Length - 1].Array[0, 12].Sample(
            picks =>
            {
                string text = string.Concat(picks.Select(pick => tokens[pick]));
                try
                {
                    ExpressionParser.Parse(text, Variables);
                    Interlocked.Increment(ref read);
                }
                catch (ExpressionException exception)
                {
                    Interlocked.Increment(ref refused);
                    Assert.NotEmpty(exception.Message);
                    Assert.DoesNotContain('\n', exception.Message);
                    Assert.Equal(2, exception.Excerpt().Split('\n').Length);
                }
            },
            iter: 20_000);
        Assert.True(read > 20 && refused > 1000, $"{read} were read, {refused} refused: the texts do not test much.");
    }

    private static ExpressionException Caught(string text) => Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(text, Variables));

    private static void Fails(string text, int position, int length, string message)
    {
        ExpressionException exception = Caught(text);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal((position, length), (exception.Position, exception.Length));
        Assert.DoesNotContain('\n', exception.Message);
    }
}
