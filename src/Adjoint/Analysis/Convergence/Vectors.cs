using Adjoint.Operators;

namespace Adjoint.Analysis.Convergence;

/// <summary>Small arithmetic with vectors.</summary>
internal static class Vectors
{
    /// <summary>‖a‖₂.</summary>
    public static double Norm(double[] a) => TensorAlgebra.Norm(a);

    /// <summary>a + s b.</summary>
    public static double[] Plus(double[] a, double s, double[] b)
    {
        double[] sum = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            sum[i] = a[i] + (s * b[i]);
        }

        return sum;
    }

    /// <summary>s a.</summary>
    public static double[] Times(double s, double[] a) => [.. a.Select(entry => s * entry)];

    /// <summary>⟨a, b⟩.</summary>
    public static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>Whether every entry is a number.</summary>
    public static bool IsFinite(double[] a) => a.All(double.IsFinite);
}
