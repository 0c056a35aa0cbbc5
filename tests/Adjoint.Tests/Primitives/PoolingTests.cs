using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives;
using Adjoint.Primitives.Pooling;
using Adjoint.Tensors;
using Adjoint.Tests.Laws;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Poolings by hand, with the conventions of PyTorch.</summary>
public class PoolingTests
{
    // length, window, stride, before, after, dilation, ceil; maxima, means that count padding, means that do not. The entries are 1, 2, 3, …
    public static TheoryData<int, int, int, int, int, int, bool, double[], double[], double[]> Lines => new()
    {
        { 4, 2, 2, 0, 0, 1, false, [2, 4], [1.5, 3.5], [1.5, 3.5] },
        { 5, 2, 2, 0, 0, 1, false, [2, 4], [1.5, 3.5], [1.5, 3.5] },
        { 5, 2, 2, 0, 0, 1, true, [2, 4, 5], [1.5, 3.5, 5], [1.5, 3.5, 5] },
        { 5, 3, 2, 1, 1, 1, false, [2, 4, 5], [1, 3, 3], [1.5, 3, 4.5] },
        { 6, 3, 3, 1, 1, 1, false, [2, 5], [1, 4], [1.5, 4] },
        { 6, 3, 3, 1, 1, 1, true, [2, 5, 6], [1, 4, 3], [1.5, 4, 6] }, // the last window has one place of padding and one beyond it
        { 4, 2, 3, 1, 1, 1, true, [1, 4], [0.5, 3.5], [1, 3.5] }, // a third window would begin in the padding behind
        { 5, 2, 1, 0, 0, 3, false, [4, 5], [2.5, 3.5], [2.5, 3.5] },
        { 5, 2, 2, 1, 0, 1, false, [1, 3, 5], [0.5, 2.5, 4.5], [1, 2.5, 4.5] },
        { 3, 3, 1, 0, 0, 1, false, [3], [2], [2] },
        { 2, 3, 2, 0, 0, 1, true, [2], [1.5], [1.5] }, // one window, rounded up, that reaches one place beyond
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Signals_are_pooled_as_by_hand(
        int length, int window, int stride, int before, int after, int dilation, bool ceil, double[] maxima, double[] counting, double[] ignoring)
    {
        PoolingOptions options = new([window]) { Stride = [stride], Before = [before], After = [after], Dilation = [dilation], CeilMode = ceil };
        Variable a = new("a", [1, length, 1]);
        (Variable, Tensor<double>) value = (a, new(a.Shape, [.. Enumerable.Range(1, length).Select(i => (double)i)]));
        Assert.Equal(maxima, Interpreter.Evaluate(MaxPool(a, options), value).Span.ToArray());
        Close(counting, Interpreter.Evaluate(AveragePool(a, options), value));
        Close(ignoring, Interpreter.Evaluate(AveragePool(a, options with { CountIncludePad = false }), value));
    }

    [Fact]
    public void Padding_never_wins()
    {
        Variable a = new("a", [1, 2, 1]);
        Expr pooled = MaxPool(a, new PoolingOptions([3]) { Stride = [1], Before = [1], After = [1] });
        Assert.Equal([-1, -1], Interpreter.Evaluate(pooled, (a, new(a.Shape, [-1, -5]))).Span.ToArray());
    }

    [Fact]
    public void At_ties_the_first_entry_has_the_gradient()
    {
        Variable a = new("a", [1, 2, 4, 1]);
        Expr pooled = MaxPool(a, new PoolingOptions([2, 2]));
        Tensor<double> gradient = Interpreter.Evaluate(Sum(pooled).Gradient(a), (a, new(a.Shape, [1, 1, 0, 3, 1, 1, 3, 2])));
        Assert.Equal([1, 0, 0, 1, 0, 0, 0, 0], gradient.Span.ToArray());
    }

    [Fact]
    public void An_entry_that_is_largest_in_two_windows_has_the_gradient_of_both()
    {
        Variable a = new("a", [1, 3, 1]);
        Expr pooled = MaxPool(a, new PoolingOptions([2]) { Stride = [1] });
        Assert.Equal([0, 2, 0], Interpreter.Evaluate(Sum(pooled).Gradient(a), (a, new(a.Shape, [1, 5, 2]))).Span.ToArray());
    }

    [Fact]
    public void Global_poolings_keep_the_axes_of_space()
    {
        Variable a = new("a", [1, 2, 2, 2]);
        (Variable, Tensor<double>) value = (a, new(a.Shape, [1, 20, 2, 30, 6, 40, 3, 10]));
        Assert.Equal([1, 1, 1, 2], GlobalAveragePool(a).Shape);
        Assert.Equal([3, 25], Interpreter.Evaluate(GlobalAveragePool(a), value).Span.ToArray());
        Assert.Equal([6, 40], Interpreter.Evaluate(GlobalMaxPool(a), value).Span.ToArray());
        Variable deep = new("d", [1, 2, 1, 2, 1, 2]);
        Assert.Equal([1, 1, 1, 1, 1, 2], GlobalMaxPool(deep).Shape);
        Assert.Equal([6, 40], Interpreter.Evaluate(GlobalMaxPool(deep), (deep, new(deep.Shape, value.Item2.Span.ToArray()))).Span.ToArray());
    }

    [Fact]
    public void Not_a_number_wins_and_infinities_are_numbers()
    {
        double[] special = [double.NaN, double.NegativeInfinity, double.PositiveInfinity, 1, -1, 0];
        Random random = new(1);
        WindowArgMax primitive = new([new(2, 2, 1, 1, 12), new(3, 2, 1, 1, 20)]);
        foreach (int channels in new[] { 1, 2, 17, 70 })
        {
            Tensor<double> value = new([2, 24, 39, channels], [.. Enumerable.Range(0, 2 * 24 * 39 * channels).Select(_ => special[random.Next(6)])]);
            Tensor<double> expected = Interpreter.Apply(primitive, value);
            foreach (Layout layout in Enum.GetValues<Layout>())
            {
                Assert.Equal(0, Vectors.Distance(expected, KernelRunner.Run(primitive, [value], [layout], layout, WorkerPool.Serial)));
            }
        }
    }

    public static TheoryData<int, int, int, int, int> Sizes => new() { { 1, 37, 1100, 1, 2 }, { 2, 33, 35, 8, 2 }, { 3, 16, 16, 67, 3 }, { 1, 129, 65, 3, 1 }, { 1, 9, 9, 600, 2 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Kernels_agree_with_the_references_in_both_layouts_for_any_number_of_threads(int batch, int rows, int columns, int channels, int stride)
    {
        using WorkerPool three = new(3);
        PoolingAxis down = new(3, stride, 1, 1, ((rows - 1) / stride) + 1), across = new(2, stride, 1, 0, ((columns - 2) / stride) + 1);
        Shape pictures = [batch, rows, columns, channels], windows = [batch, down.Output, across.Output, channels];
        PrimitiveCase[] cases =
        [
            PoolingCases.ArgMax("large", [down, across], pictures, windows),
            PoolingCases.Selection("large", [down, across], pictures, windows, adds: false),
            PoolingCases.Selection("large", [down, across], pictures, windows, adds: true),
        ];
        foreach (PrimitiveCase @case in cases)
        {
            Law.Holds(KernelLaws.FastPath<double>(@case, 1e-14) ?? KernelLaws.FastPath<float>(@case, 1e-6));
            Tensor<double>[] values = @case.Draw(new Random(2));
            Layout[] layouts = [.. values.Select(_ => Layout.Planar)];
            Assert.Equal(
                KernelRunner.Run(@case.Primitive, values, layouts, Layout.Planar, WorkerPool.Serial).Span.ToArray(),
                KernelRunner.Run(@case.Primitive, values, layouts, Layout.Planar, three).Span.ToArray());
        }

        Variable a = new("a", pictures);
        Expr mean = AveragePool(a, new PoolingOptions([3, 2]) { Stride = [stride, stride], Before = [1, 0], After = [1, 0] });
        Tensor<double> picture = RandomTensors.Next(new Random(3), pictures);
        PlanSession<double> session = new(Plan.Compile(new Function([a], [mean])));
        session.Bind(0, picture.Span.ToArray());
        session.Run(three);
        Assert.True(Vectors.Distance(Interpreter.Evaluate(mean, (a, picture)), session.CopyOutput(0)) <= 1e-14);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void An_offset_that_is_no_tap_is_refused(double offset)
    {
        ValueList<PoolingAxis> axes = [new(2, 2, 1, 0, 2), new(2, 2, 1, 0, 2)];
        Primitive[] primitives = [new WindowGather(axes), new WindowScatterAdd(axes, [1, 4, 4, 1])];
        foreach (Primitive primitive in primitives)
        {
            Tensor<double> first = primitive is WindowGather ? new([1, 4, 4, 1]) : new([1, 2, 2, 1]), offsets = new([1, 2, 2, 1], [0, 1, offset, 0]);
            Layout[] plain = [Layout.RowMajor, Layout.RowMajor];
            string fast = Assert.Throws<ArgumentException>(() => KernelRunner.Run(primitive, [first, offsets], plain, Layout.RowMajor, WorkerPool.Serial)).Message;
            Assert.Contains("no tap of a window of 4", fast, StringComparison.Ordinal);
            Assert.Contains("no tap of a window of 4", Assert.Throws<ArgumentException>(() => Interpreter.Apply(primitive, first, offsets)).Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<int[], PoolingOptions, string> Misfits => new()
    {
        { [1, 4, 1], new([2, 2]), "1×4×1" },
        { [1, 4, 4], new(Shape.Scalar), "1×4×4" },
        { [1, 2, 2, 2, 2, 1], new([1, 1, 1, 1]), "1×2×2×2×2×1" },
        { [1, 4, 1], new([5]), "1×4×1" },
        { [1, 4, 1], new([3]) { Dilation = [2] }, "1×4×1" },
        { [1, 4, 1], new([0]), "1×4×1" },
        { [1, 4, 1], new([2]) { Stride = [0] }, "1×4×1" },
        { [1, 4, 1], new([2]) { Stride = [1, 1] }, "1×1" },
        { [1, 4, 1], new([2]) { Before = [2] }, "1×4×1" },
        { [1, 4, 1], new([2]) { After = [2], Stride = [1] }, "1×4×1" },
        { [1, 0, 1], new([1]), "1×0×1" },
        { [1, 4, 1], new([int.MaxValue]) { Before = [int.MaxValue], After = [int.MaxValue] }, "1×4×1" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Options_that_do_not_fit_are_refused_in_one_line(int[] shape, PoolingOptions options, string named)
    {
        Variable a = new("a", [.. shape]);
        foreach (Func<Expr, PoolingOptions, Expr> pool in new[] { MaxPool, AveragePool })
        {
            ShapeException refusal = Assert.Throws<ShapeException>(() => pool(a, options));
            Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal.Message);
        }
    }

    [Fact]
    public void A_global_pooling_of_nothing_is_refused()
    {
        Assert.Throws<ShapeException>(() => GlobalAveragePool(new Variable("a", [1, 0, 3, 2])));
        Assert.Throws<ShapeException>(() => GlobalMaxPool(new Variable("a", [1, 0, 3, 2])));
        Assert.Throws<ShapeException>(() => GlobalMaxPool(new Variable("a", [3])));
    }

    private static void Close(double[] expected, Tensor<double> actual) =>
        Assert.True(Vectors.Distance(new Tensor<double>(actual.Shape, expected), actual) <= 1e-14, string.Join(' ', actual.Span.ToArray()));
}
