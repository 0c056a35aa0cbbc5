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

        Follows(
            [3, 2, 2],
            [2, 9, 2],
            new(boundary) { Stride = [stride], Dilation = [dilation], InputDilation = [inputDilation] },
            [stride],
            [dilation],
            [inputDilation]);
    }

    [Fact]
    public void Three_spatial_axes() => Follows([2, 1, 2, 2, 1], [1, 3, 2, 4, 2], new(Boundary.Reflect) { Stride = [1, 1, 2] }, [1, 1, 2], [1, 1, 1], [1, 1, 1]);

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
        Refused(() => ConvolvePictures(new Variable("w", [3, 8]), new Variable("q", [2, 3])), "3×8", "2×3");
    }

    private static void Follows(Shape kernel, Shape pictures, ConvolutionOptions options, int[] strides, int[] dilations, int[] inputDilations)
    {
        Random random = new(11);
        Variable w = new("w", kernel), y = new("y", pictures);
        Tensor<double> taps = RandomTensors.Whole(random, kernel), pixels = RandomTensors.Whole(random, pictures);
        int rank = strides.Length;
        bool fits = options.Boundary != Boundary.Valid || Enumerable.Range(0, rank).All(axis => Extent(kernel[axis], dilations[axis]) <= Extent(pictures[axis + 1], inputDilations[axis]));
        foreach (bool flips in new[] { true, false })
        {
            Expr build() => flips ? ConvolvePictures(w, y, options) : CorrelatePictures(w, y, options);
            if (!fits)
            {
                Assert.Throws<ShapeException>((Func<Expr>)build);
                continue;
            }

            Expr expression = build();
            Tensor<double> expected = Direct(taps, pixels, options.Boundary, flips, strides, dilations, inputDilations);
            Assert.Equal(expected.Shape, expression.Shape);
            Assert.Equal(0, Vectors.Distance(expected, Interpreter.Evaluate(expression, (w, taps), (y, pixels))));
            Assert.Equal(0, Vectors.Distance(expected, Adjoint.Execution.Evaluation.Evaluate(expression, (w, taps), (y, pixels))));
        }
    }

    /// <summary>
    /// One picture and one pair of channels at a time: the picture's entries moved apart, the kernel's too, then the definition over all
    /// axes, of which every stride-th result is kept.
    /// </summary>
    private static Tensor<double> Direct(Tensor<double> w, Tensor<double> y, Boundary boundary, bool flips, int[] strides, int[] dilations, int[] inputDilations)
    {
        int inputs = w.Shape[^2], outputs = w.Shape[^1], rank = strides.Length;
        Tensor<double>? result = null;
        for (int n = 0; n < y.Shape[0]; n++)
        {
            for (int o = 0; o < outputs; o++)
            {
                for (int i = 0; i < inputs; i++)
                {
                    Tensor<double> taps = Apart(w.Shape[..rank], dilations, index => w[[.. index, i, o]]);
                    Tensor<double> picture = Apart(y.Shape[1..^1], inputDilations, index => y[[n, .. index, i]]);
                    Tensor<double> whole = Definition(taps, picture, boundary, flips);
                    Shape kept = [.. whole.Shape.Select((length, axis) => ((length - 1) / strides[axis]) + 1)];
                    result ??= new Tensor<double>([y.Shape[0], .. kept, outputs]);
                    foreach (int[] index in DirectConvolution.Indices(kept))
                    {
                        result[[n, .. index, o]] += whole[[.. index.Select((place, axis) => place * strides[axis])]];
                    }
                }
            }
        }

        return result!;
    }

    /// <summary>Full and valid of pictures let the kernel move over the picture, even where it is the larger one.</summary>
    private static Tensor<double> Definition(Tensor<double> taps, Tensor<double> picture, Boundary boundary, bool flips)
    {
        if (flips || boundary is not (Boundary.Full or Boundary.Valid))
        {
            return DirectConvolution.Of(taps, picture, boundary, flips);
        }

        double[] reversed = taps.Span.ToArray();
        Array.Reverse(reversed);
        return DirectConvolution.Of(new Tensor<double>(taps.Shape, reversed), picture, boundary, flips: true);
    }

    private static Tensor<double> Apart(Shape shape, int[] distances, Func<int[], double> entry)
    {
        Tensor<double> result = new([.. shape.Select((length, axis) => Extent(length, distances[axis]))]);
        foreach (int[] index in DirectConvolution.Indices(shape))
        {
            result[[.. index.Select((place, axis) => place * distances[axis])]] = entry(index);
        }

        return result;
    }

    private static int Extent(int length, int distance) => ((length - 1) * distance) + 1;

    private static void Refused(Func<Expr> build, params string[] named)
    {
        string message = Assert.Throws<ShapeException>(build).Message;
        Assert.DoesNotContain('\n', message);
        Assert.All(named, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
