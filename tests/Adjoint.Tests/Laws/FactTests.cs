using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Tests.Laws;

public class FactTests
{
    public static TheoryData<string> All => CaseNames.All;

    [Theory]
    [MemberData(nameof(All))]
    public void No_sample_refutes_a_declared_fact(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        int samples = @case.Shapes.Count == 1 ? 5 : 1;

        // There are a hundred correlations and a hundred pairs of ranges: each takes a quarter of the pairs.
        int choices = @case.Primitive is Correlation ? 30 : int.MaxValue;
        for (int seed = 0; seed < samples; seed++)
        {
            CheckReport report = PrimitiveCheck.FactTest(@case, seed, choices);
            Assert.True(report.Passed, report.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_fact_names_its_source(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        PrimitiveFacts facts = @case.Primitive.Facts([.. @case.Shapes.Select(shape => new ArgumentFacts(shape, Interval.Reals, 1))]);
        Assert.False(string.IsNullOrWhiteSpace(facts.Source));
        Assert.Equal(@case.Primitive.Arity, facts.Arguments.Count);
    }

    // "Unknown" is never wrong, so the laws above cannot ask for more. What analysis needs to know is pinned here, from school mathematics.
    [Theory]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, Curvature.Convex, Monotonicity.Nondecreasing, 1, null)]
    [InlineData(0, 5, Curvature.Affine, Monotonicity.Nondecreasing, 1, 1)]
    [InlineData(-5, 0, Curvature.Affine, Monotonicity.Nondecreasing, 0, 0)]
    public void A_rectifier_is_convex_and_affine_on_either_side(double lower, double upper, Curvature curvature, Monotonicity slope, double lipschitz, int? degree)
    {
        PrimitiveFacts facts = new Relu().Facts([new([3], new(lower, upper), 1)]);
        Assert.Equal((curvature, slope, lipschitz), (facts.Arguments[0].Curvature, facts.Arguments[0].Monotonicity, facts.Arguments[0].Lipschitz));
        Assert.Equal(degree, facts.Degree);
        Assert.Equal(0, facts.Range.Lower);
    }

    [Theory]
    [InlineData(-2, 3, Monotonicity.Unknown, 6, 0, 9)]
    [InlineData(1, 3, Monotonicity.Nondecreasing, 6, 1, 9)]
    [InlineData(-3, -1, Monotonicity.Nonincreasing, 6, 1, 9)]
    public void A_square_is_convex_of_degree_two(double lower, double upper, Monotonicity slope, double lipschitz, double least, double most)
    {
        PrimitiveFacts facts = new Square().Facts([new([3], new(lower, upper), 1)]);
        Assert.Equal((Curvature.Convex, slope, lipschitz), (facts.Arguments[0].Curvature, facts.Arguments[0].Monotonicity, facts.Arguments[0].Lipschitz));
        Assert.Equal(2, facts.Degree);
        Assert.Equal(least, facts.Range.Lower, 1e-12);
        Assert.Equal(most, facts.Range.Upper, 1e-12);
    }

    [Theory]
    [InlineData(1, 2, 1, 4, Curvature.Convex, Monotonicity.Nonincreasing)]
    [InlineData(-2, -1, 1, 4, Curvature.Concave, Monotonicity.Nondecreasing)]
    [InlineData(1, 2, -4, -1, Curvature.Concave, Monotonicity.Nonincreasing)]
    [InlineData(-2, -1, -4, -1, Curvature.Convex, Monotonicity.Nondecreasing)]
    [InlineData(-1, 1, 1, 4, Curvature.Unknown, Monotonicity.Unknown)]
    [InlineData(1, 2, -1, 1, Curvature.Unknown, Monotonicity.Unknown)]
    public void A_quotient_bends_with_the_signs_of_both(double a, double b, double c, double d, Curvature curvature, Monotonicity slope)
    {
        PrimitiveFacts facts = new Divide().Facts([new([3], new(a, b), 0), new([3], new(c, d), 1)]);
        Assert.Equal((curvature, slope), (facts.Arguments[1].Curvature, facts.Arguments[1].Monotonicity));
        Assert.Null(facts.Degree);
    }

    [Fact]
    public void Degrees_add_in_products_and_the_largest_counts_in_sums()
    {
        ArgumentFacts Of(int? degree) => new([3], Interval.Reals, degree);
        Assert.Equal(5, new Multiply().Facts([Of(2), Of(3)]).Degree);
        Assert.Null(new Multiply().Facts([Of(2), Of(null)]).Degree);
        Assert.Equal(3, new Add().Facts([Of(2), Of(3)]).Degree);
        Assert.Null(new Subtract().Facts([Of(null), Of(3)]).Degree);
        Assert.Equal(2, new Divide().Facts([Of(2), Of(0)]).Degree);
    }

    [Fact]
    public void Norms_of_copying_and_adding_up_are_exact()
    {
        // Twelve copies of each entry; a border pixel that five places copy, in one axis.
        Assert.Equal(Math.Sqrt(12), new Broadcast([4, 3, 2]).Facts([new([2], Interval.Reals, 1)]).Arguments[0].Lipschitz, 1e-12);
        Assert.Equal(Math.Sqrt(12), new SumTo([2]).Facts([new([4, 3, 2], Interval.Reals, 1)]).Arguments[0].Lipschitz, 1e-12);
        Assert.Equal(Math.Sqrt(5), new Extend(Extension.Replicate, [4], [2]).Facts([new([7], Interval.Reals, 1)]).Arguments[0].Lipschitz, 1e-12);
        Assert.Equal(1, new Pad([4], [2]).Facts([new([7], Interval.Reals, 1)]).Arguments[0].Lipschitz);
    }

    [Fact]
    public void Ranges_of_sums_count_the_terms()
    {
        Interval range = new SumTo(Shape.Scalar).Facts([new([3, 4], new(-1, 2), 1)]).Range;
        Assert.Equal(-12, range.Lower, 1e-12);
        Assert.Equal(24, range.Upper, 1e-12);
    }
}
