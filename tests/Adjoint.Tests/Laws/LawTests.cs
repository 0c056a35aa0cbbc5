using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;

namespace Adjoint.Tests.Laws;

/// <summary>Every law over every case of the table.</summary>
public class LawTests
{
    private const int Samples = 3;

    public static TheoryData<string> All => CaseNames.All;

    public static TheoryData<string> Linear => CaseNames.With(Dependence.Linear);

    public static TheoryData<string> LocallyConstant => CaseNames.With(Dependence.LocallyConstant);

    [Theory]
    [MemberData(nameof(All))]
    public void The_shape_rule_holds(string name) => Law.Holds(KernelLaws.ShapeRule(PrimitiveTable.Find(name)));

    [Theory]
    [MemberData(nameof(All))]
    public void The_fast_path_agrees_with_the_reference(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        Law.Holds(KernelLaws.FastPath<double>(@case));
        Law.Holds(KernelLaws.FastPath<float>(@case));
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void Linear_means_superposition(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        Assert.All(Sampled(@case, Dependence.Linear), sample => Law.Holds(LinearityLaws.Superposition(@case, sample.Argument, sample.Random)));
        Law.Holds(LinearityLaws.JointLinearityIsTold(@case, new Random(@case.Seed)));
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void Adjoints_pass_the_dot_test(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        Assert.All(Sampled(@case, Dependence.Linear), sample => Law.Holds(AdjointLaws.DotTest(@case, sample.Argument, sample.Random)));
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void Adjoints_are_transposes_entry_by_entry(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        Assert.All(@case.ArgumentsThatAre(Dependence.Linear), argument => Law.Holds(AdjointLaws.DenseTranspose(@case, argument, new Random(@case.Seed))));
        Assert.All(@case.ArgumentsThatAre(Dependence.Linear), argument => Law.Holds(AdjointLaws.AdjointIgnoresThePoint(@case, argument)));
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void The_adjoint_of_the_adjoint_is_the_first(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        Assert.All(Sampled(@case, Dependence.Linear), sample => Law.Holds(AdjointLaws.AdjointOfAdjoint(@case, sample.Argument, sample.Random)));
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void Fast_paths_pass_the_dot_test(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        Assert.All(@case.ArgumentsThatAre(Dependence.Linear), argument => Law.Holds(AdjointLaws.FastDotTest<double>(@case, argument)));
        Assert.All(@case.ArgumentsThatAre(Dependence.Linear), argument => Law.Holds(AdjointLaws.FastDotTest<float>(@case, argument)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Tangents_are_the_limits_of_difference_quotients(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        (int Argument, Random Random)[] samples = [.. Sampled(@case, Dependence.Nonlinear), .. Sampled(@case, Dependence.Linear)];
        Assert.All(samples, sample => Law.Holds(TangentLaws.DifferenceQuotient(@case, sample.Argument, sample.Random.Next())));
        Assert.All(samples, sample => Law.Holds(TangentLaws.TangentHasAnAdjoint(@case, sample.Argument, sample.Random)));
    }

    [Theory]
    [MemberData(nameof(LocallyConstant))]
    public void Locally_constant_arguments_have_no_derivative(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        Assert.All(Sampled(@case, Dependence.LocallyConstant), sample => Law.Holds(TangentLaws.DerivativeIsAbsent(@case, sample.Argument, sample.Random)));
    }

    private static IEnumerable<(int Argument, Random Random)> Sampled(PrimitiveCase @case, Dependence dependence)
    {
        Random random = new(@case.Seed);
        return @case.ArgumentsThatAre(dependence).SelectMany(argument => Enumerable.Range(0, Samples).Select(_ => (argument, random)));
    }
}
