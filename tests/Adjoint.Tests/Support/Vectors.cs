using Adjoint.Tensors;

namespace Adjoint.Tests.Support;

/// <summary>Tensors as vectors: the few operations that the laws are stated with, written as plain loops.</summary>
public static class Vectors
{
    public static double Dot(Tensor<double> a, Tensor<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Span.Length; i++)
        {
            sum += a.Span[i] * b.Span[i];
        }

        return sum;
    }

    public static double Norm(Tensor<double> a) => Math.Sqrt(Dot(a, a));

    /// <summary>The largest absolute value; 0 of nothing.</summary>
    public static double Largest(Tensor<double> a)
    {
        double largest = 0;
        foreach (double entry in a.Span)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        return largest;
    }

    /// <summary>αa + βb.</summary>
    public static Tensor<double> Combine(double alpha, Tensor<double> a, double beta, Tensor<double> b)
    {
        Tensor<double> result = new(a.Shape);
        for (int i = 0; i < result.Span.Length; i++)
        {
            result.Span[i] = (alpha * a.Span[i]) + (beta * b.Span[i]);
        }

        return result;
    }

    public static Tensor<double> Map(Tensor<double> a, Func<double, double> function) => new(a.Shape, [.. a.Span.ToArray().Select(function)]);

    /// <summary>The largest difference between entries; NaN against NaN and ∞ against the same ∞ count as equal.</summary>
    public static double Distance(Tensor<double> a, Tensor<double> b)
    {
        if (a.Shape != b.Shape)
        {
            throw new ArgumentException($"Shapes {a.Shape} and {b.Shape} are compared.");
        }

        double largest = 0;
        for (int i = 0; i < a.Span.Length; i++)
        {
            if (!a.Span[i].Equals(b.Span[i]))
            {
                double difference = Math.Abs(a.Span[i] - b.Span[i]);
                largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            }
        }

        return largest;
    }

    public static Tensor<float> ToSingle(Tensor<double> a) => new(a.Shape, [.. a.Span.ToArray().Select(entry => (float)entry)]);

    public static Tensor<double> ToDouble(Tensor<float> a) => new(a.Shape, [.. a.Span.ToArray().Select(entry => (double)entry)]);

    /// <summary>A vector of the standard basis.</summary>
    public static Tensor<double> Basis(Shape shape, int index)
    {
        Tensor<double> result = new(shape);
        result.Span[index] = 1;
        return result;
    }
}
