using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Operators;
using Adjoint.Operators.Solvers;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>The linear filter that fits samples best, and how it was found.</summary>
/// <param name="Model">A model of one convolution without bias and activation.</param>
/// <param name="Solution">The run of conjugate gradients; its relative gradient is 0 at a global minimum.</param>
public sealed record LinearFilterFit(Model Model, SolverResult Solution)
{
    /// <summary>The kernel's height × width × input channels.</summary>
    public Shape Size => Model.Parameters[0].Value.Shape[..3];
}

/// <summary>
/// The best linear filter: the kernel w that minimises <c>‖x − w * y‖²</c> over samples (y, x). The map from w to w * y is linear, so the loss is convex and conjugate gradients reach its
/// global minimum. It is what a network must beat to have earned its nonlinearity.
/// </summary>
public static class LinearFilter
{
    /// <summary>Fits a filter with a square kernel, valid boundary, to the first samples of a source.</summary>
    /// <param name="source">Where samples come from; the target must be smaller than the input by size − 1.</param>
    /// <param name="size">The kernel's height and width.</param>
    /// <param name="samples">How many samples are used, at most; each is held in float64.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ShapeException">The target does not have the size of a valid convolution with such a kernel.</exception>
    public static LinearFilterFit Fit(SampleSource source, int size, int samples, WorkerPool? workers = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        samples = Math.Min(samples, source.Count);
        Shape input = source.InputShape, target = source.TargetShape;
        Variable kernel = new("w", [size, size, input[^1], target[^1]]), pictures = new("y", [samples, .. input]);
        Expr filtered = Expressions.ConvolvePictures(kernel, pictures);
        if (filtered.Shape[1..] != target)
        {
            throw new ShapeException($"A filter of {size}×{size} turns {input} into {filtered.Shape[1..]}, but the targets are {target}: crop them by {size - 1} pixels.");
        }

        Tensor<double> y = new(pictures.Shape), x = new([samples, .. target]);
        float[] oneInput = new float[input.Size], oneTarget = new float[target.Size];
        for (int i = 0; i < samples; i++)
        {
            source.Fill(0, i, oneInput, oneTarget);
            Widen(oneInput, y.Span[(i * oneInput.Length)..]);
            Widen(oneTarget, x.Span[(i * oneTarget.Length)..]);
        }

        LinearOperator map = filtered.Linearize(kernel, (pictures, y));
        SolverResult solution = ConjugateGradients.Minimize(map, x, new SolverOptions { Tolerance = 1e-8, MostIterations = 20 * kernel.Shape.Size, Workers = workers }, cancellation);
        Sequential model = new(input, new Convolution2D(target[^1], size) { HasBias = false });
        for (int i = 0; i < kernel.Shape.Size; i++)
        {
            model.Parameters[0].Value.Span[i] = (float)solution.Solution.Span[i];
        }

        return new LinearFilterFit(model, solution);
    }

    private static void Widen(ReadOnlySpan<float> source, Span<double> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }
}
