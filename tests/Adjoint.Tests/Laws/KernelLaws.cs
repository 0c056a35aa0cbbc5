using System.Numerics;
using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Tests.Laws;

/// <summary>The shape rule and the fast path against the reference rule. Each law returns what is wrong, or nothing.</summary>
public static class KernelLaws
{
    /// <summary>The shape rule gives the shape that the case knows; a reference of that shape and a fast path of that shape run to their ends.</summary>
    public static string? ShapeRule(PrimitiveCase @case)
    {
        Shape told = @case.Primitive.ResultShape(@case.Shapes);
        Expr applied = @case.Primitive.Apply([.. @case.Shapes.Select((shape, i) => new Variable($"a{i}", shape))]);
        return told == @case.Result && applied.Shape == told && @case.Primitive.Arity == @case.Shapes.Count
            ? null
            : $"{@case}: the shape rule says {told}, the application {applied.Shape}, and it is {@case.Result}.";
    }

    /// <summary>The fast path against the reference rule in every layout that it accepts: the library's own check.</summary>
    /// <param name="case">The case.</param>
    /// <param name="tolerance">A tolerance other than the check's own.</param>
    public static string? FastPath<T>(PrimitiveCase @case, double? tolerance = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckReport report = PrimitiveCheck.FastPathTest<T>(@case);
        return report.RelativeError <= (tolerance ?? report.Tolerance) ? null : report.ToString();
    }
}
