using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Laws;

/// <summary>What a linearisation is. Each law returns what is wrong, or nothing.</summary>
public static class TangentLaws
{
    /// <summary>The tangent rule against difference quotients: the library's own check.</summary>
    public static string? DifferenceQuotient(PrimitiveCase @case, int argument, int seed)
    {
        CheckReport report = PrimitiveCheck.DerivativeTest(@case, argument, seed);
        return report.Passed ? null : report.ToString();
    }

    /// <summary>The tangent rule is linear in the direction, so that it has an adjoint, and that passes the dot test.</summary>
    public static string? TangentHasAnAdjoint(PrimitiveCase @case, int argument, Random random)
    {
        Probe probe = new(@case, argument, @case.Draw(random));
        Expr gradient = ((Expr)probe.At).Gradient(probe.Argument, probe.Cotangent);
        Tensor<double> direction = RandomTensors.Next(random, @case.Shapes[argument]), e = RandomTensors.Next(random, probe.At.Shape);
        Tensor<double> forward = probe.Tangent(direction), backward = Interpreter.Evaluate(gradient, [.. probe.Bindings, (probe.Cotangent, e)]);
        double left = Vectors.Dot(forward, e), right = Vectors.Dot(direction, backward);
        double scale = Math.Max(Vectors.Norm(forward) * Vectors.Norm(e), Vectors.Norm(direction) * Vectors.Norm(backward));
        return Math.Abs(left - right) <= 1e-12 * scale ? null : $"{@case}: the adjoint of the tangent in argument {argument} fails the dot test: {left:R} against {right:R}.";
    }

    /// <summary>In a locally constant argument the primitive has no derivative: nothing is propagated, and small moves change nothing.</summary>
    public static string? DerivativeIsAbsent(PrimitiveCase @case, int argument, Random random)
    {
        Tensor<double>[] values = @case.Draw(random);
        values[argument] = Vectors.Map(values[argument], entry => @case.Kink is double kink && Math.Abs(entry - kink) < 0.01 ? kink + 0.25 : entry);
        Probe probe = new(@case, argument, values);
        Dictionary<Variable, Expr> moved = new() { [probe.Argument] = new Variable("t", @case.Shapes[argument]) };
        if (Linearization.Tangent(probe.At, moved) is Expr tangent)
        {
            return $"{@case}: is locally constant in argument {argument} and has the tangent {tangent}.";
        }

        Tensor<double> nearby = Vectors.Combine(1, probe.Point, 1e-3, RandomTensors.Next(random, @case.Shapes[argument]));
        return Vectors.Distance(probe.Apply(probe.Point), probe.Apply(nearby)) == 0 ? null : $"{@case}: is not locally constant in argument {argument}.";
    }
}
