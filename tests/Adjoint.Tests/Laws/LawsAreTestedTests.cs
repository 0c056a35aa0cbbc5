using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Laws;

/// <summary>The laws are held to their purpose: each wrong rule below must be noticed.</summary>
public class LawsAreTestedTests
{
    private static readonly Interval[][] Wide = [[new(-2, 3)], [new(-2, 3), new(-2, 3)], [new(-2, 3), new(0.5, 4)]];

    public static TheoryData<string> Linear => CaseNames.With(Dependence.Linear);

    public static TheoryData<string> All => CaseNames.All;

    /// <summary>The cases whose derivative is not zero everywhere.</summary>
    public static TheoryData<string> Moving => [.. PrimitiveTable.Cases.Where(@case => Enumerable.Range(0, @case.Shapes.Count).Any(i => !IsZero(@case, i))).Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Linear))]
    public void Every_mutant_of_an_adjoint_is_caught(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        foreach (int argument in @case.ArgumentsThatAre(Dependence.Linear))
        {
            Mutants.Mutant[] mutants = [.. Mutants.Of(@case, argument)];
            bool isZero = new Probe(@case, argument, @case.Draw(new Random(@case.Seed))).Matrix().IsZero;
            Assert.Equal(isZero, mutants.Length == 0);
            foreach (Mutants.Mutant mutant in mutants)
            {
                Law.IsBroken(AdjointLaws.DenseTranspose(mutant.Case, argument, new Random(@case.Seed)), mutant.Name + ", entry by entry");
                Law.IsBroken(DotTests(mutant.Case, argument), mutant.Name + ", dot test");
                Assert.False(PrimitiveCheck.DenseTransposeTest(mutant.Case, argument).Passed, mutant.Name + ", public test of transposes");
                Assert.False(PrimitiveCheck.DotTest<double>(mutant.Case, argument).Passed, mutant.Name + ", public dot test");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Moving))]
    public void A_wrong_tangent_is_caught(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        int[] arguments = [.. @case.ArgumentsThatAre(Dependence.Linear), .. @case.ArgumentsThatAre(Dependence.Nonlinear)];
        foreach (int argument in arguments.Where(argument => !IsZero(@case, argument)))
        {
            Primitive inner = @case.Primitive;
            (string Name, Func<Application, int, Expr, Expr> Rule)[] rules =
            [
                ("sign", (at, i, t) => -inner.Tangent(at, i, t)),
                ("factor 1.001", (at, i, t) => 1.001 * inner.Tangent(at, i, t)),
                ("missing", (at, i, t) => 0 * inner.Tangent(at, i, t)),
            ];
            foreach ((string what, Func<Application, int, Expr, Expr> rule) in rules)
            {
                PrimitiveCase mutant = @case with { Primitive = new MutatedTangent(inner, rule) };
                Law.IsBroken(Sampled(random => TangentLaws.DifferenceQuotient(mutant, argument, random.Next())), $"{name}, argument {argument}: {what}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void One_wrong_element_of_a_fast_path_is_caught(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        Tensor<double> result = Support.Interpreter.Apply(@case.Primitive, @case.Draw(new Random(@case.Seed)));
        foreach (int entry in new[] { 0, result.Span.Length - 1 }.Where(entry => entry >= 0 && entry < result.Span.Length && Math.Abs(result.Span[entry]) > 0.01))
        {
            PrimitiveCase broken = @case with { Primitive = new BrokenKernel(@case.Primitive, entry, 1.001) };
            Law.IsBroken(KernelLaws.FastPath<double>(broken), $"{name}: entry {entry} in float64");
        }

        PrimitiveCase wrongShape = @case with { Primitive = new MutatedShape(@case.Primitive, shape => [.. shape, 1]) };
        Law.IsBroken(KernelLaws.ShapeRule(wrongShape), $"{name}: wrong shape");
    }

    [Fact]
    public void A_false_claim_of_linearity_is_caught()
    {
        PrimitiveCase square = Of(new LyingDependence(new Square(), Dependence.Linear, true), 1), product = Of(new LyingDependence(new Multiply(), Dependence.Linear, true), 2);
        PrimitiveCase sum = Of(new LyingDependence(new Add(), Dependence.Linear, false), 2), identity = Of(new LyingDependence(new Negate(), Dependence.LocallyConstant, false), 1);
        Law.IsBroken(LinearityLaws.Superposition(square, 0, new Random(1)), "a square that claims to be linear");
        Law.IsBroken(LinearityLaws.JointLinearityIsTold(product, new Random(1)), "a product that claims to be jointly linear");
        Law.IsBroken(LinearityLaws.JointLinearityIsTold(sum, new Random(1)), "a sum that does not say it is jointly linear");
        Law.IsBroken(TangentLaws.DerivativeIsAbsent(identity, 0, new Random(1)), "a negative that claims to be locally constant");
    }

    [Fact]
    public void A_wrong_range_is_caught()
    {
        Noticed(new Relu(), facts => facts with { Range = new(0.5, 3) }, "declared range");
        Noticed(new Square(), facts => facts with { Range = new(0, 4) }, "declared range");
        Noticed(new Add(), facts => facts with { Range = new(-2, 6) }, "declared range");
        Noticed(new Multiply(), facts => facts with { Range = new(-4, 9) }, "declared range");
    }

    [Fact]
    public void A_wrong_curvature_is_caught()
    {
        Noticed(new Relu(), facts => Bent(facts, 0, Curvature.Affine), "declared curvature in argument 0");
        Noticed(new Relu(), facts => Bent(facts, 0, Curvature.Concave), "declared curvature in argument 0");
        Noticed(new Square(), facts => Bent(facts, 0, Curvature.Concave), "declared curvature in argument 0");
        Noticed(new Divide(), facts => Bent(facts, 1, Curvature.Convex), "declared curvature in argument 1");
        Noticed(new Gate(), facts => Bent(facts, 1, Curvature.Affine), "declared curvature in argument 1");
        Noticed(new Multiply(), facts => facts with { Joint = Curvature.Affine }, "declared curvature in all arguments");
        Noticed(new Multiply(), facts => facts with { Joint = Curvature.Convex }, "declared curvature in all arguments");
        Noticed(new Multiply(), facts => facts with { Joint = Curvature.Concave }, "declared curvature in all arguments");
    }

    [Fact]
    public void A_wrong_monotonicity_is_caught()
    {
        Noticed(new Relu(), facts => Sloped(facts, 0, Monotonicity.Nonincreasing), "declared monotonicity in argument 0");
        Noticed(new Square(), facts => Sloped(facts, 0, Monotonicity.Nondecreasing), "declared monotonicity in argument 0");
        Noticed(new Subtract(), facts => Sloped(facts, 1, Monotonicity.Nondecreasing), "declared monotonicity in argument 1");
        Noticed(new Multiply(), facts => Sloped(facts, 0, Monotonicity.Nondecreasing), "declared monotonicity in argument 0");
    }

    [Fact]
    public void A_wrong_lipschitz_bound_is_caught()
    {
        Noticed(new Negate(), facts => Steep(facts, 0, 0.999), "Lipschitz bound");
        Noticed(new Square(), facts => Steep(facts, 0, 1), "Lipschitz bound");
        Noticed(new Multiply(), facts => Steep(facts, 0, 2.99), "Lipschitz bound");
        Noticed(new Negate(), facts => Steep(facts, 0, double.NaN), "Lipschitz bound");

        // The exact norm of the matrix finds what random pairs miss: a sum of twenty terms stretches hardly any pair by √20.
        PrimitiveCase sum = new("sum", new LyingFacts(new SumTo(Shape.Scalar), facts => Steep(facts, 0, 0.999 * Math.Sqrt(20))), [[20]], Shape.Scalar);
        CheckReport report = PrimitiveCheck.FactTest(sum, [new(-2, 3)]);
        Assert.False(report.Passed);
        Assert.Contains("matrix has norm", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_degree_is_caught()
    {
        Noticed(new Square(), facts => facts with { Degree = 1 }, "declared degree");
        Noticed(new Multiply(), facts => facts with { Degree = 1 }, "declared degree");
        Noticed(new Relu(), facts => facts with { Degree = 1 }, "declared degree");
        Noticed(new Divide(), facts => facts with { Degree = 2 }, "declared degree");
        Noticed(new Add(), facts => facts with { Degree = 0 }, "declared degree");
    }

    [Fact]
    public void A_wrong_domain_is_caught()
    {
        // A reciprocal of something that is zero at times claims to be defined wherever its argument lies.
        PrimitiveCase quotient = Of(new Divide(), 2);
        CheckReport report = PrimitiveCheck.FactTest(quotient, [new(1, 2), Interval.Point(0)]);
        Assert.False(report.Passed);
        Assert.Contains("inside the declared domain", report.Message, StringComparison.Ordinal);
    }

    private static PrimitiveCase Of(Primitive primitive, int arity) => new(primitive.Name, primitive, [.. Enumerable.Repeat<Shape>([4], arity)], [4]);

    /// <summary>One of twenty samples refutes the declaration, and says which it is.</summary>
    private static void Noticed(Primitive inner, Func<PrimitiveFacts, PrimitiveFacts> lie, string fact)
    {
        Interval[] ranges = inner is Divide ? Wide[2] : Wide[inner.Arity - 1];
        PrimitiveCase liar = Of(new LyingFacts(inner, lie), inner.Arity);
        CheckReport? report = Enumerable.Range(0, 20).Select(seed => PrimitiveCheck.FactTest(liar, ranges, seed)).FirstOrDefault(report => !report.Passed);
        Law.IsBroken(report?.Message, inner.Name);
        Assert.Contains(fact, report!.Message, StringComparison.Ordinal);
    }

    private static PrimitiveFacts Bent(PrimitiveFacts facts, int argument, Curvature curvature) => Changed(facts, argument, own => own with { Curvature = curvature });

    private static PrimitiveFacts Sloped(PrimitiveFacts facts, int argument, Monotonicity slope) => Changed(facts, argument, own => own with { Monotonicity = slope });

    private static PrimitiveFacts Steep(PrimitiveFacts facts, int argument, double bound) => Changed(facts, argument, own => own with { Lipschitz = bound });

    private static PrimitiveFacts Changed(PrimitiveFacts facts, int argument, Func<InArgument, InArgument> change) =>
        facts with { Arguments = [.. facts.Arguments.Select((own, i) => i == argument ? change(own) : own)] };

    /// <summary>The dot test as the suite runs it: three samples.</summary>
    private static string? DotTests(PrimitiveCase @case, int argument)
    {
        Random random = new(@case.Seed);
        return Enumerable.Range(0, 3).Select(_ => AdjointLaws.DotTest(@case, argument, random)).FirstOrDefault(violation => violation is not null);
    }

    private static string? Sampled(Func<Random, string?> law)
    {
        Random random = new(1);
        return Enumerable.Range(0, 20).Select(_ => law(random)).FirstOrDefault(violation => violation is not null);
    }

    private static bool IsZero(PrimitiveCase @case, int argument)
    {
        if (@case.Primitive.DependenceOn(argument) == Dependence.LocallyConstant)
        {
            return true;
        }

        Probe probe = new(@case, argument, @case.Draw(new Random(@case.Seed)));
        return Support.Vectors.Largest(probe.Tangent(RandomTensors.Next(new Random(1), @case.Shapes[argument]))) == 0;
    }
}
