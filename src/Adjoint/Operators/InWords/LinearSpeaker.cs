using System.Globalization;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Operators.InWords;

/// <summary>Says a linear graph node by node, from the argument on. Numbers come out in front of all that is applied to one thing.</summary>
internal sealed class LinearSpeaker
{
    private const int Longest = 20_000;

    private readonly Dictionary<Expr, Said> _said;
    private readonly GivenText _given = new();

    /// <summary>Begins with the argument.</summary>
    public LinearSpeaker(Variable argument, string called) =>
        _said = new() { [argument] = new Said(1, new Phrase(called, Closure.Closed, argument), false) };

    /// <summary>The description of an expression that has been said; nothing if there is no convolution in it.</summary>
    public ConvolutionDescription? Description(Expr linear)
    {
        Said said = _said[linear];
        return said.IsWorthSaying ? new ConvolutionDescription(Times(said.Factor, said.Phrase, inside: false), Scaled(said)) : null;
    }

    /// <summary>Says one node; what it is computed from has been said before.</summary>
    public void Say(Application node, BilinearStep? step)
    {
        Said said = step is not null ? Convolved(node, step) : node.Primitive switch
        {
            Add => Sum(node, 1),
            Subtract => Sum(node, -1),
            Negate => Inner(node) with { Factor = -Inner(node).Factor },
            Multiply => Product(node),
            Reshape => Inner(node) with { Phrase = Reshaped(node, Inner(node).Phrase) },
            Gate => Through(node, (inner, application) => $"{inner.Enclosed} where {_given.Of(Opened(application.Arguments[1])).Text} > 0, else 0", Closure.Open),
            Divide => Through(node, (inner, application) => $"{inner.Enclosed} divided by {_given.Of(application.Arguments[1]).Enclosed}", Closure.Open),
            Flip flip when flip.Axes.Count == node.Shape.Rank => Through(node, (inner, _) => $"flip({inner.Text})", Closure.Closed),
            Broadcast => Through(node, (inner, application) => $"{inner.Enclosed} repeated to {application.Shape}", Closure.Open),
            SumTo { Target.Rank: 0 } => Through(node, (inner, _) => $"sum of all entries of {inner.Enclosed}", Closure.Noun),
            Transpose { Attributes: "" } => Through(node, (inner, _) => $"transpose of {inner.Enclosed}", Closure.Noun),
            _ => Called(node),
        };
        _said[node] = said.Phrase.Text.Length <= Longest ? said : said with { Phrase = said.Phrase with { Text = "…", Closure = Closure.Closed } };
    }

    private Said Convolved(Application node, BilinearStep step)
    {
        Said argument = _said[step.Argument];
        Phrase phrase = StepSpeaker.Say(step.Form, step.Written, argument.Phrase, _given.Of(step.Fixed));
        return new Said(argument.Factor, phrase with { Expression = StepSpeaker.Shaped(phrase.Expression, node.Shape) }, true);
    }

    private Said Sum(Application node, double sign)
    {
        if (!_said.TryGetValue(node.Arguments[0], out Said? left) || !_said.TryGetValue(node.Arguments[1], out Said? right))
        {
            // The other is zero.
            return left is not null ? left : _said[node.Arguments[1]] with { Factor = sign * _said[node.Arguments[1]].Factor };
        }

        double factor = sign * right.Factor;
        string text = $"{Times(left.Factor, left.Phrase, inside: true)} {(factor < 0 ? "minus" : "plus")} {Times(Math.Abs(factor), right.Phrase, inside: true)}";
        Expr second = Scaled(right with { Factor = Math.Abs(factor) });
        Expr sum = factor < 0 ? Scaled(left) - second : Scaled(left) + second;
        return new Said(1, new Phrase(text, Closure.Open, sum), left.IsWorthSaying || right.IsWorthSaying);
    }

