using Adjoint.Graph;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Language.Binding;

/// <summary>Every function of the language, and the function of the library that it is.</summary>
internal static class FunctionTable
{
    /// <summary>The functions.</summary>
    public static IReadOnlyList<LanguageFunction> All { get; } =
    [
        new("conv", ["w", "y", "boundary"], 2, call => Convolve(call.Expression(0), call.Expression(1), call.Boundary(2))),
        new("corr", ["w", "y", "boundary"], 2, call => Correlate(call.Expression(0), call.Expression(1), call.Boundary(2))),
        One("sum", Sum),
        One("mean", Mean),
        One("sumsq", SumOfSquares),
        One("relu", Relu),
        One("square", Square),
        One("flip", Flip),
        new("reshape", ["e", "shape"], 2, call => Reshape(call.Expression(0), call.Shape(1))),
    ];

    private static readonly Dictionary<string, LanguageFunction> ByName = All.ToDictionary(function => function.Name);

    /// <summary>The names of the functions.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The function of a name, or nothing.</summary>
    public static LanguageFunction? Find(string name) => ByName.GetValueOrDefault(name);

    private static LanguageFunction One(string name, Func<Expr, Expr> build) => new(name, ["e"], 1, call => build(call.Expression(0)));
}
