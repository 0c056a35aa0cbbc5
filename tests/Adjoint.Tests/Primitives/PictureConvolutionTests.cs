using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Convolution of pictures with batch and channels against plain loops over its definition.</summary>
public class PictureConvolutionTests
{
    public static TheoryData<Boundary, int, int, int> Settings
    {
        get
        {
            TheoryData<Boundary, int, int, int> data = [];
            foreach (Boundary boundary in Enum.GetValues<Boundary>())
            {
                for (int setting = 0; setting < 27; setting++)
                {
                    (int stride, int dilation, int inputDilation) = ((setting % 3) + 1, (setting / 3 % 3) + 1, (setting / 9) + 1);
                    if (inputDilation == 1 || boundary is Boundary.Valid or Boundary.Full or Boundary.Same)
                    {
                        data.Add(boundary, stride, dilation, inputDilation);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_follows_the_definition(Boundary boundary, int stride, int dilation, int inputDilation)
    {
        foreach ((Shape kernel, Shape pictures) in new (Shape, Shape)[] { ([3, 2, 2, 3], [2, 7, 8, 2]), ([2, 1, 1, 2], [1, 4, 5, 1]), ([1, 3, 3, 1], [3, 2, 7, 3]) })
        {
            int[] strides = [stride, 1], dilations = [dilation, 1], inputDilations = [1, inputDilation];
            Follows(kernel, pictures, new(boundary) { Stride = [.. strides], Dilation = [.. dilations], InputDilation = [.. inputDilations] }, strides, dilations, inputDilations);
        }

        foreach ((Shape kernel, Shape pictures, int groups) in new (Shape, Shape, int)[] { ([3, 2, 2], [2, 9, 2], 1), ([2, 2, 6], [1, 8, 4], 2), ([3, 1, 3], [2, 9, 3], 3) })
        {
            Follows(
                kernel,
                pictures,
                new(boundary) { Stride = [stride], Dilation = [dilation], InputDilation = [inputDilation], Groups = groups },
                [stride],
                [dilation],
                [inputDilation]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Groups_of_pictures(int groups)
    {
        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            ConvolutionOptions options = new(boundary) { Groups = groups, Stride = [2, 1], Dilation = [1, 2] };
            Follows([3, 2, 4 / groups, 8], [2, 7, 6, 4], options, [2, 1], [1, 2], [1, 1]);
            Follows([2, 1, 4 / groups, 4], [1, 5, 4, 4], options, [2, 1], [1, 2], [1, 1]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_tap_is_a_matrix_of_channels(int groups)
    {
        // In one, two and three spatial axes, and where there is but one pixel.
        Shape[] spaces = [[5], [1], [4, 3], [1, 1], [2, 3, 2], [1, 1, 1]];
        foreach (Shape space in spaces)
        {
            int[] ones = [.. Enumerable.Repeat(1, space.Rank)];
            Follows([.. ones, 2, 4], [3, .. space, 2 * groups], new() { Groups = groups }, ones, ones, ones);
        }
    }

    [Fact]
    public void Three_spatial_axes()
    {
        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            Follows([2, 1, 2, 2, 1], [1, 3, 2, 4, 2], new(boundary) { Stride = [1, 1, 2] }, [1, 1, 2], [1, 1, 1], [1, 1, 1]);
            Follows([2, 3, 2, 1, 2], [2, 4, 5, 3, 2], new(boundary) { Stride = [2, 1, 1], Dilation = [2, 1, 1], Groups = 2 }, [2, 1, 1], [2, 1, 1], [1, 1, 1]);
        }

        Follows([3, 2, 2, 1, 1], [1, 3, 2, 4, 1], new(Boundary.Same) { InputDilation = [2, 3, 1] }, [1, 1, 1], [1, 1, 1], [2, 3, 1]);
    }

    [Fact]
    public void Four_spatial_axes() => Follows([2, 1, 2, 2, 1, 1], [1, 3, 2, 4, 2, 1], new(Boundary.Symmetric), [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]);

    [Fact]
    public void What_does_not_fit_is_refused_in_one_line()
    {
        Variable pictures = new("p", [2, 5, 6, 3]);
        Refused(() => ConvolvePictures(new Variable("w", [3, 3, 4, 8]), pictures), "3×3×4×8", "2×5×6×3");
        Refused(() => ConvolvePictures(new Variable("w", [3, 3, 3]), pictures), "3×3×3", "2×5×6×3");
        Refused(() => ConvolvePictures(new Variable("w", [6, 3, 3, 8]), pictures), "6×3×3×8", "2×5×6×3");
        Refused(() => ConvolvePictures(new Variable("w", [0, 3, 3, 8]), pictures), "0×3×3×8", "2×5×6×3");
        Refused(() => ConvolvePictures(new Variable("w", [3, 3, 3, 8]), pictures, new ConvolutionOptions { Dilation = [1, 3] }), "3×3×3×8", "2×5×6×3");
        Refused(() => ConvolvePictures(new Variable("w", [3, 3, 3, 8]), pictures, new ConvolutionOptions { Stride = [0, 1] }), "stride", "0×1");
        Refused(() => ConvolvePictures(new Variable("w", [3, 3, 3, 8]), pictures, new ConvolutionOptions { Dilation = [2] }), "dilation", "2");
        Refused(() => ConvolvePictures(new Variable("w", [3, 3, 3, 8]), pictures, new ConvolutionOptions(Boundary.Circular) { InputDilation = [2, 1] }), "circular");
        Refused(() => ConvolvePictures(new Variable("w", [3, 3, 1, 8]), pictures, new ConvolutionOptions { Groups = 3 }), "3 groups", "8 output channels");
        Refused(() => ConvolvePictures(new Variable("w", [3, 3, 3, 9]), pictures, new ConvolutionOptions { Groups = 3 }), "3×3×3×9", "2×5×6×3");
        Refused(() => ConvolvePictures(new Variable("w", [3, 3, 3, 8]), pictures, new ConvolutionOptions { Groups = 0 }), "0 groups");
        Refused(() => ConvolvePictures(new Variable("w", [3, 8]), new Variable("q", [2, 3])), "3×8", "2×3");
    }

    private static void Follows(Shape kernel, Shape pictures, ConvolutionOptions options, int[] strides, int[] dilations, int[] inputDilations)
    {
        Random random = new(11);
        Variable w = new("w", kernel), y = new("y", pictures);
        Tensor<double> taps = RandomTensors.Whole(random, kernel), pixels = RandomTensors.Whole(random, pictures);
        int rank = strides.Length;
        bool fits = options.Boundary != Boundary.Valid
            || Enumerable.Range(0, rank).All(axis => DirectPictures.Extent(kernel[axis], dilations[axis]) <= DirectPictures.Extent(pictures[axis + 1], inputDilations[axis]));
        foreach (bool flips in new[] { true, false })
        {
            Expr build() => flips ? ConvolvePictures(w, y, options) : CorrelatePictures(w, y, options);
            if (!fits)
            {
                Assert.Throws<ShapeException>((Func<Expr>)build);
                continue;
            }

            Expr expression = build();
            Tensor<double> expected = DirectPictures.Of(taps, pixels, options.Boundary, flips, strides, dilations, inputDilations, options.Groups);
            Assert.Equal(expected.Shape, expression.Shape);
            Assert.Equal(0, Vectors.Distance(expected, Interpreter.Evaluate(expression, (w, taps), (y, pixels))));
            Assert.Equal(0, Vectors.Distance(expected, Adjoint.Execution.Evaluation.Evaluate(expression, (w, taps), (y, pixels))));
        }
    }

    private static void Refused(Func<Expr> build, params string[] named)
    {
        string message = Assert.Throws<ShapeException>(build).Message;
        Assert.DoesNotContain('\n', message);
        Assert.All(named, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
