using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <content>Operators made from nothing, and from other operators.</content>
public abstract partial class LinearOperator
{
    /// <summary>Composition: (A B) u = A (B u). Adjoint: <c>(A B)ᵀ = Bᵀ Aᵀ</c>.</summary>
    /// <param name="left">A, applied last.</param>
    /// <param name="right">B, whose range is A's domain.</param>
    /// <exception cref="ShapeException">B gives another shape than A takes.</exception>
    public static LinearOperator operator *(LinearOperator left, LinearOperator right) => new ComposedOperator(left, right);

    /// <summary>Scaling: (s A) u = s (A u). Adjoint: <c>s Aᵀ</c>.</summary>
    /// <param name="factor">s.</param>
    /// <param name="map">A.</param>
    public static LinearOperator operator *(double factor, LinearOperator map) => new SumOperator([(factor, map)]);

    /// <summary>Sum: (A + B) u = A u + B u. Adjoint: <c>Aᵀ + Bᵀ</c>.</summary>
    /// <param name="left">A.</param>
    /// <param name="right">B, of the same shapes.</param>
    /// <exception cref="ShapeException">Domains or ranges differ.</exception>
    public static LinearOperator operator +(LinearOperator left, LinearOperator right) => new SumOperator([(1, left), (1, right)]);

    /// <summary>Difference: (A − B) u = A u − B u.</summary>
    /// <param name="left">A.</param>
    /// <param name="right">B, of the same shapes.</param>
    /// <exception cref="ShapeException">Domains or ranges differ.</exception>
    public static LinearOperator operator -(LinearOperator left, LinearOperator right) => new SumOperator([(1, left), (-1, right)]);

    /// <summary>Negative: (−A) u = −(A u).</summary>
    /// <param name="map">A.</param>
    public static LinearOperator operator -(LinearOperator map) => new SumOperator([(-1, map)]);

    /// <summary>The identity. It is its own adjoint.</summary>
    /// <param name="shape">Domain and range.</param>
    public static LinearOperator Identity(Shape shape)
    {
        Variable argument = new("u", shape);
        return new GraphOperator(argument, argument, [], isSelfAdjoint: true);
    }

    /// <summary>The map that gives zeros.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="range">The range.</param>
    public static LinearOperator Zero(Shape domain, Shape range) => new GraphOperator(Calculus.Linearization.Zeros(range), new Variable("u", domain), []);

    /// <summary>The diagonal map u ↦ d ⊙ u. It is its own adjoint.</summary>
    /// <param name="diagonal">d.</param>
    public static LinearOperator Diagonal(Tensor<double> diagonal)
    {
        ArgumentNullException.ThrowIfNull(diagonal);
        Variable argument = new("u", diagonal.Shape), entries = new("d", diagonal.Shape);
        return new GraphOperator(entries * argument, argument, [(entries, diagonal.Clone())], isSelfAdjoint: true);
    }

    /// <summary>The map of a matrix, from vectors to vectors.</summary>
    /// <param name="matrix">Rows × columns.</param>
    /// <exception cref="ShapeException">It does not have two axes.</exception>
    public static LinearOperator Of(Tensor<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Shape.Rank != 2)
        {
            throw new ShapeException($"A matrix has two axes, rows and columns; this tensor has shape {matrix.Shape}.");
        }

        Variable argument = new("u", [matrix.Shape[1]]), entries = new("M", matrix.Shape);
        return new GraphOperator(Expressions.MatrixProduct(entries, argument), argument, [(entries, matrix.Clone())]);
    }

    /// <summary>The map of a sparse matrix, from vectors to vectors. Linear in its entries that are not zero.</summary>
    /// <param name="matrix">The matrix.</param>
    public static LinearOperator Of(SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Variable argument = new("u", [matrix.Columns]);
        return new GraphOperator(new ModeProduct(0, matrix).Apply(argument), argument, []);
    }

    /// <summary>A map that two functions compute. <see cref="DotTest"/> tells whether the second is the adjoint of the first.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="range">The range.</param>
    /// <param name="apply">u ↦ A u, from the domain to the range.</param>
    /// <param name="adjoint">v ↦ Aᵀ v, from the range to the domain.</param>
    public static LinearOperator Create(Shape domain, Shape range, Func<Tensor<double>, Tensor<double>> apply, Func<Tensor<double>, Tensor<double>> adjoint)
    {
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(adjoint);
        return new FunctionOperator(domain, range, apply, adjoint);
    }

    /// <summary>Maps of one argument one above the other: u ↦ (A u, B u, …) as one vector. Adjoint: <c>Aᵀ v₁ + Bᵀ v₂ + …</c>.</summary>
    /// <param name="maps">At least one; their domains are the same.</param>
    /// <exception cref="ShapeException">Domains differ.</exception>
    public static LinearOperator Stack(params IReadOnlyList<LinearOperator> maps) => Block(Grid(maps, (i, blocks, map) => blocks[i, 0] = map, maps?.Count ?? 0, 1));

    /// <summary>Maps into one range side by side: (u₁, u₂, …) as one vector ↦ A u₁ + B u₂ + …. Adjoint: <see cref="Stack"/> of the adjoints.</summary>
    /// <param name="maps">At least one; their ranges are the same.</param>
    /// <exception cref="ShapeException">Ranges differ.</exception>
    public static LinearOperator SideBySide(params IReadOnlyList<LinearOperator> maps) => Block(Grid(maps, (i, blocks, map) => blocks[0, i] = map, 1, maps?.Count ?? 0));

    /// <summary>Maps each on its own part of one vector: (u₁, u₂, …) ↦ (A u₁, B u₂, …).</summary>
    /// <param name="maps">At least one.</param>
    public static LinearOperator BlockDiagonal(params IReadOnlyList<LinearOperator> maps) => Block(Grid(maps, (i, blocks, map) => blocks[i, i] = map, maps?.Count ?? 0, maps?.Count ?? 0));

    /// <summary>
    /// Maps as the blocks of a matrix: result i is Σ_j blocks[i, j] u_j. Parts of several are one vector in order; a single column keeps its domain's shape, a single row its range's.
    /// </summary>
    /// <param name="blocks">At least one block in each row and in each column; nothing where it is zero.</param>
    /// <exception cref="ShapeException">Blocks of one row differ in range, or of one column in domain; or one of them holds no map.</exception>
    public static LinearOperator Block(LinearOperator?[,] blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return new BlockOperator((LinearOperator?[,])blocks.Clone());
    }

    private static LinearOperator?[,] Grid(IReadOnlyList<LinearOperator> maps, Action<int, LinearOperator?[,], LinearOperator> put, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(maps);
        LinearOperator?[,] blocks = new LinearOperator?[rows, columns];
        for (int i = 0; i < maps.Count; i++)
        {
            put(i, blocks, maps[i]);
        }

        return blocks;
    }
}
