using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Shaping;
using static Adjoint.Primitives.Expressions;
using FlipPrimitive = Adjoint.Primitives.Shaping.Flip;
using ReshapePrimitive = Adjoint.Primitives.Shaping.Reshape;

namespace Adjoint.Language.Binding;

/// <summary>Every function of the language, and the function of the library that it is. Where two write one expression, the first is taken.</summary>
internal static class FunctionTable
{
    /// <summary>The functions.</summary>
    public static IReadOnlyList<LanguageFunction> All { get; } =
    [
        Convolution("conv", Convolve),
        Convolution("corr", Correlate),
        One("sumsq", SumOfSquares, node => Inner(Inner(node))),
        One("mean", Mean, node => Inner(Inner(node))),
        One("sum", Sum),
        One("relu", Relu),
        One("square", Square),
        One("transpose", Transpose),
        One("flip", Flip),
        new("reshape", ["e", "shape"], 2, call => Reshape(call.Expression(0), call.Shape(1)), ProposeReshape),
    ];

    private static readonly Dictionary<string, LanguageFunction> ByName = All.ToDictionary(function => function.Name);

    /// <summary>The names of the functions.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The function of a name, or nothing.</summary>
    public static LanguageFunction? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>A function of one expression, which is found in what it builds by <paramref name="find"/>: the first argument, if left out.</summary>
    private static LanguageFunction One(string name, Func<Expr, Expr> build, Func<Expr, Expr?>? find = null) => new(
        name, ["e"], 1, call => build(call.Expression(0)), node => (find ?? Inner)(node) is Expr inner ? [new([inner], "", () => build(inner))] : []);

    private static LanguageFunction Convolution(string name, Func<Expr, Expr, Boundary, Expr> build) => new(
        name, ["w", "y", "boundary"], 2, call => build(call.Expression(0), call.Expression(1), call.Boundary(2)), node => ProposeConvolution(node, build));

    private static IEnumerable<Proposal> ProposeConvolution(Application node, Func<Expr, Expr, Boundary, Expr> build)
    {
        if (node.Primitive is not ReshapePrimitive || node.Arguments[0] is not Application { Primitive: Correlation } correlation)
        {
            yield break;
        }

        Expr? kernel = correlation.Arguments[0], signal = correlation.Arguments[1];
        kernel = Inner(kernel is Application { Primitive: FlipPrimitive } ? Inner(kernel) : kernel);
        signal = Inner(signal is Application { Primitive: Extend } ? Inner(signal) : signal);
        if (kernel is null || signal is null)
        {
            yield break;
        }

        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            string suffix = boundary == Boundary.Valid ? "" : boundary.ToString().ToLowerInvariant();
            yield return new Proposal([kernel, signal], suffix, () => build(kernel, signal, boundary));
        }
    }

    private static IEnumerable<Proposal> ProposeReshape(Application node) => node.Primitive is ReshapePrimitive { Target.Rank: > 0 } reshape
        ? [new(node.Arguments, reshape.Attributes, () => Reshape(node.Arguments[0], reshape.Target))]
        : [];

    private static Expr? Inner(Expr? node) => node?.Arguments is [Expr first, ..] ? first : null;
}
