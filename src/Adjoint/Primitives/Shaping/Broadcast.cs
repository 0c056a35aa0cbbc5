using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>
/// Repeats a value along new leading axes and along axes of length 1: <c>[a b] → [[a b] [a b]]</c>. Shapes are matched from the last axis,
/// as numpy does. Linear; its adjoint is <see cref="SumTo"/>, since what was copied must be added up.
/// </summary>
/// <param name="Target">The shape to reach.</param>
public sealed record Broadcast(Shape Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "broadcast";

    /// <inheritdoc/>
    public override string Formula => "r[i] = a[i′], i′ being i without its leading axes, and 0 along axes where a has length 1";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override LayoutRule Layouts => LayoutRule.Strided;

    /// <inheritdoc/>
    public override string Attributes => Target.ToString();

    internal override Notation Notation => Notation.Silent;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Broadcasting.Check(arguments[0], Target);
        return Target;
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        foreach (int[] index in MultiIndex.Of(Target))
        {
            result[index] = arguments[0][Broadcasting.SourceIndex(index, arguments[0].Shape)];
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call)
    {
        BroadcastReader reader = new(call.Arguments[0].Shape, call.Arguments[0].Layout, call.Result.Shape, call.Result.Layout);
        reader.Read<T>(call.Arguments[0].Span, 0, call.Result.Span);
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new SumTo(at.Arguments[0].Shape).Apply(cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        double copies = (double)Target.Size / Math.Max(1, arguments[0].Shape.Size);
        return PrimitiveFacts.Selection(arguments[0], hasZeros: false, Math.Sqrt(copies) * (1 + 1e-15), "every entry is copied equally often");
    }
}

/// <summary>
/// Adds up along leading axes and along axes that become 1: <c>[[a b] [c d]] → [a+c b+d]</c>. Linear; the adjoint of <see cref="Broadcast"/>, which is its adjoint in turn.
/// </summary>
/// <param name="Target">The shape to reach; it must broadcast to the argument's.</param>
public sealed record SumTo(Shape Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => Target.Rank == 0 ? "sum" : "sumto";

    /// <inheritdoc/>
    public override string Formula => "r[i′] = Σ a[i] over all i that a broadcast of r to the shape of a reads at i′";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override LayoutRule Layouts => LayoutRule.Strided;

    /// <inheritdoc/>
    public override string Attributes => Target.Rank == 0 ? "" : Target.ToString();

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Broadcasting.Check(Target, arguments[0]);
        return Target;
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        foreach (int[] index in MultiIndex.Of(arguments[0].Shape))
        {
            result[Broadcasting.SourceIndex(index, Target)] += arguments[0][index];
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call)
    {
        StridedAxes axes = new(call.Result.Shape, call.Result.Layout, call.Arguments[0].Shape, call.Arguments[0].Layout);
        StridedSum.Execute<T>(axes, call.Arguments[0].Span, call.Result.Span);
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new Broadcast(at.Arguments[0].Shape).Apply(cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        long terms = arguments[0].Shape.Size / Math.Max(1, Target.Size);
        return new(
            arguments[0].Range.Sum(terms, terms),
            arguments[0].Degree,
            Curvature.Affine,
            [InArgument.LinearWith(Interval.Point(1), Math.Sqrt(terms) * (1 + 1e-15))],
            "Cauchy–Schwarz: a sum of n terms has norm √n");
    }
}
