using System.Globalization;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Operators.Symbolic;

/// <summary>Writes entries in LaTeX's mathematics; needs amsmath, for <c>\operatorname</c>.</summary>
/// <param name="digits">Significant digits of numbers; all, if none.</param>
internal sealed class EntryLatex(int? digits)
{
    /// <summary>Functions that LaTeX has a command for.</summary>
    private static readonly HashSet<string> Commands = ["exp", "log", "tanh", "max", "min"];

    private readonly EntryText _text = new(digits);

    /// <summary>An entry.</summary>
    public string Write(SymbolicEntry entry)
    {
        if (entry.IsZero)
        {
            return "0";
        }

        string text = "";
        foreach (Term term in entry.Terms)
        {
            string size = Size(term);
            text += text.Length == 0 ? (term.Coefficient < 0 ? "-" : "") + size : (term.Coefficient < 0 ? " - " : " + ") + size;
        }

        return text;
    }

    /// <summary>A number: <c>1.5</c>, <c>2 \cdot 10^{-7}</c>.</summary>
    public string Number(double number)
    {
        string text = _text.Number(number);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        return double.IsNaN(number) ? @"\mathrm{NaN}" : double.IsInfinity(number) ? (number < 0 ? @"-\infty" : @"\infty")
            : exponent < 0 ? text
            : $@"{text[..exponent]} \cdot 10^{{{int.Parse(text.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}}}";
    }

    private string Size(Term term)
    {
        string[] above = [.. term.Monomial.Factors.Where(factor => factor.Exponent > 0).Select(factor => Power(factor.Atom, factor.Exponent))];
        Factor[] divisors = [.. term.Monomial.Factors.Where(factor => factor.Exponent < 0)];

        // The line of a fraction encloses a sum that stands alone below it.
        string[] below = divisors is [{ Exponent: -1, Atom: SumAtom alone }] ? [Write(alone.Sum)] : [.. divisors.Select(factor => Power(factor.Atom, -factor.Exponent))];
        double size = Math.Abs(EntryText.LanguageCoefficient(term));
        string coefficient = Number(size);
        string product = string.Join(' ', size == 1 && above.Length > 0 ? above : [coefficient, .. above]);
        return below.Length == 0 ? product : $@"\frac{{{product}}}{{{string.Join(' ', below)}}}";
    }

    private string Power(Atom atom, int exponent)
    {
        string text = Write(atom);
        bool encloses = exponent != 1 && atom is FunctionAtom { Call.Primitive: Primitives.Elementwise.Power };
        return exponent == 1 ? text : $"{(encloses ? Enclosed(text) : text)}^{{{exponent.ToString(CultureInfo.InvariantCulture)}}}";
    }

    private string Write(Atom atom) => atom switch
    {
        SymbolAtom symbol => Name(symbol.Variable.Name, Indices.Of(symbol.Index, symbol.Variable.Shape)),
        SumAtom sum => Enclosed(Write(sum.Sum)),
        FunctionAtom function when function.Call.Primitive is ElementwisePrimitive => Elementwise(function),
        FunctionAtom function => Call(function),
        _ => throw new InvalidOperationException("There are three kinds of atoms."),
    };

    private string Elementwise(FunctionAtom function)
    {
        string[] arguments = [.. function.Call.Arguments.Select(argument => Write(argument[0]))];
        return function.Call.Primitive switch
        {
            GreaterThan => $@"\left[{arguments[0]} > {arguments[1]}\right]",
            Power power => $"{Enclosed(arguments[0])}^{{{Number(power.Exponent)}}}",
            Sqrt => $@"\sqrt{{{arguments[0]}}}",
            Abs => $@"\left|{arguments[0]}\right|",
            Huber huber => FunctionName("huber") + Enclosed($"{arguments[0]}, {Number(huber.Delta)}"),
            _ => FunctionName(function.Call.Primitive.Name) + Enclosed(string.Join(", ", [.. arguments, .. Attributes(function.Call)])),
        };
    }

    private string Call(FunctionAtom function)
    {
        FunctionCall call = function.Call;
        string text = FunctionName(call.Primitive.Name) + Enclosed(string.Join(", ", [.. call.Arguments.Select(Argument), .. Attributes(call)]));
        return call.Result.Size == 1 ? text : $"{text}_{{{string.Join(',', Indices.Of(function.Index, call.Result))}}}";
    }

    private string Argument(SymbolicValue argument) => argument.Shape.Size == 1 ? Write(argument[0])
        : argument.AsVariable() is { } variable ? Name(variable.Name, [])
        : $@"\left[{string.Join(", ", Enumerable.Range(0, argument.Shape.Size).Select(i => Write(argument[i])))}\right]";

    private static IEnumerable<string> Attributes(FunctionCall call) => call.Primitive.Attributes.Length == 0 ? [] : [$@"\text{{{Escaped(call.Primitive.Attributes)}}}"];

    private static string FunctionName(string name) => Commands.Contains(name) ? $@"\{name}" : $@"\operatorname{{{Escaped(name)}}}";

    private static string Name(string name, int[] indices)
    {
        string letters = name.Length == 1 ? name : $@"\mathit{{{Escaped(name)}}}";
        return indices.Length == 0 ? letters : $"{letters}_{{{string.Join(',', indices)}}}";
    }

    private static string Enclosed(string text) => $@"\left({text}\right)";

    private static string Escaped(string text) => text.Replace("_", @"\_", StringComparison.Ordinal);
}
