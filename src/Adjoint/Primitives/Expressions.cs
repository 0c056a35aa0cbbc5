using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <summary>
/// The functions that expressions are written with: <c>using static Adjoint.Primitives.Expressions;</c>. Arithmetic is written
/// with operators and broadcasts as numpy does.
/// </summary>
public static partial class Expressions
{
    extension(Expr)
    {
        /// <summary>Sum entry by entry.</summary>
        public static Expr operator +(Expr left, Expr right) => Binary(new Add(), left, right);

        /// <summary>Sum with a number.</summary>
        public static Expr operator +(Expr left, double right) => left + new Constant(right);

        /// <summary>Sum with a number.</summary>
        public static Expr operator +(double left, Expr right) => new Constant(left) + right;

        /// <summary>Difference entry by entry.</summary>
        public static Expr operator -(Expr left, Expr right) => Binary(new Subtract(), left, right);

        /// <summary>Difference with a number.</summary>
        public static Expr operator -(Expr left, double right) => left - new Constant(right);

        /// <summary>Difference with a number.</summary>
        public static Expr operator -(double left, Expr right) => new Constant(left) - right;

        /// <summary>Negative.</summary>
        public static Expr operator -(Expr argument) => new Negate().Apply(argument);

        /// <summary>Product entry by entry.</summary>
        public static Expr operator *(Expr left, Expr right) => Binary(new Multiply(), left, right);

        /// <summary>Product with a number.</summary>
        public static Expr operator *(Expr left, double right) => left * new Constant(right);

        /// <summary>Product with a number.</summary>
        public static Expr operator *(double left, Expr right) => new Constant(left) * right;

        /// <summary>Quotient entry by entry.</summary>
        public static Expr operator /(Expr left, Expr right) => Binary(new Divide(), left, right);

        /// <summary>Quotient with a number.</summary>
        public static Expr operator /(Expr left, double right) => left / new Constant(right);

        /// <summary>Quotient with a number.</summary>
        public static Expr operator /(double left, Expr right) => new Constant(left) / right;
    }

    /// <summary>max(a, 0) entry by entry.</summary>
    /// <param name="argument">a.</param>
    public static Expr Relu(Expr argument) => new Relu().Apply(argument);

    /// <summary>a² entry by entry.</summary>
    /// <param name="argument">a.</param>
    public static Expr Square(Expr argument) => new Square().Apply(argument);

    /// <summary>The sum of all entries, a scalar.</summary>
    /// <param name="argument">Any expression.</param>
    public static Expr Sum(Expr argument) => new SumTo(Shape.Scalar).Apply(argument);

    /// <summary>The mean of all entries, a scalar.</summary>
    /// <param name="argument">An expression with at least one entry.</param>
    public static Expr Mean(Expr argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument.Shape.Size > 0 ? Sum(argument) * (1.0 / argument.Shape.Size) : throw new ShapeException($"The mean of nothing is not defined; the shape is {argument.Shape}.");
    }

    /// <summary>The sum of the squares of all entries, ‖a‖², a scalar.</summary>
    /// <param name="argument">Any expression.</param>
    public static Expr SumOfSquares(Expr argument) => Sum(Square(argument));

    /// <summary>Repeats a value to a larger shape by numpy's rule.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="shape">The shape to reach.</param>
    public static Expr BroadcastTo(Expr argument, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument.Shape == shape ? argument : new Broadcast(shape).Apply(argument);
    }

    /// <summary>The same entries in C order under another shape.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="shape">A shape with as many entries.</param>
    public static Expr Reshape(Expr argument, Shape shape) => new Reshape(shape).Apply(argument);

    /// <summary>Reverses every axis.</summary>
    /// <param name="argument">The value.</param>
    public static Expr Flip(Expr argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return new Flip([.. Enumerable.Range(0, argument.Shape.Rank)]).Apply(argument);
    }

    /// <summary>Puts zeros around a value.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="before">Zeros in front, one count for each axis.</param>
    /// <param name="after">Zeros behind, one count for each axis.</param>
    public static Expr Pad(Expr argument, Shape before, Shape after) => new Pad(before, after).Apply(argument);

    /// <summary>Drops a margin.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="before">Entries dropped in front, one count for each axis.</param>
    /// <param name="after">Entries dropped behind, one count for each axis.</param>
    public static Expr Crop(Expr argument, Shape before, Shape after) => new Crop(before, after).Apply(argument);

    private static Expr Binary(ElementwisePrimitive primitive, Expr left, Expr right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Shape shape = Broadcasting.Common(left.Shape, right.Shape);
        return primitive.Apply(BroadcastTo(left, shape), BroadcastTo(right, shape));
    }
}
