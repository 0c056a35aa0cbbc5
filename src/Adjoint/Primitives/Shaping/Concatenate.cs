using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>
/// Puts values behind each other along an axis: <c>[a b] [c] → [a b c]</c>. Jointly linear. The adjoint in each argument is the
/// <see cref="Slice"/> that it became.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Count">The number of values; 1 or more.</param>
public sealed record Concatenate(int Axis, int Count) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "concatenate";

    /// <inheritdoc/>
    public override string Formula => "r = [a b …], one behind the other along the axis";

    /// <inheritdoc/>
    public override int Arity => Count;

    /// <inheritdoc/>
    public override bool IsJointlyLinear => true;

    /// <inheritdoc/>
    public override LayoutRule Layouts => LayoutRule.Matching;

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape first = arguments[0];
        if (Axis < 0 || Axis >= first.Rank)
        {
            throw new ShapeException($"There is no axis {Axis} in shape {first} to put values behind each other along.");
        }

        long length = 0;
        foreach (Shape shape in arguments)
        {
            if (shape.Rank != first.Rank || shape.With(Axis, 0) != first.With(Axis, 0))
            {
                throw new ShapeException($"Shapes {first} and {shape} do not go behind each other along axis {Axis}: they must agree in every other axis.");
            }

            length += shape[Axis];
        }

        return length <= int.MaxValue ? first.With(Axis, (int)length) : throw new ShapeException($"Axis {Axis} of {first} would become {length} long, more than {int.MaxValue}.");
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        int start = 0;
        foreach (Tensor<double> argument in arguments)
        {
            foreach (int[] index in MultiIndex.Of(argument.Shape))
            {
                int[] place = [.. index];
                place[Axis] += start;
                result[place] = argument[index];
            }

            start += argument.Shape[Axis];
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call)
    {
        Shape shape = call.Result.Shape;
        Span<int> order = stackalloc int[shape.Rank];
        AxisMapPrimitive.MemoryOrder(call.Result.Layout, order);
        int outer = 1;
        for (int i = 0; order[i] != Axis; i++)
        {
            outer *= shape[order[i]];
        }

        if (outer == 0)
        {
            return;
        }

        Span<T> result = call.Result.Span;
        int stride = result.Length / outer, start = 0;
        foreach (Operand<T> argument in call.Arguments)
        {
            ReadOnlySpan<T> source = argument.Span;
            int block = source.Length / outer;
            for (int i = 0; i < outer; i++)
            {
                source.Slice(i * block, block).CopyTo(result[((i * stride) + start)..]);
            }

            start += block;
        }
    }

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new Embed(StartOf(at, argument), Shape.Uniform(1, at.Shape.Rank), at.Shape).Apply(tangent);
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new Slice(StartOf(at, argument), at.Arguments[argument].Shape, Shape.Uniform(1, at.Shape.Rank)).Apply(cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new(
            arguments.Select(argument => argument.Range).Aggregate((hull, range) => hull.Hull(range)),
            Degrees.Sum(arguments),
            Curvature.Affine,
            [.. arguments.Select(_ => InArgument.LinearWith(Interval.Unit, 1))],
            "an isometry into a larger space, plus a constant");
    }

    private Shape StartOf(Application at, int argument)
    {
        int start = 0;
        for (int i = 0; i < argument; i++)
        {
            start += at.Arguments[i].Shape[Axis];
        }

        return Shape.Uniform(0, at.Shape.Rank).With(Axis, start);
    }
}
