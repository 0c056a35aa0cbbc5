using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Operators.InWords;
using Adjoint.Primitives;
using Adjoint.Primitives.Convolution;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Operators.InWords;

/// <summary>Convolutions with something before, behind or beside them, and what is no linear map.</summary>
public sealed class CompositionWordsTests
{
    private const double Tolerance = 1e-12;

    private static readonly Variable W = new("w", [3]), V = new("v", [2]), Y = new("y", [8]), A = new("a", [6]), S = new("s", []), T = new("t", []);
    private static readonly Variable Pictures = new("y", [2, 6, 5, 2]), Kernel = new("w", [3, 3, 2, 4]), Second = new("v", [3, 3, 4, 1]);

    private static readonly (Variable Variable, Tensor<double> Value)[] Values =
    [
        .. new[] { W, V, Y, A, S, T, Pictures, Kernel, Second }.Select((variable, i) => (variable, RandomTensors.Next(new Random(i), variable.Shape))),
    ];

    private static readonly Dictionary<string, (Expr Function, Variable Variable)> Functions = new()
    {
        ["two kernels, in y"] = (2 * Convolve(W, Convolve(V, Y)), Y),
        ["two kernels, in v"] = (2 * Convolve(W, Convolve(V, Y)), V),
        ["one kernel twice, in w"] = (Convolve(W, Convolve(W, Y)), W),
        ["rectified, in y"] = (Relu(Convolve(W, Y)), Y),
        ["least squares, in w"] = (SumOfSquares(A - Convolve(W, Y)), W),
        ["entry by entry, in y"] = (A * Convolve(W, Y), Y),
        ["scalars, in t"] = (Convolve(S, Convolve(S, T)), T),
        ["a scalar outside, in y"] = (S * Convolve(W, Y) / T, Y),
        ["flipped, in y"] = (Flip(Convolve(W, Flip(Y))), Y),
        ["reshaped and transposed, in y"] = (Transpose(Convolve(Reshape(W, [3, 1]), Reshape(Y, [4, 2]))), Y),
        ["minus, in y"] = (-(3 * Convolve(W, Y, Boundary.Same)), Y),
        ["residual, in y"] = (Y + (0.5 * Convolve(W, Y, Boundary.Same)), Y),
        ["difference, in y"] = (Convolve(W, Y) - (2 * Correlate(W, Y)), Y),
        ["matrix, in y"] = (MatrixProduct(A, Convolve(W, Y)), Y),
        ["joined, in y"] = (Concatenate(0, Convolve(W, Y), 2 * Convolve(V, Y)), Y),
        ["network, in y"] = (Network(), Pictures),
        ["network, in w"] = (Network(), Kernel),
    };

    [Theory]
    [InlineData("two kernels, in y", "2 times the valid convolution of w with (valid convolution of v with dy)", "2 times the full convolution of (full convolution of ε with flip(w)) with flip(v)")]
    [InlineData("two kernels, in v", "2 times the valid convolution of w with (valid convolution of dv with y)", "2 times the valid convolution of flip(y) with (full convolution of ε with flip(w))")]
    [InlineData(
        "one kernel twice, in w",
        "(valid convolution of dw with conv(w, y)) plus (valid convolution of w with (valid convolution of dw with y))",
        "(valid convolution of flip(y) with (full convolution of ε with flip(w))) plus (valid convolution of flip(conv(w, y)) with ε)")]
    [InlineData("rectified, in y", "(valid convolution of w with dy) where conv(w, y) > 0, else 0", "full convolution of (ε where conv(w, y) > 0, else 0) with flip(w)")]
    [InlineData(
        "least squares, in w",
        "minus the sum of all entries of (entrywise product of (2 * (a - conv(w, y))) with (valid convolution of dw with y))",
        "minus the valid convolution of flip(y) with (entrywise product of (2 * (a - conv(w, y))) with (ε repeated to 6))")]
    [InlineData("entry by entry, in y", "entrywise product of a with (valid convolution of w with dy)", "full convolution of (entrywise product of a with ε) with flip(w)")]
    [InlineData("scalars, in t", "s times (s times dt)", "s times (s times ε)")]
    [InlineData("a scalar outside, in y", "(s times (valid convolution of w with dy)) divided by t", "full convolution of (s times (ε divided by t)) with flip(w)")]
    [InlineData("flipped, in y", "valid convolution of flip(w) with dy", "full convolution of ε with w")]
    [InlineData("reshaped and transposed, in y", "transpose of (valid convolution of w with (dy reshaped to 4×2))", "(full convolution of (transpose of ε) with flip(w)) reshaped to 8")]
    [InlineData("minus, in y", "minus 3 times the same convolution of dy with w", "minus 3 times the same correlation of ε with w")]
    [InlineData("residual, in y", "dy plus 0.5 times (same convolution of dy with w)", "ε plus 0.5 times (same correlation of ε with w)")]
    [InlineData(
        "difference, in y",
        "(valid convolution of w with dy) minus 2 times (valid correlation of w with dy)",
        "minus 2 times (full convolution of ε with w) plus (full convolution of ε with flip(w))")]
    [InlineData(
        "network, in y",
        "(same convolution of ((same convolution of dy with w, stride 2×2, summed over input channels) where conv(w, y, same, stride 2×2) > 0, else 0) with v, summed over input channels) where conv(v, relu(conv(w, y, same, stride 2×2)), same) > 0, else 0",
        "valid convolution of ((same correlation of (ε where conv(v, relu(conv(w, y, same, stride 2×2)), same) > 0, else 0) with v) where conv(w, y, same, stride 2×2) > 0, else 0), its entries moved 2×2 apart with zeros between (input dilation 2×2), 1×1 zeros in front and 2×1 behind, with flip(w), summed over output channels")]
    public void Words(string function, string forward, string adjoint)
    {
        string[] said = [.. DescribedMap.Both(Functions[function].Function, Functions[function].Variable, Values).Select(map => map.Description.Text)];
        Assert.Equal([forward, adjoint], said);
    }