    private Said Product(Application node)
    {
        bool first = _said.ContainsKey(node.Arguments[0]);
        Said inner = _said[node.Arguments[first ? 0 : 1]];
        Expr given = node.Arguments[first ? 1 : 0];
        if (Number(given) is double number)
        {
            return inner with { Factor = inner.Factor * number };
        }

        // Over no axes a convolution is a product.
        bool isConvolution = node.Shape.Rank == 0;
        bool isScaling = isConvolution || given is Application { Primitive: Broadcast, Arguments: [{ Shape.Size: 1 }] };
        string text = isScaling ? $"{_given.Of(given).Enclosed} times {inner.Phrase.Enclosed}" : $"entrywise product of {_given.Of(given).Enclosed} with {inner.Phrase.Enclosed}";
        Expr expression = Origin(given) * inner.Phrase.Expression;
        expression = expression.Shape == node.Shape ? expression : given * inner.Phrase.Expression;
        return new Said(inner.Factor, new Phrase(text, isScaling ? Closure.Open : Closure.Noun, expression), inner.IsWorthSaying || isConvolution);
    }

    private Said Through(Application node, Func<Phrase, Application, string> text, Closure closure)
    {
        Said inner = Inner(node);
        return inner with { Phrase = new Phrase(text(inner.Phrase, node), closure, Rebuilt(node, inner)) };
    }

    /// <summary>Any other linear operation, as a call.</summary>
    private Said Called(Application node)
    {
        Said[] inner = [.. node.Arguments.Where(_said.ContainsKey).Select(argument => _said[argument])];
        bool isAlone = inner.Length == 1;
        double factor = isAlone ? inner[0].Factor : 1;
        string[] parts =
        [
            .. node.Arguments.Select(argument => _said.TryGetValue(argument, out Said? said) ? Times(isAlone ? 1 : said.Factor, said.Phrase, inside: true) : _given.Of(argument).Text),
        ];
        string attributes = node.Primitive.Attributes, name = node.Primitive.Name;
        Expr expression = node.Primitive.Apply(
            [.. node.Arguments.Select(argument => _said.TryGetValue(argument, out Said? said) ? (isAlone ? said.Phrase.Expression : Scaled(said)) : argument)]);
        Phrase phrase = new($"{name}({string.Join(", ", parts)}{(attributes.Length == 0 ? "" : ", ")}{attributes})", Closure.Closed, expression);
        return new Said(factor, phrase, inner.Any(said => said.IsWorthSaying));
    }

    private static Phrase Reshaped(Application node, Phrase inner)
    {
        Expr expression = StepSpeaker.Shaped(inner.Expression, node.Shape);
        bool isSilent = node.Shape.Where(length => length != 1).SequenceEqual(node.Arguments[0].Shape.Where(length => length != 1));
        return isSilent ? inner with { Expression = expression } : new Phrase($"{inner.Enclosed} reshaped to {node.Shape}", Closure.Open, expression);
    }

    private Expr Rebuilt(Application node, Said inner) => node.Primitive.Apply([.. node.Arguments.Select(argument => _said.ContainsKey(argument) ? inner.Phrase.Expression : argument)]);

    private Said Inner(Application node) => _said[node.Arguments.First(_said.ContainsKey)];

    /// <summary>A rectified value is positive where the value is.</summary>
    private static Expr Opened(Expr given) => given is Application { Primitive: Relu } rectified ? rectified.Arguments[0] : given;

    private static Expr Origin(Expr given) => given is Application { Primitive: Broadcast } repeated ? repeated.Arguments[0] : given;

    private static double? Number(Expr given) => Origin(given) is Constant { Shape.Size: 1 } constant ? constant.Value.Span[0] : null;

    private static Expr Scaled(Said said) => said.Factor switch
    {
        1 => said.Phrase.Expression,
        -1 => -said.Phrase.Expression,
        _ => said.Factor * said.Phrase.Expression,
    };

    private static string Times(double factor, Phrase phrase, bool inside)
    {
        string minus = factor < 0 ? "minus " : "", number = Math.Abs(factor).ToString("R", CultureInfo.InvariantCulture);
        string text = !inside && phrase.Closure == Closure.Noun ? $"the {phrase.Text}" : phrase.Enclosed;
        return factor switch
        {
            1 => inside ? phrase.Enclosed : phrase.Text,
            -1 => $"{minus}{text}",
            _ => $"{minus}{number} times {text}",
        };
    }

    /// <summary>What has been said of a node.</summary>
    /// <param name="Factor">The number in front.</param>
    /// <param name="Phrase">What it multiplies.</param>
    /// <param name="IsWorthSaying">Whether a convolution is in it.</param>
    private sealed record Said(double Factor, Phrase Phrase, bool IsWorthSaying);
}
