using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>Tensors as vectors: the few operations that checks are stated with, written as plain loops.</summary>
internal static class Entries
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

    /// <summary>The largest absolute value; 0 of nothing, NaN where there is one.</summary>
    public static double Largest(Tensor<double> a)
    {
        double largest = 0;
        foreach (double entry in a.Span)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        return largest;
    }

    public static bool AreFinite(Tensor<double> a) => double.IsFinite(Largest(a));

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

    public static Tensor<double> Map(Tensor<double> a, Func<double, double> function)
    {
        Tensor<double> result = new(a.Shape);
        for (int i = 0; i < result.Span.Length; i++)
        {
            result.Span[i] = function(a.Span[i]);
        }

        return result;
    }

    /// <summary>The largest difference between entries; NaN against NaN and ∞ against the same ∞ count as equal, NaN against a number as ∞.</summary>
    public static double Distance(Tensor<double> a, Tensor<double> b)
    {
        double largest = a.Shape == b.Shape ? 0 : double.PositiveInfinity;
        for (int i = 0; i < a.Span.Length && double.IsFinite(largest); i++)
        {
            if (!a.Span[i].Equals(b.Span[i]))
            {
                double difference = Math.Abs(a.Span[i] - b.Span[i]);
                largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            }
        }

        return largest;
    }
}
