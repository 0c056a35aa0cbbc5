using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <content>Functions of many entries: sums, extrema, norms, softmax and its losses. Axes are counted from the outermost, 0; −1 is the last.</content>
public static partial class Expressions
{
    /// <summary>The sum along axes.</summary>
    /// <param name="argument">Any expression.</param>
    /// <param name="axes">The axes that are summed.</param>
    /// <param name="keepAxes">Whether they stay, with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public static Expr Sum(Expr argument, IReadOnlyList<int> axes, bool keepAxes = false)
    {
        ArgumentNullException.ThrowIfNull(argument);
        Shape kept = Reduced(argument.Shape, axes, keepAxes: true), dropped = Reduced(argument.Shape, axes, keepAxes: false);
        Expr sum = kept == argument.Shape ? argument : new SumTo(kept).Apply(argument);
        return keepAxes || dropped == sum.Shape ? sum : Reshape(sum, dropped);
    }

    /// <summary>The mean along axes.</summary>
    /// <param name="argument">An expression with at least one entry along them.</param>
    /// <param name="axes">The axes that are averaged over.</param>
    /// <param name="keepAxes">Whether they stay, with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, one is named twice, or there is nothing to average.</exception>
    public static Expr Mean(Expr argument, IReadOnlyList<int> axes, bool keepAxes = false)
    {
        ArgumentNullException.ThrowIfNull(argument);
        Expr sum = Sum(argument, axes, keepAxes);
        long terms = 1;
        foreach (int axis in axes)
        {
            terms *= argument.Shape[Axis(argument.Shape, axis)];
        }

        return terms > 0 ? sum * (1.0 / terms) : throw new ShapeException($"The mean of nothing is not defined; the shape is {argument.Shape}.");
    }

    /// <summary>The greatest of all entries, a scalar. The derivative goes to its first place.</summary>
    /// <param name="argument">An expression with at least one entry.</param>
    /// <exception cref="ShapeException">There is no entry.</exception>
    public static Expr Max(Expr argument) => new Max(null).Apply(argument);

    /// <summary>The greatest entry along an axis. The derivative goes to its first place.</summary>
    /// <param name="argument">An expression with at least one entry along the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether it stays, with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or no entry along it.</exception>
    public static Expr Max(Expr argument, int axis, bool keepAxis = false) => AlongAxis(argument, axis, keepAxis, static axis => new Max(axis));

    /// <summary>The smallest of all entries, a scalar. The derivative goes to its first place.</summary>
    /// <param name="argument">An expression with at least one entry.</param>
    /// <exception cref="ShapeException">There is no entry.</exception>
    public static Expr Min(Expr argument) => new Min(null).Apply(argument);

    /// <summary>The smallest entry along an axis. The derivative goes to its first place.</summary>
    /// <param name="argument">An expression with at least one entry along the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether it stays, with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or no entry along it.</exception>
    public static Expr Min(Expr argument, int axis, bool keepAxis = false) => AlongAxis(argument, axis, keepAxis, static axis => new Min(axis));

    /// <summary>The sum of the absolute values of all entries, a scalar. At a zero entry its derivative is 0.</summary>
    /// <param name="argument">Any expression.</param>
    public static Expr Norm1(Expr argument) => Sum(Abs(argument));

    /// <summary>The Euclidean norm of all entries, a scalar. At zero its derivative is 0.</summary>
    /// <param name="argument">Any expression.</param>
    public static Expr Norm2(Expr argument) => new Norm2().Apply(argument);

    /// <summary>The largest absolute value among all entries, a scalar. The derivative goes to its first place, and is 0 at zero.</summary>
    /// <param name="argument">An expression with at least one entry.</param>
    /// <exception cref="ShapeException">There is no entry.</exception>
    public static Expr NormInfinity(Expr argument) => Max(Abs(argument));

    /// <summary>The sum of the products of corresponding entries, ⟨a, b⟩, a scalar.</summary>
    /// <param name="left">a.</param>
    /// <param name="right">b, of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Expr Dot(Expr left, Expr right) => Sum(new Multiply().Apply(left, right));

