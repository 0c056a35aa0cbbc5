using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Checking.Cases;

/// <summary>Cases with random shapes and attributes, one family or more for each primitive.</summary>
public static class RandomCases
{
    // The ends of ranges are drawn often: ends apart keep two arguments from being equal, where the derivative jumps.
    private static readonly Interval[] Apart = [new(-2, 3), new(-1.7, 2.6)];

    private static readonly Interval Above = new(0.5, 4);

    private static readonly Dictionary<string, Func<Random, PrimitiveCase>> Families = new()
    {
        ["add"] = random => Pointwise(random, new Add(), 2),
        ["subtract"] = random => Pointwise(random, new Subtract(), 2),
        ["multiply"] = random => Pointwise(random, new Multiply(), 2),
        ["negate"] = random => Pointwise(random, new Negate(), 1),
        ["gate"] = random => Pointwise(random, new Gate(), 2),
        ["divide"] = random => Pointwise(random, new Divide(), 2) with { Ranges = [new(-2, 3), new(0.5, 4)] },
        ["xlogy"] = random => Pointwise(random, new ProductWithLog(), 2) with { Ranges = [new(-2, 3), new(0.5, 4)] },
        ["crossentropy"] = random => Classified(random, new CrossEntropyOfRows()),
        ["broadcast"] = random => Repeat(random, adds: false),
        ["sum"] = random => Repeat(random, adds: true),
        ["reshape"] = Reshaped,
        ["flip"] = Flipped,
        ["pad"] = random => Margin(random, (before, after) => new Pad(before, after), widens: true),
        ["crop"] = random => Margin(random, (before, after) => new Crop(before, after), widens: false),
        ["extend circular"] = random => Margin(random, (before, after) => new Extend(Extension.Circular, before, after), widens: true),
        ["extend reflect"] = random => Margin(random, (before, after) => new Extend(Extension.Reflect, before, after), widens: true),
        ["extend symmetric"] = random => Margin(random, (before, after) => new Extend(Extension.Symmetric, before, after), widens: true),
        ["extend replicate"] = random => Margin(random, (before, after) => new Extend(Extension.Replicate, before, after), widens: true),
        ["fold circular"] = random => Margin(random, (before, after) => new Fold(Extension.Circular, before, after), widens: false),
        ["fold reflect"] = random => Margin(random, (before, after) => new Fold(Extension.Reflect, before, after), widens: false),
        ["fold symmetric"] = random => Margin(random, (before, after) => new Fold(Extension.Symmetric, before, after), widens: false),
        ["fold replicate"] = random => Margin(random, (before, after) => new Fold(Extension.Replicate, before, after), widens: false),
        ["correlate 1-D over input channels"] = random => Correlated(random, Contraction.InputChannels, 1),
        ["correlate 1-D over output channels"] = random => Correlated(random, Contraction.OutputChannels, 1),
        ["correlate 1-D over the batch"] = random => Correlated(random, Contraction.Batch, 1),
        ["correlate 2-D over input channels"] = random => Correlated(random, Contraction.InputChannels, 2),
        ["correlate 2-D over output channels"] = random => Correlated(random, Contraction.OutputChannels, 2),
        ["correlate 2-D over the batch"] = random => Correlated(random, Contraction.Batch, 2),
        ["correlate 1-D in groups"] = random => Correlated(random, (Contraction)random.Next(3), 1, random.Next(2, 4)),
        ["correlate 2-D in groups"] = random => Correlated(random, (Contraction)random.Next(3), 2, random.Next(2, 4)),
        ["correlate 3-D in groups"] = random => Correlated(random, (Contraction)random.Next(3), 3, 2),
        ["correlate 3-D"] = random => Correlated(random, (Contraction)random.Next(3), 3),
        ["transpose"] = StructureCases.RandomTranspose,
        ["slice"] = random => StructureCases.RandomSlice(random, embeds: false),
        ["embed"] = random => StructureCases.RandomSlice(random, embeds: true),
        ["concatenate"] = StructureCases.RandomConcatenation,
        ["gather"] = random => StructureCases.RandomIndices(random, adds: false),
        ["scatter-add"] = random => StructureCases.RandomIndices(random, adds: true),
        ["matrix product"] = MatrixProductCases.Random,
        ["mode product"] = PoolingCases.RandomModeProduct,
        ["window gather"] = random => PoolingCases.RandomWindows(random, adds: false),
        ["window scatter-add"] = random => PoolingCases.RandomWindows(random, adds: true),
        ["window arg-max"] = PoolingCases.RandomArgMax,
        ["square"] = random => Pointwise(random, new Square(), 1),
        ["relu"] = random => Pointwise(random, new Relu(), 1) with { Kink = 0 },
        ["leaky relu"] = random => Pointwise(random, new LeakyRelu(random.NextDouble()), 1) with { Kink = 0 },
        ["elu"] = random => Pointwise(random, new Elu(2 * random.NextDouble()), 1) with { Kink = 0 },
        ["abs"] = random => Pointwise(random, new Abs(), 1) with { Kink = 0 },
        ["sign"] = random => Pointwise(random, new Sign(), 1) with { Kink = 0 },
        ["greater than"] = random => Pointwise(random, new GreaterThan(), 2) with { Ranges = Apart },
        ["maximum"] = random => Pointwise(random, new Maximum(), 2) with { Ranges = Apart },
        ["minimum"] = random => Pointwise(random, new Minimum(), 2) with { Ranges = Apart },
        ["sqrt"] = random => Pointwise(random, new Sqrt(), 1) with { Ranges = [Above] },
        ["exp"] = random => Pointwise(random, new Exp(), 1),
        ["log"] = random => Pointwise(random, new Log(), 1) with { Ranges = [Above] },
        ["sigmoid"] = random => Pointwise(random, new Sigmoid(), 1),
        ["tanh"] = random => Pointwise(random, new Tanh(), 1),
        ["softplus"] = random => Pointwise(random, new Softplus(), 1),
        ["erf"] = random => Pointwise(random, new Erf(), 1),
        ["gelu"] = random => Pointwise(random, new Gelu(), 1),
        ["silu"] = random => Pointwise(random, new Silu(), 1),
        ["huber"] = random => Pointwise(random, new Huber(4 + random.NextDouble()), 1),
        ["power"] = random => Pointwise(random, new Power(random.Next(-3, 7) / 2.0), 1) with { Ranges = [Above] },
        ["max"] = random => Rows(random, axis => new Max(axis)) with { Ranges = [Interval.Reals] },
        ["min"] = random => Rows(random, axis => new Min(axis)) with { Ranges = [Interval.Reals] },
        ["first greatest"] = random => Rows(random, axis => new FirstGreatest(axis), givesRows: true) with { Ranges = [Interval.Reals] },
        ["logsumexp"] = random => Rows(random, axis => new LogSumExp(axis)),
        ["softmax"] = random => Rows(random, axis => new Softmax(axis), givesRows: true),
        ["logsoftmax"] = random => Rows(random, axis => new LogSoftmax(axis), givesRows: true),
        ["crossentropyslope"] = random => PairOfRows(random, axis => new CrossEntropySlope(axis)),
        ["softmaxdeviation"] = random => PairOfRows(random, axis => new SoftmaxDeviation(axis)),
        ["norm2"] = random => Whole(random, new Norm2()),
    };

