using Adjoint.Kernels.Parallel;

namespace Adjoint.Operators.Spectra.Certificates;

/// <summary>Certified bounds of norms: which argument applies to which map.</summary>
internal static class Bounds
{
    /// <summary>The smaller side, and the number of entries, up to which a matrix is formed.</summary>
    private const int DenseSide = 1024, DenseEntries = 1 << 24;

    /// <summary>A product or sum of a few numbers rounded to nearest is at most this much too small.</summary>
    private const double Up = 1 + 1e-14;

    /// <summary>A bound of ‖A‖₂.</summary>
    public static CertifiedBound Of(LinearOperator map, WorkerPool? workers, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int rows = map.Range.Size, columns = map.Domain.Size;
        return rows == 0 || columns == 0 ? new CertifiedBound(0, "a map with an empty side is zero")
            : Math.Min(rows, columns) <= DenseSide && (long)rows * columns <= DenseEntries ? GramCertificate.OfNorm(map, workers, cancellation)
            : map switch
            {
                GraphOperator graph => OfGraph(graph, workers, cancellation),
                ComposedOperator product => Product(Of(product.Left, workers, cancellation), Of(product.Right, workers, cancellation)),
                CongruentOperator congruent => OfCongruent(Of(congruent.Inner, workers, cancellation), Of(congruent.Middle, workers, cancellation)),
                SumOperator sum => OfSum(sum, workers, cancellation),
                BlockOperator blocks => OfBlocks(blocks, workers, cancellation),
                _ => new CertifiedBound(
                    double.PositiveInfinity,
                    $"nothing is known of the map but what it gives, and a matrix of {rows}×{columns} is too large to be tested; build it from expressions, or use the estimate"),
            };
    }

    /// <summary>A bound of the largest eigenvalue of a self-adjoint map.</summary>
    public static CertifiedBound OfLargestEigenvalue(LinearOperator map, WorkerPool? workers, CancellationToken cancellation) => map.Domain.Size is > 0 and <= DenseSide
        ? GramCertificate.OfLargestEigenvalue(map, workers, cancellation)
        : Of(map, workers, cancellation);

    private static CertifiedBound OfGraph(GraphOperator map, WorkerPool? workers, CancellationToken cancellation)
    {
        CertifiedBound chain = LipschitzChain.Of(map);
        CertifiedBound schur = SchurTest.Of(map, workers, cancellation);
        return schur.Value <= chain.Value && double.IsFinite(schur.Value) ? schur : chain;
    }

    private static CertifiedBound Product(CertifiedBound left, CertifiedBound right) =>
        new(Times(left.Value, right.Value), $"‖A B‖ ≤ ‖A‖‖B‖, with A: {left.Certificate}; B: {right.Certificate}");

    private static CertifiedBound OfCongruent(CertifiedBound inner, CertifiedBound middle) =>
        new(Times(Times(inner.Value, inner.Value), middle.Value), $"‖JᵀHJ‖ ≤ ‖J‖²‖H‖, with J: {inner.Certificate}; H: {middle.Certificate}");

    private static CertifiedBound OfSum(SumOperator sum, WorkerPool? workers, CancellationToken cancellation)
    {
        double total = 0;
        List<string> arguments = [];
        foreach ((double factor, LinearOperator map) in sum.Terms)
        {
            CertifiedBound bound = Of(map, workers, cancellation);
            total = (total + Times(Math.Abs(factor), bound.Value)) * Up;
            arguments.Add(bound.Certificate);
        }

        return new CertifiedBound(Number(total), $"‖Σ s A‖ ≤ Σ |s|‖A‖, with {string.Join("; ", arguments.Distinct())}");
    }

    /// <summary>The norm of a matrix of maps is at most that of the matrix of their norms, and that at most √(‖·‖₁‖·‖∞) and ‖·‖_F of it.</summary>
    private static CertifiedBound OfBlocks(BlockOperator map, WorkerPool? workers, CancellationToken cancellation)
    {
        int height = map.Blocks.GetLength(0), width = map.Blocks.GetLength(1);
        double[] rows = new double[height], columns = new double[width];
        double squares = 0;
        List<string> arguments = [];
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++)
            {
                if (map.Blocks[i, j] is LinearOperator block)
                {
                    CertifiedBound bound = Of(block, workers, cancellation);
                    rows[i] = (rows[i] + bound.Value) * Up;
                    columns[j] = (columns[j] + bound.Value) * Up;
                    squares = double.Hypot(squares, bound.Value) * Up;
                    arguments.Add(bound.Certificate);
                }
            }
        }

        double value = Math.Min(Math.Sqrt(rows.Max()) * Math.Sqrt(columns.Max()) * Up, squares);
        return new CertifiedBound(Number(value), $"the norm of a matrix of maps is at most that of the matrix of their norms, with {string.Join("; ", arguments.Distinct())}");
    }

    /// <summary>A product rounded up; a zero map makes zero, also of what has no bound. The smallest number covers underflow.</summary>
    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : Number((a * b * Up) + double.Epsilon);

    private static double Number(double bound) => double.IsNaN(bound) ? double.PositiveInfinity : bound;
}
