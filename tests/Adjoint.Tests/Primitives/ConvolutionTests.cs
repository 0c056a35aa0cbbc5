using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Convolution and correlation over all axes, held to their definitions.</summary>
public class ConvolutionTests
{
    public static TheoryData<Boundary> Boundaries => [.. Enum.GetValues<Boundary>()];

    public static TheoryData<Boundary> KeepingSize => [.. Enum.GetValues<Boundary>().Where(boundary => boundary is not (Boundary.Valid or Boundary.Full))];

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Signals_by_every_boundary(Boundary boundary)
    {
        // Kernels odd and even, as long as the signal and longer (extensions repeat, then), and signals of one pixel.
        for (int taps = 1; taps <= 13; taps++)
        {
            for (int length = 1; length <= 6; length++)
            {
                FollowsTheDefinition([taps], [length], boundary);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Pictures_by_every_boundary(Boundary boundary)
    {
        (Shape Kernel, Shape Picture)[] shapes =
        [
            ([3, 3], [5, 4]), ([2, 2], [5, 4]), ([2, 3], [4, 4]), ([1, 4], [3, 5]), ([4, 1], [5, 3]), ([5, 4], [5, 4]), ([1, 1], [1, 1]), ([3, 3], [3, 4]),
            ([2, 2, 2], [3, 4, 2]), ([3, 1, 2], [4, 2, 5]),
        ];
        foreach ((Shape kernel, Shape picture) in shapes)
        {
            FollowsTheDefinition(kernel, picture, boundary);
            FollowsTheDefinition(picture, kernel, boundary);
        }
    }

    [Theory]
    [MemberData(nameof(KeepingSize))]
    public void Kernels_larger_than_the_picture(Boundary boundary)
    {
        FollowsTheDefinition([7, 6], [2, 3], boundary);
        FollowsTheDefinition([5, 2], [1, 4], boundary);
        FollowsTheDefinition([4, 4], [1, 1], boundary);
    }

    [Theory]
    [InlineData(Boundary.Full)]
    [InlineData(Boundary.Valid)]
    public void True_convolution_is_commutative(Boundary boundary)
    {
        Variable a = new("a", [3, 4]), b = new("b", [2, 2]);
        (Variable, Tensor<double>)[] at = [(a, RandomTensors.Whole(new Random(1), a.Shape)), (b, RandomTensors.Whole(new Random(2), b.Shape))];
        Assert.Equal(0, Vectors.Distance(Interpreter.Evaluate(Convolve(a, b, boundary), at), Interpreter.Evaluate(Convolve(b, a, boundary), at)));
    }

    [Fact]
    public void Full_where_neither_contains_the_other()
    {
        Variable a = new("a", [3, 2]), b = new("b", [2, 4]);
        (Variable, Tensor<double>)[] at = [(a, RandomTensors.Whole(new Random(1), a.Shape)), (b, RandomTensors.Whole(new Random(2), b.Shape))];
        Tensor<double> expected = DirectConvolution.Of(at[0].Item2, at[1].Item2, Boundary.Full, flips: true);
        Assert.Equal(0, Vectors.Distance(expected, Interpreter.Evaluate(Convolve(a, b, Boundary.Full), at)));
    }

    // By hand: a kernel of digits over powers of ten, so that each sum can be read off.
    [Theory]
    [InlineData(Boundary.Full, new double[] { 1, 12, 123, 1230, 2300, 3000 })]
    [InlineData(Boundary.Valid, new double[] { 123, 1230 })]
    [InlineData(Boundary.Same, new double[] { 12, 123, 1230, 2300 })]
    [InlineData(Boundary.Circular, new double[] { 3012, 123, 1230, 2301 })]
    [InlineData(Boundary.Reflect, new double[] { 42, 123, 1230, 2400 })]
    [InlineData(Boundary.Symmetric, new double[] { 15, 123, 1230, 3300 })]
    [InlineData(Boundary.Replicate, new double[] { 15, 123, 1230, 3300 })]
    public void A_convolution_by_hand(Boundary boundary, double[] expected)
    {
        Expr w = Vector(1, 2, 3), y = Vector(1, 10, 100, 1000);
        Assert.Equal(expected, Interpreter.Evaluate(Convolve(w, y, boundary)).Span.ToArray());
    }

    [Theory]
    [InlineData(Boundary.Full, new double[] { 3, 32, 321, 3210, 2100, 1000 })]
    [InlineData(Boundary.Valid, new double[] { 321, 3210 })]
    [InlineData(Boundary.Same, new double[] { 32, 321, 3210, 2100 })]
    [InlineData(Boundary.Circular, new double[] { 1032, 321, 3210, 2103 })]
    public void A_correlation_by_hand(Boundary boundary, double[] expected)
    {
        Expr w = Vector(1, 2, 3), y = Vector(1, 10, 100, 1000);
        Assert.Equal(expected, Interpreter.Evaluate(Correlate(w, y, boundary)).Span.ToArray());
    }

    // The five-tap kernel that picks one neighbour shows the extended signal itself; abcd is 1234.
    [Theory]
    [InlineData(Boundary.Same, "00123400")]
    [InlineData(Boundary.Circular, "34123412")]
    [InlineData(Boundary.Reflect, "32123432")]
    [InlineData(Boundary.Symmetric, "21123443")]
    [InlineData(Boundary.Replicate, "11123444")]
    public void The_extensions_are_those_of_the_books(Boundary boundary, string extended)
    {
        Expr y = Vector(1, 2, 3, 4);
        for (int shift = -2; shift <= 2; shift++)
        {
            double[] taps = [.. Enumerable.Range(-2, 5).Select(place => place == shift ? 1.0 : 0)];
            double[] expected = [.. Enumerable.Range(2 + shift, 4).Select(place => (double)(extended[place] - '0'))];
            Assert.Equal(expected, Interpreter.Evaluate(Correlate(Vector(taps), y, boundary)).Span.ToArray());
        }
    }

    [Theory]
    [InlineData(Extension.Circular, 2, 3, "23123123123")]
    [InlineData(Extension.Reflect, 2, 3, "32123212321")]
    [InlineData(Extension.Symmetric, 2, 3, "21123321123")]
    [InlineData(Extension.Replicate, 2, 3, "11123333333")]
    public void Extensions_repeat_where_the_margin_is_longer_than_the_signal(Extension mode, int before, int length, string extended)
    {
        int after = extended.Length - before - length;
        Expr value = new Extend(mode, [before], [after]).Apply(Vector([.. Enumerable.Range(1, length).Select(entry => (double)entry)]));
        Assert.Equal([.. extended.Select(digit => (double)(digit - '0'))], Interpreter.Evaluate(value).Span.ToArray());
    }

    [Theory]
    [InlineData(Boundary.Circular)]
    [InlineData(Boundary.Reflect)]
    [InlineData(Boundary.Symmetric)]
    [InlineData(Boundary.Replicate)]
    public void One_pixel_alone_is_repeated(Boundary boundary) =>
        Assert.Equal([15 * 7.0], Interpreter.Evaluate(Convolve(Vector(1, 2, 3, 4, 5), Vector(7), boundary)).Span.ToArray());

    [Theory]
    [InlineData(Boundary.Same)]
    [InlineData(Boundary.Circular)]
    public void Convolution_and_correlation_are_each_others_adjoints(Boundary boundary)
    {
        (Shape Kernel, Shape Picture)[] shapes = [([3], [5]), ([2], [5]), ([4], [5]), ([6], [4]), ([5], [5]), ([2, 3], [4, 3]), ([4, 2], [3, 5]), ([3, 3], [1, 4])];
        foreach ((Shape kernel, Shape picture) in shapes)
        {
            Constant w = new(RandomTensors.Next(new Random(kernel.Size), kernel));
            Variable y = new("y", picture);
            DenseMatrix convolution = DenseMatrix.Of(value => Interpreter.Evaluate(Convolve(w, y, boundary), (y, value)), picture, picture);
            DenseMatrix correlation = DenseMatrix.Of(value => Interpreter.Evaluate(Correlate(w, y, boundary), (y, value)), picture, picture);
            Assert.False(convolution.IsZero);
            Assert.True(convolution.Transpose().Distance(correlation) < 1e-14, $"{kernel} over {picture}");
        }
    }

    [Theory]
    [InlineData(Boundary.Reflect)]
    [InlineData(Boundary.Symmetric)]
    [InlineData(Boundary.Replicate)]
    public void Beyond_a_border_that_copies_they_are_not(Boundary boundary)
    {
        // The identity above is no accident of a lenient test: where the border copies, the adjoint adds up instead.
        Constant w = new(new Tensor<double>([3], [1, 2, 5]));
        Variable y = new("y", [4]);
        DenseMatrix convolution = DenseMatrix.Of(value => Interpreter.Evaluate(Convolve(w, y, boundary), (y, value)), [4], [4]);
        DenseMatrix correlation = DenseMatrix.Of(value => Interpreter.Evaluate(Correlate(w, y, boundary), (y, value)), [4], [4]);
        Assert.True(convolution.Transpose().Distance(correlation) >= 1);
    }

    /// <summary>The sum over no axes has one term, at every boundary.</summary>
    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Over_no_axes_convolution_is_the_product(Boundary boundary)
    {
        Assert.Equal(6, Interpreter.Evaluate(Convolve(new Constant(2), new Constant(3), boundary)).Span[0]);
        Assert.Equal(6, Interpreter.Evaluate(Correlate(new Constant(2), new Constant(3), boundary)).Span[0]);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Expr line = Vector(1, 2, 3), plane = new Constant(new Tensor<double>([2, 5])), other = new Constant(new Tensor<double>([3, 4]));
        Refused(() => Convolve(line, plane), "3", "2×5");
        Refused(() => Convolve(plane, other), "2×5", "3×4");
        Refused(() => Correlate(plane, other), "2×5", "3×4");
        Refused(() => Convolve(new Constant(1), line), "scalar", "3");
        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            Refused(() => Convolve(line, new Constant(new Tensor<double>([0])), boundary), "3", "0");
        }
    }

    private static void FollowsTheDefinition(Shape kernel, Shape picture, Boundary boundary)
    {
        Random random = new((31 * kernel.Size) + picture.Size);
        Variable w = new("w", kernel), y = new("y", picture);
        Tensor<double> taps = RandomTensors.Whole(random, kernel), pixels = RandomTensors.Whole(random, picture);
        foreach (bool flips in new[] { true, false })
        {
            Tensor<double> expected = DirectConvolution.Of(taps, pixels, boundary, flips);
            Expr expression = flips ? Convolve(w, y, boundary) : Correlate(w, y, boundary);
            Assert.Equal(expected.Shape, expression.Shape);
            Assert.True(
                Vectors.Distance(expected, Interpreter.Evaluate(expression, (w, taps), (y, pixels))) == 0, $"{expression}: {kernel} over {picture}, {boundary}");
        }
    }

    private static void Refused(Func<Expr> build, params string[] named)
    {
        string message = Assert.Throws<ShapeException>(build).Message;
        Assert.DoesNotContain('\n', message);
        Assert.All(named, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static Constant Vector(params double[] entries) => new(new Tensor<double>([entries.Length], entries));
}
