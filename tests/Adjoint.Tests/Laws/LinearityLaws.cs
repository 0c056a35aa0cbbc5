using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Laws;

/// <summary>What the word "linear" promises. Each law returns what is wrong, or nothing.</summary>
public static class LinearityLaws
{
    private const double Tolerance = 1e-12;

    /// <summary>f(αu + βv) = αf(u) + βf(v) in one argument.</summary>
    public static string? Superposition(PrimitiveCase @case, int argument, Random random)
    {
        Probe probe = new(@case, argument, @case.Draw(random));
        Tensor<double> u = RandomTensors.Next(random, @case.Shapes[argument]), v = RandomTensors.Next(random, @case.Shapes[argument]);
        double alpha = random.NextDouble() + 0.5, beta = -random.NextDouble() - 0.5;
        Tensor<double> together = probe.Apply(Vectors.Combine(alpha, u, beta, v));
        Tensor<double> apart = Vectors.Combine(alpha, probe.Apply(u), beta, probe.Apply(v));
        double scale = Vectors.Largest(probe.Apply(u)) + Vectors.Largest(probe.Apply(v));
        double distance = Vectors.Distance(together, apart);
        return distance <= Tolerance * scale ? null : $"{@case}: superposition fails in argument {argument} by {distance:G3} of {scale:G3}.";
    }

    /// <summary>The same in all arguments together.</summary>
    public static string? JointSuperposition(PrimitiveCase @case, Random random)
    {
        Tensor<double>[] u = @case.Draw(random), v = @case.Draw(random);
        double alpha = random.NextDouble() + 0.5, beta = random.NextDouble() + 1.5;
        Tensor<double> together = Interpreter.Apply(@case.Primitive, [.. u.Zip(v, (a, b) => Vectors.Combine(alpha, a, beta, b))]);
        Tensor<double> of_u = Interpreter.Apply(@case.Primitive, u), of_v = Interpreter.Apply(@case.Primitive, v);
        double scale = Vectors.Largest(of_u) + Vectors.Largest(of_v);
        double distance = Vectors.Distance(together, Vectors.Combine(alpha, of_u, beta, of_v));
        return distance <= Tolerance * scale ? null : $"{@case}: superposition fails in all arguments together by {distance:G3} of {scale:G3}.";
    }

    /// <summary>The primitive says that it is jointly linear exactly if superposition holds in all arguments together.</summary>
    public static string? JointLinearityIsTold(PrimitiveCase @case, Random random)
    {
        if (Enumerable.Range(0, @case.Shapes.Count).Any(argument => @case.Primitive.DependenceOn(argument) != Dependence.Linear))
        {
            // Not linear in each, so not in all; and sums of indices are none.
            return @case.Primitive.IsJointlyLinear ? $"{@case}: says that it is jointly linear, and is not linear in each argument." : null;
        }

        if (@case.Primitive.IsJointlyLinear)
        {
            return JointSuperposition(@case, random);
        }

        for (int sample = 0; sample < 20; sample++)
        {
            if (JointSuperposition(@case, random) is not null)
            {
                return null;
            }
        }

        // A result that is zero whatever the arguments are says nothing either way.
        bool isZero = Enumerable.Range(0, 5).All(_ => Vectors.Largest(Interpreter.Apply(@case.Primitive, @case.Draw(random))) == 0);
        return isZero ? null : $"{@case}: is jointly linear and does not say so.";
    }
}
