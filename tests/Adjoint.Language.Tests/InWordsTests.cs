using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Operators.InWords;
using Adjoint.Primitives;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Language.Tests;

/// <summary>What convolutions of arrays and their adjoints are, in words and in the language, at every boundary.</summary>
public sealed class InWordsTests
{
    private const double Tolerance = 1e-12;

    /// <summary>Kernel and picture: odd and even, as large as the picture, larger, one pixel; one to three axes.</summary>
    private static readonly (Shape Kernel, Shape Picture)[] Sizes =
    [
        ([3], [5]), ([2], [5]), ([1], [4]), ([5], [5]), ([4], [4]), ([5], [3]), ([6], [3]), ([7], [2]), ([3], [2]), ([2], [2]), ([3], [1]), ([4], [1]), ([1], [1]), ([9], [5]), ([7], [4]), ([2], [3]),
        ([3, 3], [4, 5]), ([2, 3], [4, 4]), ([1, 3], [3, 3]), ([3, 3], [3, 3]), ([2, 2], [2, 2]), ([5, 4], [2, 2]), ([1, 1], [2, 3]), ([2, 1], [1, 3]), ([3, 2], [1, 4]), ([4, 2], [2, 3]), ([5, 5], [3, 3]), ([3, 4], [2, 4]),
        ([2, 2, 2], [3, 3, 3]), ([1, 2, 3], [2, 3, 3]), ([3, 1, 2], [1, 2, 2]),
    ];

