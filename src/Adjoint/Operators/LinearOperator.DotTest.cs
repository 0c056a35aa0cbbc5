using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <content>The test that tells an adjoint from another map.</content>
public abstract partial class LinearOperator
{
    /// <summary>The dot test in float64, <c>⟨A u, v⟩ = ⟨u, Aᵀ v⟩</c>, at 1e-12. See <see cref="DotTest{T}"/>.</summary>
    /// <param name="seed">The seed of the random u and v.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    public DotTestReport DotTest(long seed = 0, WorkerPool? workers = null) => DotTest<double>(seed, workers);

    /// <summary>
    /// The dot test, <c>⟨A u, v⟩ = ⟨u, Aᵀ v⟩</c> for a few random u and v. Of a map that says of itself that it is its own adjoint, such as a Hessian, it
    /// tests the symmetry. Errors are relative to <c>max(‖A u‖‖v‖, ‖u‖‖Aᵀ v‖)</c>, which is at most ‖A‖‖u‖‖v‖.
    /// </summary>
    /// <typeparam name="T">The precision in which both maps are applied: float or double. Inner products are summed in float64.</typeparam>
    /// <param name="seed">The seed of the random u and v.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <returns>Both sides, the error, and the factor between them that explains a wrong adjoint. The tolerance is 1e-12 in float64 and 1e-5 in float32.</returns>
    public DotTestReport DotTest<T>(long seed = 0, WorkerPool? workers = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int pairs = 4;
        List<DotTestSample> samples = [];
        for (int pair = 0; pair < pairs; pair++)
        {
            Tensor<T> u = Normal<T>(Domain, new KeyedRandom(seed, "dot test, argument", pair)), v = Normal<T>(Range, new KeyedRandom(seed, "dot test, cotangent", pair));
            Tensor<T> forward = Apply(u, workers), backward = Adjoint.Apply(v, workers);
            double left = Dot(forward, v), right = Dot(u, backward);
            double scale = Math.Max(Math.Sqrt(Dot(forward, forward)) * Math.Sqrt(Dot(v, v)), Math.Sqrt(Dot(u, u)) * Math.Sqrt(Dot(backward, backward)));
            samples.Add(new DotTestSample(left, right, scale));
        }

        return DotTestReport.Of(samples, DotTestReport.ToleranceFor<T>());
    }

    private static Tensor<T> Normal<T>(Shape shape, KeyedRandom random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<float> normal = new(shape);
        random.FillNormal(normal.Span);
        return Precision.Convert<float, T>(normal);
    }

    private static double Dot<T>(Tensor<T> left, Tensor<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Block by block, so that rounding errors of millions of terms do not pile up on one sum.
        const int block = 4096;
        double sum = 0;
        ReadOnlySpan<T> a = left.Span, b = right.Span;
        for (int start = 0; start < a.Length; start += block)
        {
            double part = 0;
            for (int i = start; i < Math.Min(start + block, a.Length); i++)
            {
                part += double.CreateTruncating(a[i]) * double.CreateTruncating(b[i]);
            }

            sum += part;
        }

        return sum;
    }
}
