namespace Adjoint.Language.Tests;

/// <summary>Every function of the language at a few places, by hand.</summary>
public sealed class FunctionTests
{
    public static TheoryData<string, string, string> Rows => new()
    {
        { "sum(x)", "x=[[1,2],[3,4]]", "10" },
        { "mean(x)", "x=[[1,2],[3,4]]", "2.5" },
        { "sumsq(x)", "x=[[1,-2],[3,4]]", "30" },
        { "norm1(x)", "x=[[3,-4]]", "7" },
        { "norm2(x)", "x=[[3,-4]]", "5" },
        { "norminf(x)", "x=[[3,-4]]", "4" },
        { "max(x)", "x=[[3,-4]]", "3" },
        { "min(x)", "x=[[3,-4]]", "-4" },
        { "maximum(x, y)", "x=[[1,5],[2,0]] y=[3,2]", "[[3,5],[3,2]]" },
        { "minimum(x, y)", "x=[[1,5],[2,0]] y=[3,2]", "[[1,2],[2,0]]" },
        { "dot(x, y)", "x=[1,2,3] y=[4,5,6]", "32" },
        { "abs(x)", "x=[-1.5,0,2]", "[1.5,0,2]" },
        { "sqrt(x)", "x=[4,0,2.25]", "[2,0,1.5]" },
        { "exp(x)", "x=[0,1,-1]", "[1,2.718281828459045,0.36787944117144233]" },
        { "log(x)", "x=[1,2.718281828459045,2]", "[0,1,0.6931471805599453]" },
        { "logistic(x)", "x=[0,1000,-1000]", "[0.6931471805599453,1000,0]" },
        { "sigmoid(x)", "x=[0,1000,-1000]", "[0.5,1,0]" },
        { "tanh(x)", "x=[0,0.5493061443340549,-1000]", "[0,0.5,-1]" }, // artanh ½ = ½ log 3
        { "huber(x)", "x=[0.5,1,-3]", "[0.25,1,5]" },
        { "huber(x, 2)", "x=[0.5,1,-3]", "[0.25,1,8]" },
        { "logsumexp(x)", "x=[[0,0],[10000,10000]]", "[0.6931471805599453,10000.693147180559945]" },
        { "softmax(x)", "x=[[0,0],[1.0986122886681098,0]]", "[[0.5,0.5],[0.75,0.25]]" },
        { "logsoftmax(x)", "x=[0,0,10000]", "[-10000,-10000,0]" },
        { "crossentropy(x, t)", "x=[[0,0],[0,0]] t=[[1,0],[0,1]]", "1.3862943611198906" },
        { "crossentropy(x, t)", "x=[0,1000] t=[1,0]", "1000" },
        { "nll(p, t)", "p=[[0.5,0.5],[0.25,0.75]] t=[[1,0],[1,0]]", "2.0794415416798357" },
        { "nll(p, t)", "p=[0,1] t=[0,1]", "0" },
        { "nll(softmax(x), t) - crossentropy(x, t)", "x=[[1,2,3],[0,-1,4]] t=[[0,1,0],[1,0,0]]", "0" },
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
