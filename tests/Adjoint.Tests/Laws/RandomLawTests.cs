using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;

namespace Adjoint.Tests.Laws;

/// <summary>The laws of adjoints over random shapes and attributes, a hundred and more of each family.</summary>
public class RandomLawTests
{
    private const int Count = 120;

    public static TheoryData<string> Families => CaseNames.Families;

    [Fact]
    public void Every_primitive_has_a_family() =>
        Assert.Empty(PrimitiveTable.Cases.Select(@case => @case.Primitive.GetType()).Except(RandomCases.Names.SelectMany(name => RandomCases.Of(name, 1)).Select(@case => @case.Primitive.GetType())));

    [Theory]
    [MemberData(nameof(Families))]
    public void Adjoints_pass_the_dot_test(string family)
    {
        foreach (PrimitiveCase @case in RandomCases.Of(family, Count))
        {
            Random random = new(@case.Seed);
            Law.Holds(KernelLaws.ShapeRule(@case));
            foreach (int argument in @case.ArgumentsThatAre(Dependence.Linear))
            {
                Law.Holds(AdjointLaws.DotTest(@case, argument, random) ?? LinearityLaws.Superposition(@case, argument, random) ?? AdjointLaws.AdjointOfAdjoint(@case, argument, random));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Fast_paths_pass_the_dot_test(string family)
    {
        foreach (PrimitiveCase @case in RandomCases.Of(family, Count))
        {
            foreach (int argument in @case.ArgumentsThatAre(Dependence.Linear).Concat(@case.ArgumentsThatAre(Dependence.Nonlinear)))
            {
                Law.Holds(AdjointLaws.FastDotTest<double>(@case, argument));
                Law.Holds(AdjointLaws.FastDotTest<float>(@case, argument));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Fast_paths_agree_with_the_reference(string family)
    {
        foreach (PrimitiveCase @case in RandomCases.Of(family, Count))
        {
            Law.Holds(KernelLaws.FastPath<double>(@case) ?? KernelLaws.FastPath<float>(@case));
        }
    }
}