    /// <summary>The names of the families.</summary>
    public static IReadOnlyCollection<string> Names => Families.Keys;

    /// <summary>Cases of a family.</summary>
    /// <param name="family">The family's name.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Same seed, same cases.</param>
    public static IEnumerable<PrimitiveCase> Of(string family, int count, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(family);
        Random random = new(family.Length + seed);
        for (int i = 0; i < count; i++)
        {
            PrimitiveCase drawn = Families[family](random);
            yield return drawn with { Name = $"{family} {i}: {drawn.Name}" };
        }
    }

    private static PrimitiveCase Pointwise(Random random, Primitive primitive, int arity)
    {
        Shape shape = Any(random, 4);
        return new($"{primitive} {shape}", primitive, [.. Enumerable.Repeat(shape, arity)], shape);
    }

    private static PrimitiveCase Classified(Random random, Primitive primitive)
    {
        Shape rows = Any(random, 3), shape = [.. rows, random.Next(1, 12)];
        return new($"{primitive} {shape}", primitive, [shape, shape], rows) { Ranges = [new(-2, 3), new(0, 1)] };
    }

    /// <summary>A function of rows along an axis that has entries.</summary>
    private static PrimitiveCase Rows(Random random, Func<int, Primitive> make, bool givesRows = false)
    {
        int[] lengths = [.. Any(random, 3).Lengths, random.Next(1, 12)];
        random.Shuffle(lengths);
        int axis = Array.FindIndex(lengths, length => length > 0);
        return new($"{Shape.Create(lengths)} along {axis}", make(axis), [[.. lengths]], givesRows ? [.. lengths] : [.. lengths[..axis], .. lengths[(axis + 1)..]]);
    }

