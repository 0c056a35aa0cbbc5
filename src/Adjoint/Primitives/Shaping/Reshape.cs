using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>The same entries in C order under another shape: <c>[a b c d] → [[a b] [c d]]</c>. An isometry; its adjoint reshapes back.</summary>
/// <param name="Target">The shape to reach, with as many entries.</param>
public sealed record Reshape(Shape Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "reshape";

    /// <inheritdoc/>
    public override string Formula => "r = a, entries in C order under another shape";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override string Attributes => Target.Rank == 0 ? "1" : Target.ToString().Replace('×', 'x');

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments[0].Size == Target.Size
            ? Target
            : throw new ShapeException($"Shape {arguments[0]} has {arguments[0].Size} entries and cannot become {Target}, which has {Target.Size}.");
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        arguments[0].Span.CopyTo(result.Span);
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call) => call.Arguments[0].Span.CopyTo(call.Result.Span);

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new Reshape(at.Arguments[0].Shape).Apply(cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return PrimitiveFacts.Selection(arguments[0], hasZeros: false, 1, "a permutation of coordinates");
    }
}
