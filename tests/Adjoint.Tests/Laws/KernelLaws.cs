using System.Numerics;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

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

    /// <summary>The fast path against the reference rule in every layout that it accepts, relative to the size of what is added up.</summary>
    public static string? FastPath<T>(PrimitiveCase @case, double tolerance, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T>[] arguments = [.. @case.Draw(random).Select(value => new Tensor<T>(value.Shape, [.. value.Span.ToArray().Select(T.CreateTruncating)]))];
        Tensor<double>[] exact = [.. arguments.Select(Widened)];
        Tensor<double> expected = Interpreter.Apply(@case.Primitive, exact);
        Tensor<double> sizes = Interpreter.Apply(@case.Primitive, [.. exact.Select(value => Vectors.Map(value, Math.Abs))]);
        double scale = Math.Max(Vectors.Largest(expected), Vectors.Largest(sizes));
        foreach ((Layout[] layouts, Layout result) in KernelRunner.Accepted(@case.Primitive))
        {
            Tensor<double> fast = Widened(KernelRunner.Run(@case.Primitive, arguments, layouts, result, WorkerPool.Serial));
            double distance = Vectors.Distance(expected, fast);
            if (!(distance <= tolerance * scale))
            {
                return $"{@case}: in {typeof(T).Name} with {string.Join(", ", layouts)} → {result} the fast path is off the reference by {distance:G3} of {scale:G3}.";
            }
        }

        return null;
    }

    private static Tensor<double> Widened<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(tensor.Shape, [.. tensor.Span.ToArray().Select(double.CreateTruncating)]);
}