    /// <summary>A function of logits and what belongs to them, along an axis, that gives rows again.</summary>
    private static PrimitiveCase PairOfRows(Random random, Func<int, Primitive> make)
    {
        PrimitiveCase drawn = Rows(random, make, givesRows: true);
        return drawn with { Shapes = [drawn.Result, drawn.Result], Ranges = [new(-2, 3), new(0, 1)] };
    }

    private static PrimitiveCase Whole(Random random, Primitive primitive)
    {
        Shape shape = Any(random, 4);
        return new($"{shape}", primitive, [shape], Shape.Scalar);
    }

    private static PrimitiveCase Repeat(Random random, bool adds)
    {
        Shape large = Any(random, 4), small = [.. large.Lengths[random.Next(large.Rank + 1)..].ToArray().Select(length => random.Next(2) == 0 ? 1 : length)];
        return adds
            ? new($"{large} to {small}", new SumTo(small), [large], small)
            : new($"{small} to {large}", new Broadcast(large), [small], large);
    }

    private static PrimitiveCase Reshaped(Random random)
    {
        int[] factors = [.. Any(random, 4).Lengths];
        Shape from = [.. factors];
        random.Shuffle(factors);
        Shape to = factors.Length > 1 && random.Next(2) == 0 ? [factors[0] * factors[1], .. factors[2..]] : [.. factors, 1];
        return new($"{from} to {to}", new Reshape(to), [from], to);
    }

    private static PrimitiveCase Flipped(Random random)
    {
        Shape shape = Any(random, 4);
        int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(_ => random.Next(2) == 0)];
        return new($"{shape} along {string.Join(' ', axes)}", new Flip(ValueList.Create<int>(axes)), [shape], shape);
    }

    private static PrimitiveCase Margin(Random random, Func<Shape, Shape, Primitive> make, bool widens)
    {
        Shape inner = [.. Any(random, 4).Select(length => Math.Max(1, length))];
        Shape before = [.. inner.Select(_ => Math.Max(0, random.Next(-3, 4)))], after = [.. inner.Select(length => random.Next(3) == 0 ? random.Next((2 * length) + 2) : 0)];
        Shape outer = [.. inner.Select((length, axis) => before[axis] + length + after[axis])];
        (Shape from, Shape to) = widens ? (inner, outer) : (outer, inner);
        return new($"{from} by {before} and {after}", make(before, after), [from], to);
    }

    private static PrimitiveCase Correlated(Random random, Contraction contraction, int rank, int groups = 1)
    {
        int most = groups == 1 ? 5 : 3;
        int largest = rank == 1 ? 12 : rank == 2 ? 6 : 3;
        CorrelationAxis[] axes = new CorrelationAxis[rank];
        int[] taps = new int[rank], places = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            axes[i] = new CorrelationAxis(random.Next(1, 4), random.Next(1, 4), random.Next(1, 4), random.Next(-3, 6), random.Next(1, largest));
            (taps[i], places[i]) = (random.Next(1, 5), random.Next(1, largest));
        }

        string name = string.Join(" by ", axes.Select((axis, i) => $"{taps[i]} taps, {places[i]} places, {axis}"));
        return CorrelationCases.Of(name, contraction, axes, taps, places, random.Next(1, 4), groups * random.Next(1, most), groups * random.Next(1, most), groups);
    }

    private static Shape Any(Random random, int rank) => [.. Enumerable.Range(0, random.Next(rank + 1)).Select(_ => random.Next(12) == 0 ? 0 : random.Next(1, 6))];
}