    public static TheoryData<bool, Boundary> Functions
    {
        get
        {
            TheoryData<bool, Boundary> data = [];
            foreach (Boundary boundary in Enum.GetValues<Boundary>())
            {
                data.Add(true, boundary);
                data.Add(false, boundary);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void What_is_said_is_the_map(bool flips, Boundary boundary)
    {
        int cases = 0;
        foreach ((Variable w, Variable y, Expr function) in Cases(flips, boundary))
        {
            (Variable, Tensor<double>)[] values = [(w, LinearMaps.Random(w.Shape, 1)), (y, LinearMaps.Random(y.Shape, 2))];
            foreach (Variable variable in new[] { w, y })
            {
                foreach ((ConvolutionDescription description, Variable argument, double[,] matrix) in LinearMaps.Both(function, variable, values))
                {
                    string what = $"{function} of {w.Shape} and {y.Shape} in {argument.Name}: {description.Text}";
                    Assert.True(LinearMaps.Distance(matrix, LinearMaps.Matrix(description.Expression, argument, values)) <= Tolerance, $"{what}, {description.Expression}");
                    if (ExpressionWriter.Write(description.Expression) is string text)
                    {
                        Expr again = ExpressionParser.Parse(text, [w, y, argument]);
                        Assert.True(LinearMaps.Distance(matrix, LinearMaps.Matrix(again, argument, values)) <= Tolerance, $"{what}, {text}");
                    }

                    Expr said = WordsReader.Read(description.Text, new Dictionary<string, Expr> { ["w"] = w, ["y"] = y, [argument.Name] = argument, ["ε"] = argument });
                    Assert.True(LinearMaps.Distance(matrix, LinearMaps.Matrix(said, argument, values)) <= Tolerance, what);
                    cases++;
                }
            }
        }

        Assert.True(cases >= 80, $"Only {cases} cases.");
    }

    /// <summary>
    /// P5 and its counterparts, with ŷ = conv(w, y), y of five entries and w of three. The first two follow from <c>[Aᵀε]ⱼ = Σᵢ w₂₊ᵢ₋ⱼ εᵢ</c> and
    /// <c>[Bᵀε]ⱼ = Σᵢ y₂₊ᵢ₋ⱼ εᵢ</c>, the others from what the boundary copies where.
    /// </summary>
    [Theory]
    [InlineData("valid", "y", "full convolution of ε with flip(w)", "conv(flip(w), e, full)")]
    [InlineData("valid", "w", "valid convolution of flip(y) with ε", "conv(flip(y), e)")]
    [InlineData("full", "y", "valid convolution of flip(w) with ε", "conv(flip(w), e)")]
    [InlineData("full", "w", "valid convolution of flip(y) with ε", "conv(flip(y), e)")]
    [InlineData("same", "y", "same correlation of ε with w", "corr(w, e, same)")]
    [InlineData("same", "w", "valid convolution of flip(y with 1 zero on each side) with ε", null)]
    [InlineData("circular", "y", "circular correlation of ε with w", "corr(w, e, circular)")]
    [InlineData("circular", "w", "valid convolution of flip(y extended circularly by 1 on each side) with ε", null)]
    [InlineData("reflect", "y", "full convolution of ε with flip(w), then the border folded back (reflect, 1 on each side: what lies beyond an end is added where it is mirrored to about the end entry)", null)]
    [InlineData("reflect", "w", "valid convolution of flip(y extended by reflection about its end entries by 1 on each side) with ε", null)]
    [InlineData("symmetric", "y", "full convolution of ε with flip(w), then the border folded back (symmetric, 1 on each side: what lies beyond an end is added where it is mirrored to about the end)", null)]
    [InlineData("symmetric", "w", "valid convolution of flip(y extended by reflection about its ends by 1 on each side) with ε", null)]
    [InlineData("replicate", "y", "full convolution of ε with flip(w), then the border folded back (replicate, 1 on each side: what lies beyond an end is added to the end entry)", null)]
    [InlineData("replicate", "w", "valid convolution of flip(y extended by copies of its end entries by 1 on each side) with ε", null)]
    public void Adjoints_of_a_convolution(string boundary, string variable, string words, string? text)
    {
        Variable w = new("w", [3]), y = new("y", [5]);
        Assert.Equal((words, text), Adjoint(Convolve(w, y, Enum.Parse<Boundary>(boundary, ignoreCase: true)), variable == "w" ? w : y));
    }

    /// <summary>The same of correlation, whose kernel is not flipped: where convolution has flip(w) it has w, and where it has flip(y) it correlates with y.</summary>
    [Theory]
    [InlineData("valid", "y", "full convolution of ε with w", "conv(w, e, full)")]
    [InlineData("valid", "w", "valid correlation of y with ε", "corr(e, y)")]
    [InlineData("full", "y", "valid convolution of w with ε", "conv(w, e)")]
    [InlineData("full", "w", "valid convolution of y with flip(ε)", "conv(flip(e), y)")]
    [InlineData("same", "y", "same convolution of ε with w", "conv(w, e, same)")]
    [InlineData("same", "w", "valid correlation of (y with 1 zero on each side) with ε", null)]
    [InlineData("circular", "y", "circular convolution of ε with w", "conv(w, e, circular)")]
    [InlineData("circular", "w", "valid correlation of (y extended circularly by 1 on each side) with ε", null)]
    [InlineData("reflect", "y", "full convolution of ε with w, then the border folded back (reflect, 1 on each side: what lies beyond an end is added where it is mirrored to about the end entry)", null)]
    [InlineData("replicate", "w", "valid correlation of (y extended by copies of its end entries by 1 on each side) with ε", null)]
    public void Adjoints_of_a_correlation(string boundary, string variable, string words, string? text)
    {
        Variable w = new("w", [3]), y = new("y", [5]);
        Assert.Equal((words, text), Adjoint(Correlate(w, y, Enum.Parse<Boundary>(boundary, ignoreCase: true)), variable == "w" ? w : y));
    }

    /// <summary>What was written is said as it was written.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void Forward_maps_keep_their_name(bool flips, Boundary boundary)
    {
        Variable w = new("w", [3]), y = new("y", [6]), e = new("e", [6]);
        string name = boundary == Boundary.Valid ? "" : $", {boundary.ToString().ToLowerInvariant()}";
        Expr function = flips ? Convolve(w, e, boundary) : Correlate(w, e, boundary);
        Assert.Equal($"{(flips ? "conv" : "corr")}(w, e{name})", ExpressionWriter.Write(ConvolutionDescriber.Describe(function, e)!.Expression));
        Variable v = new("e", [3]);
        function = flips ? Convolve(v, y, boundary) : Correlate(v, y, boundary);
        Assert.Equal($"{(flips ? "conv" : "corr")}(e, y{name})", ExpressionWriter.Write(ConvolutionDescriber.Describe(function, v)!.Expression));
    }

    /// <summary>
    /// Where kernel and picture are of one size, the language has a name for the adjoint in the kernel at every boundary: with K = N each boundary gives as many entries as the kernel has.
    /// (Valid gives one entry, and for one entry valid and full are the same.) In the picture it has none where the border is folded back, for no function of the language adds entries up at the border.
    /// </summary>
    [Theory]
    [InlineData("valid", "conv(flip(w), e)", "conv(flip(y), e)")]
    [InlineData("full", "conv(flip(w), e)", "conv(flip(y), e)")]
    [InlineData("same", "corr(w, e, same)", "corr(y, e, same)")]
    [InlineData("circular", "corr(w, e, circular)", "corr(y, e, circular)")]
    [InlineData("reflect", null, "conv(e, flip(y), reflect)")]
    [InlineData("symmetric", null, "conv(e, flip(y), symmetric)")]
    [InlineData("replicate", null, "conv(e, flip(y), replicate)")]
    public void Kernels_as_large_as_the_picture(string boundary, string? inPicture, string? inKernel)
    {
        Variable w = new("w", [5]), y = new("y", [5]);
        Expr function = Convolve(w, y, Enum.Parse<Boundary>(boundary, ignoreCase: true));
        Assert.Equal((inPicture, inKernel), (Adjoint(function, y).Text, Adjoint(function, w).Text));
    }

    /// <summary>At which boundaries the language can say the adjoint of a convolution with a kernel smaller than the picture.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void What_the_language_can_say(bool flips, Boundary boundary)
    {
        foreach ((Shape kernel, Shape picture) in new (Shape, Shape)[] { ([3], [8]), ([4], [8]), ([3, 3], [6, 7]), ([4, 2], [6, 7]), ([2, 2, 2], [4, 5, 4]), ([4, 4, 4], [6, 6, 6]) })
        {
            Variable w = new("w", kernel), y = new("y", picture);
            Expr function = flips ? Convolve(w, y, boundary) : Correlate(w, y, boundary);

            // In the picture, where nothing is folded back; in the kernel, where the size alone says which part is meant.
            bool inPicture = boundary <= Boundary.Circular, inKernel = boundary <= Boundary.Full;
            Assert.Equal((inPicture, inKernel), (Adjoint(function, y).Text is not null, Adjoint(function, w).Text is not null));
        }
    }

    [Theory]
    [InlineData("full convolution of ε with flip(w)", "full convolution of ε with w")]
    [InlineData("full convolution of ε with flip(w)", "full correlation of ε with flip(w)")]
    [InlineData("full convolution of ε with flip(w)", "same convolution of ε with flip(w)")]
    [InlineData("full convolution of ε with flip(w)", "full convolution of ε with flip(y)")]
    [InlineData("full convolution of ε with flip(w)", "full convolution of flip(ε) with flip(w)")]
    public void A_wrong_word_is_caught(string right, string wrong)
    {
        Variable w = new("w", [3]), y = new("y", [5]);
        (Variable, Tensor<double>)[] values = [(w, LinearMaps.Random(w.Shape, 1)), (y, LinearMaps.Random(y.Shape, 2))];
        (ConvolutionDescription description, Variable e, double[,] matrix) = LinearMaps.Both(Convolve(w, y), y, values)[1];
        Assert.Equal(right, description.Text);
        Dictionary<string, Expr> names = new() { ["w"] = w, ["y"] = y, ["ε"] = e };
        Assert.True(LinearMaps.Distance(matrix, LinearMaps.Matrix(WordsReader.Read(right, names), e, values)) <= Tolerance);
        Assert.True(LinearMaps.Distance(matrix, LinearMaps.Matrix(WordsReader.Read(wrong, names), e, values)) > 0.01);
    }

    /// <summary>One channel and one picture are arrays with axes of length 1.</summary>
    [Fact]
    public void Pictures_of_one_channel_are_said_as_arrays()
    {
        Variable w = new("w", [3, 3, 1, 1]), y = new("y", [1, 6, 5, 1]);
        Assert.Equal(
            ("full convolution of ε with flip(w)", "reshape(conv(flip(reshape(w, 3x3)), reshape(e, 4x3), full), 1x6x5x1)"), Adjoint(ConvolvePictures(w, y), y));
    }

    [Fact]
    public void Compositions_are_written_too()
    {
        Variable w = new("w", [3]), v = new("v", [2]), y = new("y", [8]), s = new("s", []), t = new("t", []);
        Assert.Equal("2 * conv(flip(v), conv(flip(w), e, full), full)", Adjoint(2 * Convolve(w, Convolve(v, y)), y).Text);
        Assert.Equal("conv(flip(y), conv(flip(w), e, full)) + conv(flip(conv(w, y)), e)", Adjoint(Convolve(w, Convolve(w, y)), w).Text);
        Assert.Equal("-corr(w, e, same)", Adjoint(-Convolve(w, y, Boundary.Same), y).Text);
        Assert.Equal("s * (s * e)", Adjoint(Convolve(s, Convolve(s, t)), t).Text);
        Assert.Null(Adjoint(Relu(Convolve(w, y)), y).Text);
    }

    /// <summary>Where nothing is written, no convolution or correlation of the two, flipped or not, at any boundary, has the matrix.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void What_has_a_name_is_called_by_it(bool flips, Boundary boundary)
    {
        foreach ((Variable w, Variable y, Expr function) in Cases(flips, boundary).Where(each => each.Y.Shape.Rank < 3))
        {
            (Variable, Tensor<double>)[] values = [(w, LinearMaps.Random(w.Shape, 1)), (y, LinearMaps.Random(y.Shape, 2))];
            foreach (Variable variable in new[] { w, y })
            {
                foreach ((ConvolutionDescription description, Variable argument, double[,] matrix) in LinearMaps.Both(function, variable, values))
                {
                    if (ExpressionWriter.Write(description.Expression) is null)
                    {
                        Variable given = variable == w ? y : w;
                        foreach (Expr candidate in Candidates(argument, given).Where(candidate => candidate.Shape.Size == matrix.GetLength(0)))
                        {
                            Assert.True(
                                LinearMaps.Distance(matrix, LinearMaps.Matrix(candidate, argument, values)) > 1e-6,
                                $"{function} of {w.Shape} and {y.Shape} in {argument.Name} is {ExpressionWriter.Write(candidate)}, but was called {description.Text}");
                        }
                    }
                }
            }
        }
    }

    private static (string Words, string? Text) Adjoint(Expr function, Variable variable)
    {
        Variable direction = new("d", variable.Shape), cotangent = new("e", function.Shape);
        Expr tangent = Linearization.Tangent(function, new Dictionary<Variable, Expr> { [variable] = direction })!;
        ConvolutionDescription description = ConvolutionDescriber.Describe(Transposition.Adjoint(tangent, [direction], cotangent)[0], cotangent, "ε")!;
        return (description.Text, ExpressionWriter.Write(description.Expression));
    }

    private static IEnumerable<Expr> Candidates(Variable argument, Variable given)
    {
        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            foreach (Expr one in new[] { argument, Flip(argument) })
            {
                foreach (Expr other in new[] { given, Flip(given) })
                {
                    foreach (Func<Expr>? build in new Func<Expr>[] { () => Convolve(one, other, boundary), () => Correlate(one, other, boundary), () => Convolve(other, one, boundary), () => Correlate(other, one, boundary) })
                    {
                        if (Built(build) is Expr expression)
                        {
                            yield return expression;
                            yield return Flip(expression);
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<(Variable W, Variable Y, Expr Function)> Cases(bool flips, Boundary boundary)
    {
        foreach ((Shape kernel, Shape picture) in Sizes)
        {
            Variable w = new("w", kernel), y = new("y", picture);
            if (Built(() => flips ? Convolve(w, y, boundary) : Correlate(w, y, boundary)) is Expr function)
            {
                yield return (w, y, function);
            }
        }
    }

    private static Expr? Built(Func<Expr> build)
    {
        try
        {
            return build();
        }
        catch (ShapeException)
        {
            // Valid takes only what lies within the other.
            return null;
        }
    }
}
