using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;
using Adjoint.Tests.Laws;

namespace Adjoint.Tests.Checking;

/// <summary>Checks of a primitive that fails by throwing or by keeping silent.</summary>
public class PrimitiveCheckTests
{
    [Fact]
    public void A_kink_that_the_primitive_does_not_tell_of_fails()
    {
        PrimitiveCase @case = new(new Silent(new Relu()), [3]);
        CheckReport report = PrimitiveCheck.KinkTest(@case, 0);
        Assert.False(report.Passed);
        Assert.Contains("where all entries are 0", report.Message, StringComparison.Ordinal);
        Assert.Contains(PrimitiveCheck.All(@case), check => check.Kind == CheckKind.Kink && !check.Passed);
    }

    [Fact]
    public void Every_kink_of_the_library_is_told() => Assert.All(
        PrimitiveTable.Cases.SelectMany(@case => @case.ArgumentsThatAre(Dependence.Nonlinear).Select(argument => PrimitiveCheck.KinkTest(@case, argument))),
        report => Assert.True(report.Passed, report.ToString()));

    [Fact]
    public void A_dependence_that_throws_is_a_failed_check()
    {
        PrimitiveCase @case = new(new Throwing(new Relu()), [3]);
        Assert.Contains(PrimitiveCheck.All(@case), check => !check.Passed && check.Message.Contains("no dependence", StringComparison.Ordinal));
        Assert.False(PrimitiveCheck.DotTest<double>(@case, 0).Passed);
    }

    [Fact]
    public void Ranges_that_throw_are_a_failed_check()
    {
        PrimitiveCase @case = new PrimitiveCase(new Relu(), [3]) with { Admits = (_, _) => throw new InvalidOperationException("no ranges") };
        CheckReport report = PrimitiveCheck.FactTest(@case);
        Assert.False(report.Passed);
        Assert.Contains("no ranges", report.Message, StringComparison.Ordinal);
    }

    private sealed record Silent(Primitive Inner) : Wrapper(Inner)
    {
        public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments) => null;
    }

    private sealed record Throwing(Primitive Inner) : Wrapper(Inner)
    {
        public override Dependence DependenceOn(int argument) => throw new InvalidOperationException("no dependence");
    }
}