    /// <summary>log Σ eᵃ along an axis.</summary>
    /// <param name="argument">a, with at least one entry along the axis.</param>
    /// <param name="axis">The axis; the last if left out.</param>
    /// <param name="keepAxis">Whether it stays, with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or no entry along it.</exception>
    public static Expr LogSumExp(Expr argument, int axis = -1, bool keepAxis = false) => AlongAxis(argument, axis, keepAxis, static axis => new LogSumExp(axis));

    /// <summary>eᵃ / Σ eᵃ along an axis.</summary>
    /// <param name="argument">a.</param>
    /// <param name="axis">The axis; the last if left out.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Expr Softmax(Expr argument, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return new Softmax(Axis(argument.Shape, axis)).Apply(argument);
    }

    /// <summary>a − log Σ eᵃ along an axis, the logarithm of the softmax.</summary>
    /// <param name="argument">a.</param>
    /// <param name="axis">The axis; the last if left out.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Expr LogSoftmax(Expr argument, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return new LogSoftmax(Axis(argument.Shape, axis)).Apply(argument);
    }

    /// <summary>The cross-entropy −Σ target · log softmax(logits) summed over all rows, a scalar. The last axis holds the classes.</summary>
    /// <param name="logits">Rows of logits.</param>
    /// <param name="target">Rows of weights ≥ 0 of the same shape; they need not sum to one.</param>
    /// <exception cref="ShapeException">The shapes differ, or there is no class.</exception>
    public static Expr CrossEntropy(Expr logits, Expr target)
    {
        Expr rows = CrossEntropyOfRows(logits, target);
        return rows.Shape.Rank == 0 ? rows : Sum(rows);
    }

    /// <summary>The cross-entropy −Σ target · log softmax(logits) of each row. The last axis holds the classes.</summary>
    /// <param name="logits">Rows of logits.</param>
    /// <param name="target">Rows of weights ≥ 0 of the same shape; they need not sum to one.</param>
    /// <returns>One number a row: the shape without the last axis.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there is no class.</exception>
    public static Expr CrossEntropyOfRows(Expr logits, Expr target) => new CrossEntropyOfRows().Apply(logits, target);

    /// <summary>The negative log likelihood −Σ target · log p over all entries, a scalar. Where the target is 0 an entry counts as nothing and has no derivative, even where p is 0.</summary>
    /// <param name="probabilities">p, above 0 where the target is not 0.</param>
    /// <param name="target">Weights ≥ 0 of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Expr NegativeLogLikelihood(Expr probabilities, Expr target) => -Sum(new ProductWithLog().Apply(target, probabilities));

    /// <summary>An axis counted from the outermost, of one that may be counted from behind.</summary>
    private static int Axis(Shape shape, int axis)
    {
        int counted = axis < 0 ? axis + shape.Rank : axis;
        return counted >= 0 && counted < shape.Rank
            ? counted
            : throw new ShapeException(shape.Rank == 0
                ? $"There is no axis {axis}: the shape is {shape}."
                : $"There is no axis {axis} in shape {shape}: its axes are 0 to {shape.Rank - 1}, or −1 to −{shape.Rank} from behind.");
    }

    private static Shape Reduced(Shape shape, IReadOnlyList<int> axes, bool keepAxes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        HashSet<int> chosen = [];
        foreach (int axis in axes)
        {
            if (!chosen.Add(Axis(shape, axis)))
            {
                throw new ShapeException($"Axis {axis} of shape {shape} is named twice.");
            }
        }

        return keepAxes
            ? [.. shape.Select((length, axis) => chosen.Contains(axis) ? 1 : length)]
            : [.. shape.Where((_, axis) => !chosen.Contains(axis))];
    }

    private static Expr AlongAxis(Expr argument, int axis, bool keepAxis, Func<int, Primitive> primitive)
    {
        ArgumentNullException.ThrowIfNull(argument);
        int counted = Axis(argument.Shape, axis);
        Expr result = primitive(counted).Apply(argument);
        return keepAxis ? Reshape(result, argument.Shape.With(counted, 1)) : result;
    }
}
