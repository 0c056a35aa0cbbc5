using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>What Krylov methods do with tensors: inner products, norms and sums, each in an order that depends on the length alone.</summary>
internal static class TensorAlgebra
{
    /// <summary>⟨u, v⟩.</summary>
    public static double Dot(Tensor<double> left, Tensor<double> right) => Reduction.Dot<double>(left.Span, right.Span);

    /// <summary>‖u‖₂, also where the squares of its entries overflow or underflow.</summary>
    public static double Norm(Tensor<double> tensor) => Norm(tensor.Span);

    /// <summary>‖u‖₂, also where the squares of its entries overflow or underflow.</summary>
    public static double Norm(ReadOnlySpan<double> entries)
    {
        double squares = Reduction.SumOfSquares(entries);
        if (squares is > 1e-200 and < 1e300 || double.IsNaN(squares))
        {
            return Math.Sqrt(squares);
        }

        double largest = Largest(entries);
        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        int exponent = Math.ILogB(largest);
        double[] scaled = [.. entries];
        foreach (ref double entry in scaled.AsSpan())
        {
            entry = Math.ScaleB(entry, -exponent);
        }

        return Math.ScaleB(Math.Sqrt(Reduction.SumOfSquares<double>(scaled)), exponent);
    }

    /// <summary>The largest magnitude; not-a-number if any entry is, 0 of nothing.</summary>
    public static double Largest(ReadOnlySpan<double> entries) =>
        entries.IsEmpty ? 0 : Math.Max(Math.Abs(Reduction.Max(entries)), Math.Abs(Reduction.Min(entries)));

    /// <summary>target += factor · source.</summary>
    public static void Add(double factor, Tensor<double> source, Tensor<double> target) =>
        ElementwiseLoops.AddScaled(factor, source.Span, target.Span);

    /// <summary>tensor *= factor.</summary>
    public static void Scale(double factor, Tensor<double> tensor) => ElementwiseLoops.Scale(factor, tensor.Span);

    /// <summary>Divides a vector by its norm, in two steps where the reciprocal overflows.</summary>
    public static void Normalize(Tensor<double> tensor, double norm)
    {
        if (norm < 1e-300)
        {
            Scale(1e200, tensor);
            norm = Norm(tensor);
        }

        Scale(1 / norm, tensor);
    }

    /// <summary>A random direction of norm 1 that belongs to a seed and a number.</summary>
    public static Tensor<double> RandomDirection(Shape shape, long seed, int number)
    {
        Tensor<float> normal = new(shape);
        new KeyedRandom(seed, "Krylov start", number).FillNormal(normal.Span);
        Tensor<double> direction = Precision.Convert<float, double>(normal);
        double norm = Norm(direction);
        if (norm > 0)
        {
            Scale(1 / norm, direction);
        }

        return direction;
    }
}
