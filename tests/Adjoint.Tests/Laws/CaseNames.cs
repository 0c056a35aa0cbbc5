using Adjoint.Checking.Cases;
using Adjoint.Graph;

namespace Adjoint.Tests.Laws;

/// <summary>The table of primitives as data of theories.</summary>
public static class CaseNames
{
    public static TheoryData<string> All => [.. PrimitiveTable.Cases.Select(@case => @case.Name)];

    /// <summary>The cases with an argument that the primitive depends on in a given way.</summary>
    public static TheoryData<string> With(Dependence dependence) =>
        [.. PrimitiveTable.Cases.Where(@case => @case.ArgumentsThatAre(dependence).Any()).Select(@case => @case.Name)];

    public static TheoryData<string> Families => [.. RandomCases.Names];
}
