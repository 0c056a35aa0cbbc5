using System.Numerics;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// A function of numbers applied entry by entry to arguments of one shape. Broadcasting is a primitive of its own that the
/// operators of <see cref="Expressions"/> put in front.
/// </summary>
/// <remarks>
/// A plan runs chains of these block by block, so that what is between them stays in the first-level cache: a new one
/// needs only <see cref="Evaluate"/> and <see cref="ApplyBlock"/>.
/// </remarks>
public abstract record ElementwisePrimitive : Primitive
{
    /// <summary>Elements handed to one worker at a time: large enough to hide the hand-over, small enough for the second-level cache.</summary>
    private const int Block = 1 << 14;

    /// <inheritdoc/>
    public sealed override LayoutRule Layouts => LayoutRule.Matching;

    /// <inheritdoc/>
    public sealed override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        for (int i = 1; i < arguments.Count; i++)
        {
            if (arguments[i] != arguments[0])
            {
                throw new ShapeException($"'{Name}' takes arguments of one shape, not {arguments[0]} and {arguments[i]}; broadcast one of them first.");
            }
        }

        return arguments[0];
    }

    /// <summary>The function of numbers, in float64.</summary>
    /// <param name="arguments">One number for each argument.</param>
    public abstract double Evaluate(ReadOnlySpan<double> arguments);

    /// <summary>The function over contiguous memory.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument, or anything where there is only one.</param>
    /// <param name="result">As long as the arguments; may be one of them.</param>
    public abstract void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc/>
    public sealed override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        Span<double> numbers = stackalloc double[arguments.Count];
        for (int i = 0; i < result.Span.Length; i++)
        {
            for (int j = 0; j < numbers.Length; j++)
            {
                numbers[j] = arguments[j].Span[i];
            }

            result.Span[i] = Evaluate(numbers);
        }
    }

    /// <inheritdoc/>
    public sealed override void Execute<T>(in KernelCall<T> call)
    {
        int length = call.Result.Memory.Length;
        BlockBody<T> body = new(this, call.Arguments[0].Memory, call.Arguments[^1].Memory, call.Result.Memory);
        call.Workers.For((length + Block - 1) / Block, ref body);
    }

    private readonly struct BlockBody<T>(ElementwisePrimitive primitive, Memory<T> first, Memory<T> second, Memory<T> result) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            int start = part * Block;
            int length = Math.Min(Block, result.Length - start);
            primitive.ApplyBlock<T>(first.Span.Slice(start, length), second.Span.Slice(start, length), result.Span.Slice(start, length));
        }
    }
}
