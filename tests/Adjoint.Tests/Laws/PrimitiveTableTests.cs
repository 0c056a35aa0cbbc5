using Adjoint.Checking.Cases;
using Adjoint.Graph;

namespace Adjoint.Tests.Laws;

public class PrimitiveTableTests
{
    [Fact]
    public void Every_primitive_of_the_library_is_listed()
    {
        Type[] declared = [.. typeof(Primitive).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Primitive)) && !type.IsAbstract)];
        HashSet<Type> listed = [.. PrimitiveTable.Cases.Select(@case => @case.Primitive.GetType())];
        Assert.NotEmpty(declared);
        Assert.Empty(declared.Where(type => !listed.Contains(type)).Select(type => type.Name));
    }

    [Fact]
    public void Every_argument_is_tested_in_every_way_that_a_primitive_depends_on_it()
    {
        // Guards the laws themselves: a filter that selected no case would pass silently.
        Assert.All(Enum.GetValues<Dependence>(), dependence => Assert.Contains(PrimitiveTable.Cases, @case => @case.ArgumentsThatAre(dependence).Any()));
    }
}
