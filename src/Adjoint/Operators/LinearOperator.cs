using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators.InWords;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>
/// A linear map A between tensors that can be applied, and whose adjoint is another such map. No matrix is formed unless asked for. Linearisations
/// (<see cref="Linearizations"/>) are such maps, and so is whatever is composed of them; deriving from this class adds one from outside.
/// </summary>
/// <remarks>An operator may be applied from several threads at once. One that runs a plan, as those of expressions do, then applies itself for one after the other: it shares out
/// each application among its workers instead.</remarks>
public abstract partial class LinearOperator
{
    private LinearOperator? _adjoint;

    /// <summary>Makes an operator.</summary>
    /// <param name="domain">The shape of what it takes.</param>
    /// <param name="range">The shape of what it gives.</param>
    protected LinearOperator(Shape domain, Shape range) => (Domain, Range) = (domain, range);

    /// <summary>The shape of what the map takes.</summary>
    public Shape Domain { get; }

    /// <summary>The shape of what it gives.</summary>
    public Shape Range { get; }

    /// <summary>The adjoint: ⟨A u, v⟩ = ⟨u, Aᵀ v⟩ for all u and v. Its own adjoint is this operator.</summary>
    /// <exception cref="InvalidOperationException"><see cref="MakeAdjoint"/> gave nothing, a map between other shapes, or an operator that already is the adjoint of another one.</exception>
    public LinearOperator Adjoint
    {
        get
        {
            if (_adjoint is null)
            {
                LinearOperator adjoint = MakeAdjoint() ?? throw new InvalidOperationException($"{nameof(MakeAdjoint)} gave nothing for the operator from {Domain} to {Range}.");
                if (adjoint.Domain != Range || adjoint.Range != Domain)
                {
                    throw new InvalidOperationException(
                        $"The adjoint of an operator from {Domain} to {Range} goes from {Range} to {Domain}; {nameof(MakeAdjoint)} gave one from {adjoint.Domain} to {adjoint.Range}.");
                }

                // An operator that belongs to another pair must not be taken out of it.
                if (Interlocked.CompareExchange(ref adjoint._adjoint, this, null) is LinearOperator other && other != this)
                {
                    throw new InvalidOperationException(
                        $"{nameof(MakeAdjoint)} must make a new operator, or return this one where it is its own adjoint; for the operator from {Domain} to {Range} it gave one that already has an adjoint.");
                }

                Interlocked.CompareExchange(ref _adjoint, adjoint, null);
            }

            return _adjoint;
        }
    }

    /// <summary>Applies the map, in float64 or in float32.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="argument">A tensor of shape <see cref="Domain"/>.</param>
    /// <param name="workers">Threads; all cores if left out. The result does not depend on how many there are.</param>
    /// <returns>A new tensor of shape <see cref="Range"/>.</returns>
    /// <exception cref="ArgumentException">The argument has another shape.</exception>
    public Tensor<T> Apply<T>(Tensor<T> argument, WorkerPool? workers = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument.Shape == Domain
            ? Compute(argument, workers ?? WorkerPool.Shared)
            : throw new ArgumentException($"The operator takes a tensor of shape {Domain} and gives one of {Range}; this one has shape {argument.Shape}.", nameof(argument));
    }

    /// <summary>
    /// The matrix of the map, |range| × |domain|, entries of tensors in C order: as many applications of A or of its adjoint as the smaller of
    /// both has entries.
    /// </summary>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <param name="progress">Told the finished part, from 0 to 1.</param>
    /// <param name="cancellation">Stops between applications.</param>
    /// <exception cref="InvalidOperationException">The matrix has more entries than an array can hold.</exception>
    public Tensor<double> ToMatrix(WorkerPool? workers = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        int rows = Range.Size, columns = Domain.Size;
        if ((long)rows * columns > Array.MaxLength)
        {
            throw new InvalidOperationException($"A matrix of {rows}×{columns} has too many entries to be held; apply the operator instead, or take its sparse matrix.");
        }

        Tensor<double> matrix = new([rows, columns]);
        bool byRows = rows < columns;
        foreach ((int place, Tensor<double> image) in BasisImages(byRows, workers, cancellation))
        {
            for (int i = 0; i < image.Span.Length; i++)
            {
                matrix.Span[byRows ? (place * columns) + i : (i * columns) + place] = image.Span[i];
            }

            progress?.Report((place + 1.0) / Math.Min(rows, columns));
        }

        return matrix;
    }

    /// <summary>The matrix of the map without its zeros, as <see cref="ToMatrix"/> otherwise. Its memory is that of the entries that are not zero.</summary>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <param name="cancellation">Stops between applications.</param>
    public SparseMatrix ToSparseMatrix(WorkerPool? workers = null, CancellationToken cancellation = default)
    {
        bool byRows = Range.Size < Domain.Size;
        List<(int, double)>[] rows = [.. Enumerable.Range(0, Range.Size).Select(_ => new List<(int, double)>())];
        foreach ((int place, Tensor<double> image) in BasisImages(byRows, workers, cancellation))
        {
            for (int i = 0; i < image.Span.Length; i++)
            {
                if (image.Span[i] != 0)
                {
                    rows[byRows ? place : i].Add((byRows ? i : place, image.Span[i]));
                }
            }
        }

        return new SparseMatrix(Domain.Size, rows);
    }

    /// <summary>
    /// What the map is as convolutions, in words and as an expression: of the adjoint of a valid convolution <c>full convolution of ε with flip(w)</c>. Nothing where it holds none, or
    /// was not made from an expression.
    /// </summary>
    /// <param name="called">What its argument is called in the words; the variable's name, or ε of an adjoint, if left out.</param>
    public virtual ConvolutionDescription? AsConvolution(string? called = null) => null;

    /// <summary>The map's rule. The argument has the right shape.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="argument">A tensor of shape <see cref="Domain"/>, which must not be changed.</param>
    /// <param name="workers">Threads.</param>
    /// <returns>A new tensor of shape <see cref="Range"/>.</returns>
    protected abstract Tensor<T> Compute<T>(Tensor<T> argument, WorkerPool workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// Makes the adjoint, a new operator; called once or seldom more often, when it is first asked for. Returning this operator declares that it is its own adjoint, as a symmetric
    /// map is: solvers and spectra then believe it, and <see cref="DotTest(long, WorkerPool?)"/> tests it.
    /// </summary>
    protected abstract LinearOperator MakeAdjoint();

    /// <summary>Declares the map to be its own adjoint, as a symmetric one is.</summary>
    private protected void DeclareSelfAdjoint() => _adjoint = this;

    /// <summary>The columns of the matrix one after the other, or its rows by the adjoint.</summary>
    private IEnumerable<(int Place, Tensor<double> Image)> BasisImages(bool byRows, WorkerPool? workers, CancellationToken cancellation)
    {
        LinearOperator map = byRows ? Adjoint : this;
        Tensor<double> basis = new(map.Domain);
        for (int place = 0; place < basis.Shape.Size; place++)
        {
            cancellation.ThrowIfCancellationRequested();
            basis.Span[place] = 1;
            yield return (place, map.Apply(basis, workers));
            basis.Span[place] = 0;
        }
    }
}
