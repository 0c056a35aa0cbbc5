using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Graph;

/// <summary>
/// One operation with all its rules: shape, reference, kernel, linearisation or adjoint, and facts. Deriving from this
/// class is all it takes to add an operation, inside the library or outside it.
/// </summary>
/// <remarks>
/// <para>Primitives are immutable records: the attributes of an operation (a stride, a boundary) are its properties, and
/// two primitives with equal attributes are equal, which lets a plan merge equal sub-expressions.</para>
/// <para>The calculus needs only three rules. A primitive that is linear in an argument states <see cref="Adjoint"/>; a
/// nonlinear one states <see cref="Tangent"/>, written with primitives that are linear in the tangent; one that is
/// locally constant states neither.</para>
/// </remarks>
public abstract record Primitive
{
    /// <summary>The name in text: <c>relu</c>, <c>correlate</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The number of arguments.</summary>
    public abstract int Arity { get; }

    /// <summary>
    /// The forward formula in one line, for the table of primitives: r is the result, the arguments are a, b, … in order, as in
    /// <c>r = max(a, 0)</c>. The call by name where nothing is said.
    /// </summary>
    public virtual string Formula => $"r = {Name}({string.Join(", ", Enumerable.Range(0, Arity).Select(i => (char)('a' + i)))})";

    /// <summary>
    /// Whether the result is linear in all arguments together, as a sum is. A product is linear in each argument only
    /// and answers false. With one argument the two mean the same.
    /// </summary>
    public virtual bool IsJointlyLinear => Arity == 1 && DependenceOn(0) == Dependence.Linear;

    /// <summary>Which layouts the kernel reads and writes.</summary>
    public virtual LayoutRule Layouts => LayoutRule.RowMajor;

    /// <summary>Shape rule: the shape of the result.</summary>
    /// <param name="arguments">The shapes of the arguments; there are <see cref="Arity"/> of them.</param>
    /// <exception cref="ShapeException">The shapes do not fit; the message says which and what would.</exception>
    public abstract Shape ResultShape(IReadOnlyList<Shape> arguments);

    /// <summary>Reference rule: the plain loop in float64, written to be obviously right; every other path is held to it.</summary>
    /// <param name="arguments">The arguments' values.</param>
    /// <param name="result">Zeros of the result's shape, to be filled.</param>
    public abstract void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result);

    /// <summary>How the result depends on one argument.</summary>
    /// <param name="argument">Which argument, from 0.</param>
    public abstract Dependence DependenceOn(int argument);

    /// <summary>
    /// Linearisation rule: the directional derivative with respect to one argument, as an expression that is linear in <paramref name="tangent"/>.
    /// Where the primitive is linear in the argument and not jointly linear in several, this is the primitive itself with the tangent put in.
    /// </summary>
    /// <param name="at">The application that is linearised: its arguments, and itself as the result.</param>
    /// <param name="argument">Which argument moves.</param>
    /// <param name="tangent">The direction, of that argument's shape.</param>
    public virtual Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        if (DependenceOn(argument) != Dependence.Linear || (IsJointlyLinear && Arity > 1))
        {
            throw new InvalidOperationException($"Primitive '{Name}' must state its linearisation in argument {argument}.");
        }

        Expr[] arguments = [.. at.Arguments];
        arguments[argument] = tangent;
        return Apply(arguments);
    }

    /// <summary>
    /// Adjoint rule: the adjoint of the map from one argument (others fixed) to the result, applied to <paramref name="cotangent"/>.
    /// It satisfies ⟨f(u), ε⟩ = ⟨u, Adjoint(ε)⟩ for every u and ε. Only for arguments in which the primitive is linear.
    /// </summary>
    /// <param name="at">The application; its argument at <paramref name="argument"/> may be used for its shape alone.</param>
    /// <param name="argument">Which argument.</param>
    /// <param name="cotangent">ε, of the result's shape.</param>
    public virtual Expr Adjoint(Application at, int argument, Expr cotangent) =>
        throw new InvalidOperationException($"Primitive '{Name}' is not linear in argument {argument}; it has no adjoint there.");

    /// <summary>
    /// Kink rule: whether the primitive has no derivative at a point, and which one <see cref="Tangent"/> takes there (a subgradient, where the primitive is convex).
    /// Nothing where it is differentiable, as linear primitives are everywhere.
    /// </summary>
    /// <param name="arguments">The arguments' values.</param>
    public virtual Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments) => null;

    /// <summary>Facts rule: what is known of the result from what is known of the arguments.</summary>
    /// <param name="arguments">Shape, range and degree of each argument.</param>
    public abstract PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments);

    /// <summary>The number of elements of working memory that <see cref="Execute"/> needs.</summary>
    /// <param name="arguments">The shapes of the arguments.</param>
    public virtual int ScratchLength(IReadOnlyList<Shape> arguments) => 0;

    /// <summary>
    /// Kernel rule: the fast path. A primitive from outside may leave it out: it then runs through <see cref="Reference"/>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="call">Arguments, result, scratch memory and workers.</param>
    public virtual void Execute<T>(in KernelCall<T> call)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Tensor<double>[] arguments = new Tensor<double>[call.Arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = new Tensor<double>(call.Arguments[i].Shape);
            ReadOnlySpan<T> source = call.Arguments[i].Span;
            for (int j = 0; j < source.Length; j++)
            {
                arguments[i].Span[j] = double.CreateTruncating(source[j]);
            }
        }

        Tensor<double> result = new(call.Result.Shape);
        Reference(arguments, result);
        Span<T> destination = call.Result.Span;
        for (int j = 0; j < destination.Length; j++)
        {
            destination[j] = T.CreateTruncating(result.Span[j]);
        }
    }

    /// <summary>Applies the primitive.</summary>
    /// <param name="arguments">As many expressions as <see cref="Arity"/> says.</param>
    /// <exception cref="ArgumentException">The number of arguments is wrong.</exception>
    /// <exception cref="ShapeException">Their shapes do not fit.</exception>
    public Expr Apply(params ReadOnlySpan<Expr> arguments)
    {
        if (arguments.Length != Arity)
        {
            throw new ArgumentException($"'{Name}' takes {Arity} arguments, not {arguments.Length}.", nameof(arguments));
        }

        Shape[] shapes = new Shape[arguments.Length];
        for (int i = 0; i < shapes.Length; i++)
        {
            shapes[i] = arguments[i].Shape;
        }

        return new Application(this, arguments.ToArray(), ResultShape(shapes));
    }

    /// <summary>How the operation is written: a call by name unless a primitive says otherwise.</summary>
    internal virtual Notation Notation => Notation.Call;

    /// <summary>Attributes that follow the arguments in a call, as in <c>flip(w, axes 0 1)</c>; empty if there are none.</summary>
    public virtual string Attributes => "";

    /// <inheritdoc/>
    public sealed override string ToString() => Attributes.Length == 0 ? Name : $"{Name}[{Attributes}]";
}