    [Fact]
    public void What_is_said_is_the_map() => Assert.All(
        Functions,
        each => Assert.All(DescribedMap.Both(each.Value.Function, each.Value.Variable, Values), map => Assert.InRange(map.Error(Values), 0, Tolerance)));

    /// <summary>The comparison sees a flip that is left out, a sign, and a boundary.</summary>
    [Fact]
    public void A_wrong_expression_is_caught()
    {
        DescribedMap map = DescribedMap.Both(Convolve(W, Y, Boundary.Same), Y, Values)[1];
        foreach (Expr wrong in new[] { Convolve(W, map.Argument, Boundary.Same), -map.Description.Expression, Correlate(W, map.Argument, Boundary.Circular) })
        {
            Assert.True((map with { Description = map.Description with { Expression = wrong } }).Error(Values) > 0.01);
        }
    }

    [Fact]
    public void Where_no_convolution_is_nothing_is_said()
    {
        Assert.Null(ConvolutionDescriber.Describe(2 * Y, Y));
        Assert.Null(ConvolutionDescriber.Describe(Y, Y));
        Assert.Null(ConvolutionDescriber.Describe(Sum(Flip(Y)), Y));
    }

    [Fact]
    public void The_zero_map_is_one()
    {
        ConvolutionDescription description = ConvolutionDescriber.Describe(BroadcastTo(new Constant(0), [3]), Y)!;
        Assert.Equal("the zero map", description.Text);
        Assert.Equal(Shape.Create([3]), description.Expression.Shape);
        Assert.Equal(0, DescribedMap.Distance(new DenseMatrix(3, 8), DescribedMap.MatrixOf(description.Expression, Y)));
    }

    [Fact]
    public void What_is_not_linear_must_be_linearised_first()
    {
        foreach (Expr expression in new[] { Relu(Convolve(W, Y)), Convolve(Y, Y), Convolve(W, Y) + A, A - Convolve(W, Y), Convolve(W, Y) + 1, Concatenate(0, Y, A), Square(Y), A })
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => ConvolutionDescriber.Describe(expression, Y));
            Assert.EndsWith("Linearise it first.", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Neither the stack nor the text grows without bound, however deep or shared the graph is.</summary>
    [Fact]
    public void Deep_and_shared_graphs_end_in_an_ellipsis()
    {
        Expr deep = Y, shared = Convolve(W, Y, Boundary.Same);
        for (int i = 0; i < 2_000; i++)
        {
            deep = i % 100 == 0 ? Convolve(W, deep, Boundary.Same) : Flip(Reshape(deep, [8, 1]));
            deep = Reshape(deep, [8]);
            shared = i < 60 ? shared + Flip(shared) : shared;
        }

        Assert.True(ConvolutionDescriber.Describe(deep, Y)!.Text.Length < 100_000);
        Assert.Contains("…", ConvolutionDescriber.Describe(shared, Y)!.Text, StringComparison.Ordinal);
    }

    /// <summary>Nothing is evaluated, so the size of a picture does not matter.</summary>
    [Fact]
    public void A_large_picture_is_no_problem()
    {
        Variable y = new("y", [1, 2160, 3840, 3]), w = new("w", [31, 31, 3, 8]);
        Expr blur = ConvolvePictures(w, y, new ConvolutionOptions(Boundary.Reflect));
        Assert.Equal("reflect convolution of y with w, summed over input channels", ConvolutionDescriber.Describe(blur, y)!.Text);
    }

    /// <summary>Where indices would overflow, the operation is named and nothing is claimed.</summary>
    [Fact]
    public void Places_far_away_are_not_reckoned_with()
    {
        Variable y = new("y", [1, 4, 1]), w = new("w", [2, 1, 1]);
        foreach (int before in new[] { int.MaxValue, int.MinValue, int.MaxValue / 2 })
        {
            Expr far = new Correlation([new CorrelationAxis(1, int.MaxValue / 3, 1, before, 3)], Contraction.InputChannels).Apply(w, y);
            Assert.Null(ConvolutionDescriber.Describe(far, y));
        }
    }

    private static Expr Network()
    {
        Expr first = Relu(ConvolvePictures(Kernel, Pictures, new ConvolutionOptions(Boundary.Same) { Stride = [2, 2] }));
        return Relu(ConvolvePictures(Second, first, new ConvolutionOptions(Boundary.Same)));
    }
}
