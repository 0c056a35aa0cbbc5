using System.Globalization;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using static Adjoint.Primitives.Expressions;
using FlipPrimitive = Adjoint.Primitives.Shaping.Flip;
using HuberPrimitive = Adjoint.Primitives.Elementwise.Huber;
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
        One("norm1", Norm1, node => Inner(Inner(node))),
        One("norm2", Norm2),
        One("norminf", NormInfinity, node => Inner(Inner(node))),
        One("max", Max),
        One("min", Min),
        new("dot", ["a", "b"], 2, call => Dot(call.Expression(0), call.Expression(1)), ProposeDot),
        Two("maximum", "a", "b", Maximum),
        Two("minimum", "a", "b", Minimum),
        One("relu", Relu),
        One("abs", Abs),
        One("square", Square),
        One("sqrt", Sqrt),
        One("exp", Exp),
        One("log", Log),
        One("logistic", Softplus),
        One("sigmoid", Sigmoid),
        One("tanh", Tanh),
        new("huber", ["e", "δ"], 1, call => 2 * Huber(call.Expression(0), call.PositiveNumber(1, 1)), ProposeHuber),
        AlongRows("logsumexp", e => LogSumExp(e)),
        AlongRows("softmax", e => Softmax(e)),
        AlongRows("logsoftmax", e => LogSoftmax(e)),
        Likelihood("crossentropy", "logits", CrossEntropy),
        Likelihood("nll", "p", NegativeLogLikelihood),
        One("transpose", Transpose),
        One("flip", Flip),
        new("reshape", ["e", "shape"], 2, call => Reshape(call.Expression(0), call.Shape(1)), ProposeReshape),

        // Last, because many of the others end with a sum.
        One("sum", Sum),
    ];

    private const int DeepestComposition = 5, WidestComposition = 6;

    private static readonly Dictionary<string, LanguageFunction> ByName = All.ToDictionary(function => function.Name);

    /// <summary>The names of the functions.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The function of a name, or nothing.</summary>
    public static LanguageFunction? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>A function of one expression, which is found in what it builds by <paramref name="find"/>: the first argument, if left out.</summary>
    private static LanguageFunction One(string name, Func<Expr, Expr> build, Func<Expr, Expr?>? find = null) => new(
        name, ["e"], 1, call => build(call.Expression(0)), node => (find ?? Inner)(node) is Expr inner ? [new([inner], "", () => build(inner))] : []);

    /// <summary>A function of two expressions that broadcast, which are found as they were before.</summary>
    private static LanguageFunction Two(string name, string first, string second, Func<Expr, Expr, Expr> build) => new(
        name, [first, second], 2, call => build(call.Expression(0), call.Expression(1)), node => ProposePair(node, build));

    /// <summary>A function along the last axis, whose argument lies below at most a few steps.</summary>
    private static LanguageFunction AlongRows(string name, Func<Expr, Expr> build) => new(
        name, ["e"], 1, call => build(call.Expression(0)), node => Below(node).Select(inner => new Proposal([inner], "", () => build(inner))));

    /// <summary>A loss of predictions and targets, whose arguments lie below at most a few steps.</summary>
    private static LanguageFunction Likelihood(string name, string predictions, Func<Expr, Expr, Expr> build) => new(
        name,
        [predictions, "target"],
        2,
        call => build(call.Expression(0), call.Target(1)),
        node => node.Shape.Rank > 0 ? [] : Below(node).SelectMany(first => Below(node).Select(second => new Proposal([first, second], "", () => build(first, second)))));

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

        // Of two that change places freely, a flipped one comes first.
        bool swaps = signal is Application { Primitive: FlipPrimitive } && kernel is not Application { Primitive: FlipPrimitive };
        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            string suffix = boundary == Boundary.Valid ? "" : boundary.ToString().ToLowerInvariant();
            if (swaps && (boundary is Boundary.Valid or Boundary.Full))
            {
                yield return new Proposal([signal, kernel], suffix, () => build(signal, kernel, boundary));
            }

            yield return new Proposal([kernel, signal], suffix, () => build(kernel, signal, boundary));
        }
    }

    private static IEnumerable<Proposal> ProposeReshape(Application node) => node.Primitive is ReshapePrimitive { Target.Rank: > 0 } reshape
        ? [new(node.Arguments, reshape.Attributes, () => Reshape(node.Arguments[0], reshape.Target))]
        : [];

    private static IEnumerable<Proposal> ProposeHuber(Application node)
    {
        if (node.Primitive is Multiply && node.Arguments[1] is Application { Primitive: HuberPrimitive huber } application)
        {
            string suffix = huber.Delta == 1 ? "" : huber.Delta.ToString("R", CultureInfo.InvariantCulture);
            yield return new Proposal(application.Arguments, suffix, () => 2 * Huber(application.Arguments[0], huber.Delta));
        }
    }

    /// <summary>Nothing is broadcast within a dot product, so what is was a sum of a product.</summary>
    private static IEnumerable<Proposal> ProposeDot(Application node) =>
        Inner(node)?.Arguments is [Expr left, Expr right] && left is not Application { Primitive: Broadcast } && right is not Application { Primitive: Broadcast }
            ? [new([left, right], "", () => Dot(left, right))]
            : [];

    private static IEnumerable<Proposal> ProposePair(Application node, Func<Expr, Expr, Expr> build) =>
        node.Arguments is [Expr left, Expr right]
            ? Origins(left).SelectMany(first => Origins(right).Select(second => new Proposal([first, second], "", () => build(first, second))))
            : [];

    private static IEnumerable<Expr> Origins(Expr operand) => operand is Application { Primitive: Broadcast } repeated ? [repeated.Arguments[0], operand] : [operand];

    /// <summary>The expressions that lie below, nearest first, as deep as the library's compositions are.</summary>
    private static IEnumerable<Expr> Below(Expr node)
    {
        IReadOnlyList<Expr> level = node.Arguments;
        for (int depth = 0; depth < DeepestComposition && level.Count > 0; depth++)
        {
            foreach (Expr each in level)
            {
                yield return each;
            }

            level = [.. level.SelectMany(each => each.Arguments).Distinct().Take(WidestComposition)];
        }
    }

    private static Expr? Inner(Expr? node) => node?.Arguments is [Expr first, ..] ? first : null;
}
