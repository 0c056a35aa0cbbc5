namespace Adjoint.Language.Tests;

/// <summary>Every function of the language at a few places, by hand.</summary>
public sealed class FunctionTests
{
    public static TheoryData<string, string, string> Rows => new()
    {
        { "sum(x)", "x=[[1,2],[3,4]]", "10" },
        { "mean(x)", "x=[[1,2],[3,4]]", "2.5" },
        { "sumsq(x)", "x=[[1,-2],[3,4]]", "30" },
        { "relu(x)", "x=[-1,0,2]", "[0,0,2]" },
        { "square(x)", "x=[-1,0,2]", "[1,0,4]" },
        { "transpose(x)", "x=[[1,2,3],[4,5,6]]", "[[1,4],[2,5],[3,6]]" },
        { "transpose(x)", "x=[[[1,2]],[[3,4]]]", "[[[1,3]],[[2,4]]]" },
        { "flip(x)", "x=[[1,2,3],[4,5,6]]", "[[6,5,4],[3,2,1]]" },
        { "reshape(x, 3x2)", "x=[[1,2,3],[4,5,6]]", "[[1,2],[3,4],[5,6]]" },
        { "reshape(x, 6)", "x=[[1,2,3],[4,5,6]]", "[1,2,3,4,5,6]" },
        { "reshape(x, 1×1)", "x=5", "[[5]]" },
        { "conv(x, x)", "x=[2]", "[4]" },
        { "corr(x, x)", "x=[2]", "[4]" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Values(string expression, string bindings, string expected) => Arrays.AssertClose(Arrays.Read(expected), Arrays.Evaluate(expression, bindings));

    [Fact]
    public void Every_function_is_in_the_table()
    {
        string[] tested = [.. Rows.Select(row => row.Data.Item1.Split('(')[0]).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(ExpressionParser.Functions.Select(signature => signature.Split('(')[0]), tested);
    }
}
