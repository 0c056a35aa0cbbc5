using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Laws;

/// <summary>Fast paths against references at the lengths where vectors, blocks and their remainders meet.</summary>
public class SizeTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 71), 127, 257, 509, 511, 512, 513, 1021, 4099, 16384, 16411, 20000];

    private static readonly Primitive[] Pointwise = [new Add(), new Subtract(), new Multiply(), new Divide(), new Negate(), new Square(), new Relu(), new Gate(),
        new Abs(), new Sign(), new Maximum(), new Minimum(), new GreaterThan(), new LeakyRelu(0.25), new Huber(1)];

    public static TheoryData<string> Names => [.. Pointwise.Select(primitive => primitive.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Entry_by_entry_at_every_length(string name)
    {
        Primitive primitive = Pointwise.First(candidate => candidate.Name == name);
        foreach (int length in Lengths)
        {
            Shape shape = [length];
            Agrees(new($"{name} {length}", primitive, [.. Enumerable.Repeat(shape, primitive.Arity)], shape) { Ranges = [.. Enumerable.Repeat(new Adjoint.Graph.Facts.Interval(0.5, 4), primitive.Arity)] });
            Agrees(new($"{name} {length}, both signs", primitive, [.. Enumerable.Repeat(shape, primitive.Arity)], shape) { Ranges = [.. Enumerable.Repeat(new Adjoint.Graph.Facts.Interval(-4, -0.5), primitive.Arity)] });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Entry_by_entry_with_special_values_in_every_lane(string name)
    {
        Primitive primitive = Pointwise.First(candidate => candidate.Name == name);
        double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, double.Epsilon, double.MaxValue, -double.MaxValue, 2, -3];
        for (int length = 1; length <= 40; length++)
        {
            // Every pair of special values meets, at shifting places.
            for (int shift = 0; shift < special.Length; shift++)
            {
                Tensor<double> a = new([length]), b = new([length]);
                for (int i = 0; i < length; i++)
                {
                    (a.Span[i], b.Span[i]) = (special[i % special.Length], special[(i + shift) % special.Length]);
                }

                Tensor<double>[] arguments = primitive.Arity == 1 ? [a] : [a, b];
                Layout[] layouts = [.. arguments.Select(_ => Layout.RowMajor)];
                Tensor<double> expected = Interpreter.Apply(primitive, arguments);
                Assert.Equal(0, Vectors.Distance(expected, KernelRunner.Run(primitive, arguments, layouts, Layout.RowMajor, WorkerPool.Serial)));
            }
        }
    }

    [Fact]
    public void Sums_and_copies_at_every_length()
    {
        foreach (int n in Lengths)
        {
            (Shape Small, Shape Large)[] pairs = [(Shape.Scalar, [n]), ([n], [3, n]), ([n, 1], [n, 3]), ([1, n], [2, n]), ([1], [n]), ([2, 1, n], [2, 5, n]), ([2, 1, 1, 2], [2, 1, n, 2])];
            foreach ((Shape small, Shape large) in pairs)
            {
                Agrees(new($"broadcast {small} to {large}", new Broadcast(large), [small], large));
                Agrees(new($"sum {large} to {small}", new SumTo(small), [large], small));
            }
        }
    }

    [Fact]
    public void Sums_of_many_rows_keep_their_accuracy()
    {
        Agrees(new("300 rows of 7", new SumTo([7]), [[300, 7]], [7]));
        Agrees(new("20000 rows of 3", new SumTo([3]), [[20000, 3]], [3]));
        Agrees(new("129 rows of 1025", new SumTo([1025]), [[129, 1025]], [1025]));
        Agrees(new("a bias gradient", new SumTo([5]), [[4, 33, 17, 5]], [5]));
    }

    [Fact]
    public void Moves_at_every_length()
    {
        foreach (int n in Lengths)
        {
            Agrees(new($"flip {n}", new Flip([0]), [[n]], [n]));
            Agrees(new($"flip 2×{n}×3", new Flip([1]), [[2, n, 3]], [2, n, 3]));
            Agrees(new($"pad {n}", new Pad([3], [2]), [[n]], [n + 5]));
            Agrees(new($"crop {n + 5}", new Crop([3], [2]), [[n + 5]], [n]));
            Agrees(new($"reshape {n}", new Reshape([1, n]), [[n]], [1, n]));
            foreach (Extension mode in n == 0 ? [] : Enum.GetValues<Extension>())
            {
                Agrees(new($"extend {mode} {n}", new Extend(mode, [0, 3, 0], [0, 9, 0]), [[1, n, 2]], [1, n + 12, 2]));
                Agrees(new($"fold {mode} {n}", new Fold(mode, [4], [7]), [[n + 11]], [n]));
            }
        }
    }

    public static TheoryData<int, int, int, int, int> Planes => new()
    {
        // rows, columns, inputs, outputs, taps along each axis
        { 1, 1, 1, 1, 1 }, { 7, 513, 1, 1, 3 }, { 33, 65, 3, 8, 3 }, { 17, 19, 16, 5, 3 }, { 9, 40, 5, 17, 2 }, { 31, 31, 1, 1, 31 }, { 40, 37, 1, 1, 11 }, { 64, 16, 2, 3, 5 }, { 20, 1, 4, 33, 1 }, { 3, 129, 2, 4, 4 },
    };

    [Theory]
    [MemberData(nameof(Planes))]
    public void Correlations_of_pictures_at_awkward_sizes(int rows, int columns, int inputs, int outputs, int taps)
    {
        int before = (taps - 1) / 2;
        CorrelationAxis vertical = new(1, 1, 1, before, rows), horizontal = new(1, 1, 1, before, columns);
        string name = $"{rows}×{columns}, {inputs} to {outputs} channels, {taps} taps";
        Agrees(CorrelationCases.Of(name, Contraction.InputChannels, [vertical, horizontal], [taps, taps], [rows, columns], 2, inputs, outputs));
        Agrees(CorrelationCases.Of(name, Contraction.OutputChannels, [vertical, horizontal], [taps, taps], [rows, columns], 2, inputs, outputs));
        CorrelationAxis down = vertical with { Output = taps }, across = horizontal with { Output = taps };
        Agrees(CorrelationCases.Of(name, Contraction.Batch, [down, across], [rows, columns], [rows, columns], 2, inputs, outputs));
    }

    [Fact]
    public void Correlations_of_signals_at_every_length()
    {
        foreach (int n in Lengths)
        {
            CorrelationAxis axis = new(1, 1, 1, 2, n + 1);
            Agrees(CorrelationCases.Of($"signal {n}", Contraction.InputChannels, [axis], [4], [n], 1, 2, 3));
            Agrees(CorrelationCases.Of($"signal {n}", Contraction.OutputChannels, [axis], [4], [n], 1, 2, 3));
            Agrees(CorrelationCases.Of($"signal {n}", Contraction.Batch, [axis with { Output = 4 }], [n + 1], [n], 1, 2, 3));
        }
    }

    public static TheoryData<int, int> Widths => new() { { 1, 1 }, { 15, 3 }, { 16, 4 }, { 17, 8 }, { 33, 1 }, { 65, 2 } };

    [Theory]
    [MemberData(nameof(Widths))]
    public void Groups_volumes_and_transposed_correlations_at_awkward_sizes(int width, int groups)
    {
        CorrelationAxis same = new(1, 1, 1, 1, width), few = new(1, 1, 1, 1, 4), up = new(1, 1, 2, 1, 2 * width), upFew = new(1, 1, 2, 1, 8);
        CorrelationAxis taps = same with { Output = 3 };
        foreach (int outputs in new[] { groups, 3 * groups })
        {
            string name = $"{width} wide, {groups} groups to {outputs} channels";
            Agrees(CorrelationCases.Of(name, Contraction.InputChannels, [few, same], [3, 3], [4, width], 2, 2 * groups, outputs, groups));
            Agrees(CorrelationCases.Of(name, Contraction.OutputChannels, [upFew, up], [4, 4], [4, width], 2, 2 * groups, outputs, groups));
            Agrees(CorrelationCases.Of(name, Contraction.Batch, [taps, taps], [4, width], [4, width], 2, 2 * groups, outputs, groups));
            Agrees(CorrelationCases.Of(name, Contraction.InputChannels, [few, few, same], [3, 3, 3], [4, 4, width], 1, groups, outputs, groups));
            Agrees(CorrelationCases.Of(name, Contraction.OutputChannels, [upFew, few, up], [4, 3, 4], [4, 4, width], 1, groups, outputs, groups));
            Agrees(CorrelationCases.Of(name, Contraction.Batch, [taps, taps, taps], [4, 4, width], [4, 4, width], 2, groups, outputs, groups));
        }
    }

    private static void Agrees(PrimitiveCase @case) =>
        Law.Holds(KernelLaws.ShapeRule(@case) ?? KernelLaws.FastPath<double>(@case) ?? KernelLaws.FastPath<float>(@case));
}
