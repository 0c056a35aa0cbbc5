using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Tests.Laws;

/// <summary>A primitive that behaves as another one. What derives from it lies in one rule, so that the laws can be seen to notice.</summary>
public abstract record Wrapper(Primitive Inner) : Primitive
{
    public override string Name => Inner.Name;

    public override int Arity => Inner.Arity;

    public override bool IsJointlyLinear => Inner.IsJointlyLinear;

    public override Shape ResultShape(IReadOnlyList<Shape> arguments) => Inner.ResultShape(arguments);

    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result) => Inner.Reference(arguments, result);

    public override Dependence DependenceOn(int argument) => Inner.DependenceOn(argument);

    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments) => Inner.KinkAt(arguments);

    public override Expr Tangent(Application at, int argument, Expr tangent) => Inner.Tangent(Genuine(at), argument, tangent);

    public override Expr Adjoint(Application at, int argument, Expr cotangent) => Inner.Adjoint(Genuine(at), argument, cotangent);

    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments) => Inner.Facts(arguments);

    /// <summary>The application without the wrapper.</summary>
    protected Application Genuine(Application at) => (Application)Inner.Apply([.. at.Arguments]);
}

/// <summary>A primitive whose adjoint is another one than its own.</summary>
/// <param name="Inner">The primitive.</param>
/// <param name="Rule">The wrong rule: application, argument, cotangent.</param>
public sealed record MutatedAdjoint(Primitive Inner, Func<Application, int, Expr, Expr> Rule) : Wrapper(Inner)
{
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => Rule(Genuine(at), argument, cotangent);
}

/// <summary>A primitive whose tangent is another one than its own.</summary>
/// <param name="Inner">The primitive.</param>
/// <param name="Rule">The wrong rule: application, argument, tangent.</param>
public sealed record MutatedTangent(Primitive Inner, Func<Application, int, Expr, Expr> Rule) : Wrapper(Inner)
{
    public override Expr Tangent(Application at, int argument, Expr tangent) => Rule(Genuine(at), argument, tangent);
}

/// <summary>A primitive that declares more than holds.</summary>
/// <param name="Inner">The primitive.</param>
/// <param name="Rule">What it declares instead of its facts.</param>
public sealed record LyingFacts(Primitive Inner, Func<PrimitiveFacts, PrimitiveFacts> Rule) : Wrapper(Inner)
{
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments) => Rule(Inner.Facts(arguments));
}

/// <summary>A primitive that claims another dependence on its arguments, or to be jointly linear, than holds.</summary>
/// <param name="Inner">The primitive.</param>
/// <param name="Dependence">What it claims of each argument.</param>
/// <param name="Joint">What it claims of all.</param>
public sealed record LyingDependence(Primitive Inner, Dependence Dependence, bool Joint) : Wrapper(Inner)
{
    public override bool IsJointlyLinear => Joint;

    public override Dependence DependenceOn(int argument) => Dependence;
}

/// <summary>A primitive whose fast path gets one entry wrong.</summary>
/// <param name="Inner">The primitive.</param>
/// <param name="Entry">Which entry.</param>
/// <param name="Factor">What it is multiplied by.</param>
public sealed record BrokenKernel(Primitive Inner, int Entry, double Factor) : Wrapper(Inner)
{
    public override LayoutRule Layouts => LayoutRule.RowMajor;

    public override void Execute<T>(in KernelCall<T> call)
    {
        base.Execute(call);
        call.Result.Span[Entry] *= T.CreateTruncating(Factor);
    }
}

/// <summary>A primitive with another shape rule than its own.</summary>
/// <param name="Inner">The primitive.</param>
/// <param name="Rule">What becomes of the true shape.</param>
public sealed record MutatedShape(Primitive Inner, Func<Shape, Shape> Rule) : Wrapper(Inner)
{
    public override Shape ResultShape(IReadOnlyList<Shape> arguments) => Rule(Inner.ResultShape(arguments));
}
