using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Resizing by hand. The expected numbers follow from where the entries lie, which the documentation of each alignment states.</summary>
public class ResizeTests
{
    private const ResizeMethod Bilinear = ResizeMethod.Bilinear, Nearest = ResizeMethod.Nearest;
    private const ResizeAlignment HalfPixel = ResizeAlignment.HalfPixel, AlignCorners = ResizeAlignment.AlignCorners;

    public static TheoryData<double[], int, ResizeMethod, ResizeAlignment, bool, double[]> Rows => new()
    {
        // places −¼ ¼ ¾ 1¼: the first and the last lie beyond the border
        { [1, 3], 4, Bilinear, HalfPixel, false, [1, 1.5, 2.5, 3] },
        { [1, 3], 4, Bilinear, AlignCorners, false, [1, 1 + (2.0 / 3), 1 + (4.0 / 3), 3] },
        { [1, 2, 4, 8], 2, Bilinear, HalfPixel, false, [1.5, 6] },
        { [1, 2, 4, 8], 2, Bilinear, AlignCorners, false, [1, 8] },
        { [1, 2, 4, 8, 16], 3, Bilinear, AlignCorners, false, [1, 4, 16] },
        { [1, 2, 4], 1, Bilinear, AlignCorners, false, [1] },
        { [1, 2, 4], 1, Bilinear, HalfPixel, false, [2] },
        { [1, 2, 4, 8], 1, Bilinear, HalfPixel, false, [3] },
        { [5], 3, Bilinear, HalfPixel, false, [5, 5, 5] },
        { [5], 3, Bilinear, AlignCorners, false, [5, 5, 5] },
        { [1, 2], 4, Nearest, HalfPixel, false, [1, 1, 2, 2] },
        { [1, 2, 3, 4], 2, Nearest, HalfPixel, false, [2, 4] }, // places ½ and 2½: the later one
        { [1, 2, 3], 5, Nearest, HalfPixel, false, [1, 1, 2, 3, 3] }, // places −0.2 0.4 1 1.6 2.2
        { [1, 2, 3], 5, Nearest, AlignCorners, false, [1, 2, 2, 3, 3] }, // places 0 ½ 1 1½ 2
        { [1, 2, 3], 1, Nearest, AlignCorners, false, [1] },
        { [1, 2, 3], 3, Bilinear, HalfPixel, true, [1, 2, 3] },
        { [1, 3], 4, Bilinear, HalfPixel, true, [1, 1.5, 2.5, 3] },
        // places ½ and 2½ under tents of half-width 2: weights ¾ ¾ ¼ and ¼ ¾ ¾, divided by their sum
        { [1, 2, 4, 8], 2, Bilinear, HalfPixel, true, [(0.75 + 1.5 + 1) / 1.75, (0.5 + 3 + 6) / 1.75] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Rows_and_columns_are_resized_as_by_hand(double[] row, int length, ResizeMethod method, ResizeAlignment alignment, bool antialias, double[] expected)
    {
        Variable across = new("a", [1, 1, row.Length, 1]), down = new("a", [1, row.Length, 1, 1]);
        Close(expected, Interpreter.Evaluate(Resize(across, 1, length, method, alignment, antialias), (across, new(across.Shape, row))));
        Close(expected, Interpreter.Evaluate(Resize(down, length, 1, method, alignment, antialias), (down, new(down.Shape, row))));
    }

    [Fact]
    public void A_picture_is_resized_along_both_axes_channel_by_channel()
    {
        Variable a = new("a", [1, 2, 2, 2]);
        Tensor<double> value = Interpreter.Evaluate(Resize(a, 3, 3, alignment: AlignCorners), (a, new(a.Shape, [0, 8, 4, 8, 2, 0, 6, 0])));
        Close([0, 8, 2, 8, 4, 8, 1, 4, 3, 4, 5, 4, 2, 0, 4, 0, 6, 0], value);
    }

    [Fact]
    public void The_adjoint_is_the_transpose_of_the_matrix()
    {
        Variable a = new("a", [1, 3, 4, 2]), e = new("e", [1, 5, 2, 2]);
        foreach ((ResizeMethod method, ResizeAlignment alignment, bool antialias) in new[] { (Bilinear, HalfPixel, false), (Bilinear, HalfPixel, true), (Bilinear, AlignCorners, false), (Nearest, HalfPixel, false) })
        {
            Expr resized = Resize(a, 5, 2, method, alignment, antialias), adjoint = resized.Gradient(a, e);
            DenseMatrix forward = DenseMatrix.Of(value => Interpreter.Evaluate(resized, (a, value)), a.Shape, e.Shape);
            DenseMatrix backward = DenseMatrix.Of(value => Interpreter.Evaluate(adjoint, (a, new(a.Shape)), (e, value)), e.Shape, a.Shape);
            Assert.True(forward.Transpose().Distance(backward) <= 1e-15);
            Assert.False(forward.IsZero);
        }
    }

    [Fact]
    public void What_cannot_be_resized_is_refused()
    {
        Variable a = new("a", [1, 4, 4, 1]);
        Assert.Contains("1×4×4", Assert.Throws<ShapeException>(() => Resize(new Variable("b", [1, 4, 4]), 2, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("1×0×4×1", Assert.Throws<ShapeException>(() => Resize(new Variable("b", [1, 0, 4, 1]), 2, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("0 by 2", Assert.Throws<ShapeException>(() => Resize(a, 0, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Nearest", Assert.Throws<ShapeException>(() => Resize(a, 2, 2, Nearest, antialias: true)).Message, StringComparison.Ordinal);
        Assert.Contains("AlignCorners", Assert.Throws<ShapeException>(() => Resize(a, 2, 2, alignment: AlignCorners, antialias: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_move_into_space_in_the_order_of_ONNX()
    {
        // The example of the operator's specification, DCR, with its axes in our order: channels 0, 9, 18, 27 of the first pixel make the first block.
        Variable a = new("a", [1, 2, 3, 8]);
        Tensor<double> planar = new([1, 8, 2, 3], [.. Enumerable.Range(0, 8).SelectMany(c => Enumerable.Range(0, 6).Select(pixel => (double)((9 * c) + pixel)))]);
        Tensor<double> picture = Interpreter.Apply(new Adjoint.Primitives.Shaping.Transpose([0, 2, 3, 1]), planar);
        Expr space = DepthToSpace(a, 2);
        Tensor<double> first = Interpreter.Evaluate(Slice(Transpose(space, [0, 3, 1, 2]), [0, 0, 0, 0], [1, 2, 4, 6]), (a, picture));
        double[] expected =
        [
            0, 18, 1, 19, 2, 20, 36, 54, 37, 55, 38, 56, 3, 21, 4, 22, 5, 23, 39, 57, 40, 58, 41, 59,
            9, 27, 10, 28, 11, 29, 45, 63, 46, 64, 47, 65, 12, 30, 13, 31, 14, 32, 48, 66, 49, 67, 50, 68,
        ];
        Assert.Equal(expected, first.Span.ToArray());
        Assert.Equal(picture.Span.ToArray(), Interpreter.Evaluate(SpaceToDepth(space, 2), (a, picture)).Span.ToArray());
    }

    [Fact]
    public void Depth_and_space_must_divide()
    {
        Assert.Contains("1×2×2×6", Assert.Throws<ShapeException>(() => DepthToSpace(new Variable("a", [1, 2, 2, 6]), 2)).Message, StringComparison.Ordinal);
        Assert.Contains("1×3×2×1", Assert.Throws<ShapeException>(() => SpaceToDepth(new Variable("a", [1, 3, 2, 1]), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => SpaceToDepth(new Variable("a", [1, 0, 2, 1]), 0));
        Assert.Throws<ShapeException>(() => SpaceToDepth(new Variable("a", [1, 0, 0, 3]), 1 << 20));
        Assert.Throws<ShapeException>(() => DepthToSpace(new Variable("a", [1, 1 << 12, 1 << 12, 0]), 1 << 20));
        Assert.Throws<ShapeException>(() => DepthToSpace(new Variable("a", [2, 2]), 2));
    }

    private static void Close(double[] expected, Tensor<double> actual) =>
        Assert.True(Vectors.Distance(new Tensor<double>(actual.Shape, expected), actual) <= 1e-14, string.Join(' ', actual.Span.ToArray()));
}
