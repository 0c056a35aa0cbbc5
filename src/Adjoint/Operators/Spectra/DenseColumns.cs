using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators.Spectra;

/// <summary>The columns of a map's matrix.</summary>
internal static class DenseColumns
{
    /// <summary>Applies the map to every basis vector.</summary>
    /// <param name="map">The map, of a small domain.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <param name="cancellation">Stops between applications.</param>
    public static double[][] Of(LinearOperator map, WorkerPool? workers, CancellationToken cancellation)
    {
        double[][] columns = new double[map.Domain.Size][];
        Tensor<double> basis = new(map.Domain);
        for (int i = 0; i < columns.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            basis.Span[i] = 1;
            columns[i] = map.Apply(basis, workers).Span.ToArray();
            basis.Span[i] = 0;
        }

        return columns;
    }
}
