using System.Numerics;
using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Laws;

/// <summary>What an adjoint is, tested in three independent ways. Each law returns what is wrong, or nothing.</summary>
public static class AdjointLaws
{
    private const double Tolerance = 1e-12;

    /// <summary>⟨f(u), ε⟩ = ⟨u, fᵀε⟩, by the reference rules in float64.</summary>
    public static string? DotTest(PrimitiveCase @case, int argument, Random random)
    {
        Probe probe = new(@case, argument, @case.Draw(random));
        Tensor<double> u = RandomTensors.Next(random, @case.Shapes[argument]), e = RandomTensors.Next(random, probe.At.Shape);
        return Compare(@case, argument, u, probe.Apply(u), e, probe.Adjoint(e), Tolerance);
    }

    /// <summary>The same through the fast paths of f and of its adjoint, in the precision of <typeparamref name="T"/>: the library's own check.</summary>
    public static string? FastDotTest<T>(PrimitiveCase @case, int argument)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DotTestReport report = PrimitiveCheck.DotTest<T>(@case, argument);
        return report.Passed ? null : $"{@case}, argument {argument}, {typeof(T).Name}: {report.Explanation}";
    }

    /// <summary>
    /// The matrix of the adjoint is the transpose of the matrix of f, entry by entry. Where a dot test over many entries may
    /// lose a wrong border tap among rounding errors, this does not.
    /// </summary>
    public static string? DenseTranspose(PrimitiveCase @case, int argument, Random random)
    {
        Probe probe = new(@case, argument, @case.Draw(random));
        DenseMatrix forward = probe.Matrix(), backward = probe.AdjointMatrix();
        double distance = forward.Transpose().Distance(backward);
        return distance <= 1e-14 * forward.Largest
            ? null
            : $"{@case}: the adjoint in argument {argument} is not the transpose; entries differ by {distance:G3}.\n{forward.Transpose()}\nagainst\n{backward}";
    }

    /// <summary>The adjoint of the adjoint is f itself.</summary>
    public static string? AdjointOfAdjoint(PrimitiveCase @case, int argument, Random random)
    {
        Probe probe = new(@case, argument, @case.Draw(random));
        Variable again = new("u", @case.Shapes[argument]);
        Expr twice = Transposition.Adjoint(probe.AdjointExpression(), [probe.Cotangent], again)[0];
        Tensor<double> u = RandomTensors.Next(random, again.Shape), expected = probe.Apply(u);
        double distance = Vectors.Distance(expected, Interpreter.Evaluate(twice, [.. probe.Bindings, (again, u)]));
        return distance <= Tolerance * Math.Max(Vectors.Largest(expected), Vectors.Largest(u))
            ? null
            : $"{@case}: the adjoint of the adjoint in argument {argument} differs from the map by {distance:G3}.";
    }

    /// <summary>The adjoint knows of its own argument the shape alone, as a linear map's must.</summary>
    public static string? AdjointIgnoresThePoint(PrimitiveCase @case, int argument)
    {
        Probe probe = new(@case, argument, @case.Draw(new Random(@case.Seed)));
        return GraphTraversal.Variables(probe.AdjointExpression()).Contains(probe.Argument)
            ? $"{@case}: the adjoint in argument {argument} uses the value of that argument."
            : null;
    }

    private static string? Compare(
        PrimitiveCase @case, int argument, Tensor<double> u, Tensor<double> forward, Tensor<double> e, Tensor<double> backward, double tolerance)
    {
        // ‖f(u)‖ ‖ε‖ and ‖u‖ ‖fᵀε‖ are both at most ‖f‖ ‖u‖ ‖ε‖: nothing larger is allowed for.
        double scale = Math.Max(Vectors.Norm(forward) * Vectors.Norm(e), Vectors.Norm(u) * Vectors.Norm(backward));
        double left = Vectors.Dot(forward, e), right = Vectors.Dot(u, backward);
        return Math.Abs(left - right) <= tolerance * scale
            ? null
            : $"{@case}: the dot test fails in argument {argument}: {left:R} against {right:R}, {Math.Abs(left - right) / scale:G3} relative.";
    }
}
