using Adjoint.Graph;
using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>Maps as the blocks of a matrix. Where there are several in a direction, that side is one vector of all parts.</summary>
internal sealed class BlockOperator : LinearOperator
{
    private readonly Shape[] _domains;
    private readonly Shape[] _ranges;

    /// <summary>Puts maps together.</summary>
    /// <param name="blocks">The maps; nothing where zero.</param>
    public BlockOperator(LinearOperator?[,] blocks)
        : this(blocks, Sides(blocks, 1), Sides(blocks, 0))
    {
    }

    private BlockOperator(LinearOperator?[,] blocks, Shape[] domains, Shape[] ranges)
        : base(Together(domains), Together(ranges))
    {
        (Blocks, _domains, _ranges) = (blocks, domains, ranges);
    }

    /// <summary>The maps.</summary>
    public LinearOperator?[,] Blocks { get; }

    /// <inheritdoc/>
    protected override LinearOperator MakeAdjoint()
    {
        LinearOperator?[,] transposed = new LinearOperator?[Blocks.GetLength(1), Blocks.GetLength(0)];
        for (int i = 0; i < Blocks.GetLength(0); i++)
        {
            for (int j = 0; j < Blocks.GetLength(1); j++)
            {
                transposed[j, i] = Blocks[i, j]?.Adjoint;
            }
        }

        return new BlockOperator(transposed, _ranges, _domains);
    }

    /// <inheritdoc/>
    protected override Tensor<T> Compute<T>(Tensor<T> argument, WorkerPool workers)
    {
        Tensor<T> result = new(Range);
        for (int j = 0, from = 0; j < _domains.Length; from += _domains[j].Size, j++)
        {
            Tensor<T> part = new(_domains[j], argument.Span.Slice(from, _domains[j].Size).ToArray());
            for (int i = 0, to = 0; i < _ranges.Length; to += _ranges[i].Size, i++)
            {
                if (Blocks[i, j] is LinearOperator map)
                {
                    ElementwiseLoops.AddScaled(T.One, map.Apply(part, workers).Span, result.Span.Slice(to, _ranges[i].Size));
                }
            }
        }

        return result;
    }

    /// <summary>The ranges of the rows (side 0) or the domains of the columns (side 1), which the blocks of each must agree on.</summary>
    private static Shape[] Sides(LinearOperator?[,] blocks, int side)
    {
        Shape?[] shapes = new Shape?[blocks.GetLength(side)];
        for (int i = 0; i < blocks.GetLength(0); i++)
        {
            for (int j = 0; j < blocks.GetLength(1); j++)
            {
                if (blocks[i, j] is LinearOperator map)
                {
                    int line = side == 0 ? i : j;
                    Shape own = side == 0 ? map.Range : map.Domain;
                    shapes[line] = (shapes[line] ?? own) == own
                        ? own
                        : throw new ShapeException($"The blocks of {(side == 0 ? "row" : "column")} {line} must have one {(side == 0 ? "range" : "domain")}, not {shapes[line]} and {own}.");
                }
            }
        }

        return shapes.Length == 0
            ? throw new ShapeException("A block operator needs at least one block.")
            : [.. shapes.Select((shape, line) => shape ?? throw new ShapeException($"The blocks of {(side == 0 ? "row" : "column")} {line} are all zero; put at least one map there, if only LinearOperator.Zero."))];
    }

    private static Shape Together(Shape[] parts) => parts.Length == 1
        ? parts[0]
        : [checked(parts.Sum(part => part.Size))];
}
