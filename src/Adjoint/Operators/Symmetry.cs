using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>Whether a map is its own adjoint.</summary>
internal static class Symmetry
{
    /// <summary>What two sides of <c>⟨A u, v⟩ = ⟨u, A v⟩</c> may differ by, relative to the larger of ‖A u‖‖v‖ and ‖u‖‖A v‖.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>Refuses a map that is not its own adjoint. One that declares itself to be is believed; others are tested on a few random pairs.</summary>
    /// <param name="map">The map.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <param name="purpose">What needs it, at the start of a sentence.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void Require(LinearOperator map, WorkerPool? workers, string purpose)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Domain != map.Range)
        {
            throw new ArgumentException($"{purpose}: the map must be its own adjoint, and this one goes from {map.Domain} to {map.Range}. Take map.Adjoint * map, whose eigenvalues are the squared singular values.", nameof(map));
        }

        if (ReferenceEquals(map, map.Adjoint))
        {
            return;
        }

        const int pairs = 3;
        for (int pair = 0; pair < pairs; pair++)
        {
            Tensor<double> u = TensorAlgebra.RandomDirection(map.Domain, pair, 1), v = TensorAlgebra.RandomDirection(map.Domain, pair, 2);
            Tensor<double> first = map.Apply(u, workers), second = map.Apply(v, workers);
            double difference = Math.Abs(TensorAlgebra.Dot(first, v) - TensorAlgebra.Dot(u, second));
            if (difference > Tolerance * Math.Max(TensorAlgebra.Norm(first), TensorAlgebra.Norm(second)))
            {
                throw new ArgumentException($"{purpose}: the map must be its own adjoint, and ⟨A u, v⟩ = ⟨u, A v⟩ does not hold for this one. Take map.Adjoint * map, whose eigenvalues are the squared singular values.", nameof(map));
            }
        }
    }
}
