using Adjoint.Checking;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Transposed convolution against the transposed matrix of the convolution that plain loops over the definition compute.</summary>
public class TransposedConvolutionTests
{
    public static TheoryData<Boundary, int, int> Settings
    {
        get
        {
            TheoryData<Boundary, int, int> data = [];
            foreach (Boundary boundary in Enum.GetValues<Boundary>())
            {
                for (int setting = 0; setting < 6; setting++)
                {
                    data.Add(boundary, (setting % 3) + 1, (setting / 3) + 1);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void It_is_the_transposed_matrix(Boundary boundary, int stride, int dilation)
    {
        for (int padding = 0; padding < stride; padding++)
        {
            foreach (bool flips in new[] { true, false })
            {
                IsTransposed([3, 2, 2], [2, 4, 2], boundary, flips, [stride], [dilation], [padding], 1);
                IsTransposed([4, 1, 4], [1, 5, 4], boundary, flips, [stride], [dilation], [padding], 2);
                IsTransposed([2, 3, 1, 2], [1, 4, 3, 2], boundary, flips, [stride, 1], [1, dilation], [padding, 0], 1);
                IsTransposed([2, 2, 1, 2, 1], [1, 3, 2, 3, 1], boundary, flips, [1, stride, stride], [dilation, 1, 1], [0, 0, padding], 1);
            }
        }
    }

    // By hand: each pixel lays the kernel down, two places on from the pixel before.
    [Theory]
    [InlineData(Boundary.Valid, 0, new double[] { 1, 2, 13, 20, 30 })]
    [InlineData(Boundary.Valid, 1, new double[] { 1, 2, 13, 20, 30, 0 })]
    [InlineData(Boundary.Same, 0, new double[] { 2, 13, 20 })]
    [InlineData(Boundary.Same, 1, new double[] { 2, 13, 20, 30 })]
    [InlineData(Boundary.Full, 0, new double[] { 13 })]
    [InlineData(Boundary.Circular, 1, new double[] { 2, 13, 20, 31 })]
    [InlineData(Boundary.Replicate, 0, new double[] { 3, 13, 50 })]
    public void A_transposed_correlation_by_hand(Boundary boundary, int padding, double[] expected)
    {
        Constant w = new(new Tensor<double>([3, 1, 1], [1, 2, 3])), y = new(new Tensor<double>([1, 2, 1], [1, 10]));
        Expr result = CorrelateTransposedPictures(w, y, new ConvolutionOptions(boundary) { Stride = [2] }, [padding]);
        Assert.Equal(expected, Evaluation.Evaluate<double>(result).Span.ToArray());
    }

    [Fact]
    public void A_transposed_convolution_by_hand()
    {
        Constant w = new(new Tensor<double>([3, 1, 1], [1, 2, 3])), y = new(new Tensor<double>([1, 2, 1], [1, 10]));
        double[] expected = [3, 2, 31, 20, 10];
        Assert.Equal(expected, Evaluation.Evaluate<double>(ConvolveTransposedPictures(w, y, new ConvolutionOptions { Stride = [2] })).Span.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_one_line()
    {
        Variable pictures = new("p", [2, 5, 6, 3]), kernel = new("w", [3, 3, 4, 3]);
        Refused(() => ConvolveTransposedPictures(new Variable("w", [3, 3, 3, 4]), pictures), "3×3×3×4", "2×5×6×3");
        Refused(() => ConvolveTransposedPictures(new Variable("w", [3, 3, 3]), pictures), "3×3×3", "2×5×6×3");
        Refused(() => ConvolveTransposedPictures(kernel, pictures, new ConvolutionOptions { Stride = [2, 2] }, [2, 0]), "output padding", "2×0");
        Refused(() => ConvolveTransposedPictures(kernel, pictures, new ConvolutionOptions { Stride = [2, 2] }, [1]), "output padding");
        Refused(() => ConvolveTransposedPictures(kernel, pictures, new ConvolutionOptions { InputDilation = [2, 2] }), "input dilation", "2×2");
        Refused(() => ConvolveTransposedPictures(kernel, pictures, new ConvolutionOptions { Groups = 2 }), "2 groups");
        Refused(() => ConvolveTransposedPictures(kernel, pictures, new ConvolutionOptions { Groups = 0 }), "0 groups");
        Refused(() => ConvolveTransposedPictures(new Variable("w", [7, 3, 4, 3]), pictures, new ConvolutionOptions(Boundary.Full)), "7×3×4×3", "full");
        Refused(() => ConvolveTransposedPictures(kernel, new Variable("p", [2, 0, 6, 3])), "2×0×6×3");
    }

    private static void IsTransposed(Shape kernel, Shape entering, Boundary boundary, bool flips, int[] strides, int[] dilations, int[] padding, int groups)
    {
        Random random = new(5);
        Variable w = new("w", kernel), y = new("y", entering);
        Tensor<double> taps = RandomTensors.Whole(random, kernel), pixels = RandomTensors.Whole(random, entering);
        int[] ones = [.. strides.Select(_ => 1)];
        Tensor<double> Forward(Tensor<double> picture) => DirectPictures.Of(taps, picture, boundary, flips, strides, dilations, ones, groups);

        // The smallest size that the convolution brings to the size that enters, found by trying, plus the padding.
        int[] sizes = [.. strides.Select((_, axis) => SmallestSize(kernel[axis], entering[axis + 1], boundary, strides[axis], dilations[axis]))];
        if (sizes.Any(size => size == 0))
        {
            return;
        }

        Shape leaving = [entering[0], .. sizes.Zip(padding, (size, more) => size + more), kernel[^2] * groups];
        ConvolutionOptions options = new(boundary) { Stride = [.. strides], Dilation = [.. dilations], Groups = groups };
        Expr expression = flips ? ConvolveTransposedPictures(w, y, options, [.. padding]) : CorrelateTransposedPictures(w, y, options, [.. padding]);
        Assert.Equal(leaving, expression.Shape);
        Tensor<double> expected = new(leaving);
        DenseMatrix matrix = DenseMatrix.Of(Forward, leaving, entering);
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++)
            {
                expected.Span[column] += matrix[row, column] * pixels.Span[row];
            }
        }

        Assert.Equal(0, Vectors.Distance(expected, Interpreter.Evaluate(expression, (w, taps), (y, pixels))));
        Assert.Equal(0, Vectors.Distance(expected, Evaluation.Evaluate(expression, (w, taps), (y, pixels))));
    }

    private static int SmallestSize(int taps, int wanted, Boundary boundary, int stride, int dilation)
    {
        int extent = DirectPictures.Extent(taps, dilation);
        for (int size = 1; size < 100; size++)
        {
            int places = boundary == Boundary.Valid ? size - extent + 1 : boundary == Boundary.Full ? size + extent - 1 : size;
            if (places > 0 && ((places - 1) / stride) + 1 == wanted)
            {
                return size;
            }
        }

        return 0;
    }

    private static void Refused(Func<Expr> build, params string[] named)
    {
        string message = Assert.Throws<ShapeException>(build).Message;
        Assert.DoesNotContain('\n', message);
        Assert.All(named, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
