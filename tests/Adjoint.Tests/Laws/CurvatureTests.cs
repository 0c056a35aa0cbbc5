using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Tensors;
using static Adjoint.Graph.Facts.Curvature;
using static Adjoint.Graph.Facts.Monotonicity;

namespace Adjoint.Tests.Laws;

/// <summary>"Unknown" is never wrong, so that samples cannot ask for more. What analysis needs to know is pinned here, from the textbooks that the facts name.</summary>
public class CurvatureTests
{
    private static readonly Interval Left = new(-5, -0.1), Right = new(0.1, 5);

    private static readonly (Primitive Primitive, Interval Range, Curvature Curvature, Monotonicity Monotonicity, double Lipschitz)[] Known =
    [
        (new Abs(), Interval.Reals, Convex, Monotonicity.Unknown, 1),
        (new Abs(), Right, Affine, Nondecreasing, 1),
        (new Abs(), Left, Affine, Nonincreasing, 1),
        (new Sqrt(), Interval.Nonnegative, Concave, Nondecreasing, double.PositiveInfinity),
        (new Sqrt(), new(4, 9), Concave, Nondecreasing, 0.25),
        (new Exp(), new(-3, 2), Convex, Nondecreasing, Math.Exp(2)),
        (new Log(), new(0.5, 9), Concave, Nondecreasing, 2),
        (new Sigmoid(), Interval.Reals, Curvature.Unknown, Nondecreasing, 0.25),
        (new Sigmoid(), Left, Convex, Nondecreasing, 0.25),
        (new Tanh(), Right, Concave, Nondecreasing, 1),
        (new Softplus(), Interval.Reals, Convex, Nondecreasing, 1),
        (new Erf(), Right, Concave, Nondecreasing, 1.1283791670955126),
        (new Gelu(), Interval.Reals, Curvature.Unknown, Monotonicity.Unknown, 1.128904145185155),
        (new Gelu(), Interval.Nonnegative, Curvature.Unknown, Nondecreasing, 1.128904145185155),
        (new Gelu(), new(-1, 1), Convex, Monotonicity.Unknown, 1.128904145185155),
        (new Silu(), new(-9, -2.5), Concave, Nonincreasing, 1.099839320128867),
        (new Huber(2), Interval.Reals, Convex, Monotonicity.Unknown, 2),
        (new Huber(2), new(0, 1), Convex, Nondecreasing, 1),
        (new LeakyRelu(0.01), Interval.Reals, Convex, Nondecreasing, 1),
        (new LeakyRelu(3), Interval.Reals, Concave, Nondecreasing, 3),
        (new LeakyRelu(0.5), Left, Affine, Nondecreasing, 0.5),
        (new Elu(1), Interval.Reals, Convex, Nondecreasing, 1),
        (new Elu(2), Interval.Reals, Curvature.Unknown, Nondecreasing, 2),
        (new Power(4), Interval.Reals, Convex, Monotonicity.Unknown, double.PositiveInfinity),
        (new Power(3), Interval.Reals, Curvature.Unknown, Nondecreasing, double.PositiveInfinity),
        (new Power(3), Interval.Nonnegative, Convex, Nondecreasing, double.PositiveInfinity),
        (new Power(3), new(-2, 0), Concave, Nondecreasing, 12),
        (new Power(-1), Interval.Positive, Convex, Nonincreasing, double.PositiveInfinity),
        (new Power(-1), Left, Concave, Nonincreasing, 100),
        (new Power(-2), Left, Convex, Nondecreasing, 2000),
        (new Power(0.25), Interval.Nonnegative, Concave, Nondecreasing, double.PositiveInfinity),
        (new Power(1.5), Interval.Nonnegative, Convex, Nondecreasing, double.PositiveInfinity),
        (new Max(null), Interval.Reals, Convex, Nondecreasing, 1),
        (new Min(1), Interval.Reals, Concave, Nondecreasing, 1),
        (new Norm2(), Interval.Reals, Convex, Monotonicity.Unknown, 1),
        (new Norm2(), Interval.Nonnegative, Convex, Nondecreasing, 1),
        (new LogSumExp(1), Interval.Reals, Convex, Nondecreasing, 1),
        (new LogSoftmax(1), Interval.Reals, Concave, Monotonicity.Unknown, Math.Sqrt(3)),
        (new Softmax(1), Interval.Reals, Curvature.Unknown, Monotonicity.Unknown, 0.5),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Known.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Textbook_facts_are_declared(int index)
    {
        (Primitive primitive, Interval range, Curvature curvature, Monotonicity monotonicity, double lipschitz) = Known[index];
        PrimitiveFacts facts = primitive.Facts([new([2, 3], range, 1)]);
        InArgument told = facts.Arguments[0];
        Assert.Equal((curvature, monotonicity), (told.Curvature, told.Monotonicity));
        Assert.Equal(curvature, facts.Joint);
        Assert.True(told.Lipschitz >= lipschitz * (1 - 1e-14), $"{told.Lipschitz}");
        Assert.True(double.IsInfinity(lipschitz) || told.Lipschitz <= lipschitz * (1 + 1e-9), $"{told.Lipschitz}");
    }

    [Fact]
    public void Extrema_of_two_are_convex_and_concave_and_take_the_larger_side()
    {
        static PrimitiveFacts of(Primitive primitive, Interval left, Interval right) => primitive.Facts([new([3], left, 1), new([3], right, 2)]);
        Assert.Equal(Convex, of(new Maximum(), Interval.Reals, Interval.Reals).Joint);
        Assert.Equal(Concave, of(new Minimum(), Interval.Reals, Interval.Reals).Joint);
        PrimitiveFacts first = of(new Maximum(), Right, Left);
        Assert.Equal((Affine, 1, 1, 0), (first.Joint, first.Degree, first.Arguments[0].Lipschitz, first.Arguments[1].Lipschitz));
        PrimitiveFacts second = of(new Minimum(), Right, Left);
        Assert.Equal((Affine, 2, 0, 1), (second.Joint, second.Degree, second.Arguments[0].Lipschitz, second.Arguments[1].Lipschitz));
        Assert.Equal(new Interval(0.1, 5), first.Range);
        Assert.Equal(Interval.Point(0), of(new GreaterThan(), Left, Right).Range);
    }

    [Fact]
    public void Losses_on_logits_are_convex_where_targets_are_nonnegative()
    {
        static InArgument of(Primitive primitive, Shape shape, Interval first, Interval second, int argument) =>
            primitive.Facts([new(shape, first, 1), new(shape, second, 0)]).Arguments[argument];
        InArgument logits = of(new CrossEntropyOfRows(), [4, 3], Interval.Reals, Interval.Unit, 0);
        Assert.Equal(Convex, logits.Curvature);
        Assert.Equal(3 * Math.Sqrt(2), logits.Lipschitz, 1e-9);
        Assert.Equal(Curvature.Unknown, of(new CrossEntropyOfRows(), [4, 3], Interval.Reals, new(-1, 1), 0).Curvature);
        Assert.Equal((Affine, Nondecreasing), (of(new CrossEntropyOfRows(), [4, 3], Interval.Reals, Interval.Unit, 1).Curvature, of(new CrossEntropyOfRows(), [4, 3], Interval.Reals, Interval.Unit, 1).Monotonicity));

        // a log b, a being the target: concave in b, defined for b > 0.
        InArgument likelihood = of(new ProductWithLog(), [3], Interval.Nonnegative, Interval.Unit, 1);
        Assert.Equal((Concave, Nondecreasing, Interval.Positive), (likelihood.Curvature, likelihood.Monotonicity, likelihood.Domain));
    }

    [Fact]
    public void Domains_are_stated()
    {
        static Interval of(Primitive primitive, Interval range) => primitive.Facts([new([3], range, 1)]).Arguments[0].Domain;
        Assert.Equal(Interval.Positive, of(new Log(), Interval.Reals));
        Assert.Equal("(0, ∞)", of(new Log(), Interval.Reals).ToString());
        Assert.Equal(Interval.Nonnegative, of(new Sqrt(), Interval.Reals));
        Assert.Equal(Interval.Nonnegative, of(new Power(1.5), Interval.Reals));
        Assert.Equal(Interval.Positive, of(new Power(-0.5), Interval.Reals));
        Assert.Equal(Interval.Positive, of(new Power(-2), Interval.Nonnegative));
        Assert.Equal(-Interval.Positive, of(new Power(-2), Interval.Nonpositive));
        Assert.Equal(Interval.Reals, of(new Power(3), Interval.Reals));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(-1, null)]
    [InlineData(0.5, null)]
    public void Powers_of_polynomials_are_polynomials(double exponent, int? degree) => Assert.Equal(degree, new Power(exponent).Facts([new([3], Interval.Reals, 1)]).Degree);
}
