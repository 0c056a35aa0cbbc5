using System.Globalization;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Operators.InWords;

/// <summary>Writes what is fixed: as expressions are written, convolutions by their names, and without the axes of length 1 that come and go around them.</summary>
internal sealed class GivenText
{
    private const int Longest = 2_000;

    private readonly Dictionary<Expr, (string Text, int Precedence)> _texts = [];

    /// <summary>A fixed value as a phrase.</summary>
    public Phrase Of(Expr value)
    {
        foreach (Expr node in GraphTraversal.TopologicalOrder(value))
        {
            if (!_texts.ContainsKey(node))
            {
                (string text, int precedence) = Write(node);
                _texts[node] = text.Length <= Longest ? (text, precedence) : ("…", Notation.Call.Precedence);
            }
        }

        return new Phrase(_texts[value].Text, _texts[value].Precedence == Notation.Call.Precedence ? Closure.Closed : Closure.Open, value);
    }

    private (string Text, int Precedence) Write(Expr node) => node switch
    {
        Variable variable => (variable.Name, Notation.Call.Precedence),
        Constant { Shape.Size: 1 } constant when constant.Value.Span[0] is var number =>
            (number.ToString("R", CultureInfo.InvariantCulture), double.IsNegative(number) ? Notation.Prefix.Precedence : Notation.Call.Precedence),
        Constant constant => ($"constant[{constant.Shape}]", Notation.Call.Precedence),
        Application { Primitive: Correlation } application when Convolution(application) is string text => (text, Notation.Call.Precedence),
        Application { Primitive: Reshape reshape } application when Lengths(application.Arguments[0]).SequenceEqual(Lengths(application)) => _texts[application.Arguments[0]],
        Application application => Write(application, application.Primitive.Notation),
        _ => (node.ToString(), Notation.Call.Precedence),
    };

    private (string Text, int Precedence) Write(Application application, Notation notation)
    {
        if (notation == Notation.Silent)
        {
            return _texts[application.Arguments[0]];
        }

        if (notation == Notation.Call)
        {
            // To flip all axes is what flip says by itself.
            string attributes = application.Primitive is Flip flip && flip.Axes.Count == application.Shape.Rank ? "" : application.Primitive.Attributes;
            string arguments = string.Join(", ", application.Arguments.Select(argument => _texts[argument].Text));
            return ($"{application.Primitive.Name}({arguments}{(attributes.Length == 0 ? "" : ", ")}{attributes})", notation.Precedence);
        }

        if (application.Arguments.Count == 1)
        {
            return ($"{notation.Symbol}{Enclosed(application.Arguments[0], notation.Precedence)}", notation.Precedence);
        }

        int right = notation.IsAssociative ? notation.Precedence : notation.Precedence + 1;
        return ($"{Enclosed(application.Arguments[0], notation.Precedence)} {notation.Symbol} {Enclosed(application.Arguments[1], right)}", notation.Precedence);
    }

    private string Enclosed(Expr node, int precedence) => _texts[node].Precedence < precedence ? $"({_texts[node].Text})" : _texts[node].Text;

    /// <summary>A convolution or correlation that has a name, as a call.</summary>
    private string? Convolution(Application application)
    {
        if (StepReader.Read(application, node => node == application.Arguments[1]) is not { Written: not Writing.Adjoint } step
            || ConvolutionName.Find(step.Form, step.Written) is not { FlipsResult: false } name)
        {
            return null;
        }

        (Expr kernel, Expr picture) = name.ArgumentIsKernel ? (step.Argument, step.Fixed) : (step.Fixed, step.Argument);
        string first = _texts[kernel].Text, second = _texts[picture].Text, boundary = name.Boundary == Boundary.Valid ? "" : $", {name.Boundary.ToString().ToLowerInvariant()}";
        string details = DistanceWords.Briefly(step.Form);
        return $"{(name.IsConvolution ? "conv" : "corr")}({(name.FlipsKernel ? $"flip({first})" : first)}, {(name.FlipsPicture ? $"flip({second})" : second)}{boundary}{details})";
    }

    private static IEnumerable<int> Lengths(Expr value) => value.Shape.Where(length => length != 1);
}
