using System.Globalization;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Operators.Symbolic;

/// <summary>Writes entries as text, in the notation of the expression language wherever it has one.</summary>
/// <param name="digits">Significant digits of numbers; all, if none.</param>
internal sealed class EntryText(int? digits)
{
    /// <summary>Entries of an argument that are written out; the rest is an ellipsis.</summary>
    private const int MostEntries = 12;

    /// <summary>The symbol's name: <c>w2</c>, <c>w1_2</c>, <c>w</c>.</summary>
    public static string Name(SymbolAtom symbol) => symbol.Variable.Name + string.Join('_', Indices.Of(symbol.Index, symbol.Variable.Shape).Select(index => index.ToString(CultureInfo.InvariantCulture)));

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

    /// <summary>The coefficient where functions are those of the language, whose huber is twice the primitive.</summary>
    public static double LanguageCoefficient(Term term) =>
        term.Monomial.Factors.Aggregate(term.Coefficient, (product, factor) => factor.Atom is FunctionAtom { Call.Primitive: Huber } ? product * Math.Pow(0.5, factor.Exponent) : product);

    /// <summary>A number.</summary>
    public string Number(double number) => number.ToString(digits is int count ? $"G{count}" : "R", CultureInfo.InvariantCulture);

    /// <summary>A term without its sign.</summary>
    private string Size(Term term)
    {
        string[] above = [.. term.Monomial.Factors.Where(factor => factor.Exponent > 0).Select(factor => Power(factor.Atom, factor.Exponent))];
        string[] below = [.. term.Monomial.Factors.Where(factor => factor.Exponent < 0).Select(factor => Power(factor.Atom, -factor.Exponent))];
        double size = Math.Abs(LanguageCoefficient(term));
        string coefficient = Number(size);
        string product = string.Join('*', size == 1 && above.Length > 0 ? above : [coefficient, .. above]);
        return below.Length == 0 ? product : below.Length == 1 ? $"{product}/{below[0]}" : $"{product}/({string.Join('*', below)})";
    }

    private string Power(Atom atom, int exponent)
    {
        string text = Write(atom);
        return exponent == 1 ? text : $"{(atom is FunctionAtom { Call.Primitive: Primitives.Elementwise.Power } ? $"({text})" : text)}^{exponent.ToString(CultureInfo.InvariantCulture)}";
    }

    private string Write(Atom atom) => atom switch
    {
        SymbolAtom symbol => Name(symbol),
        SumAtom sum => $"({Write(sum.Sum)})",
        FunctionAtom function when function.Call.Primitive is ElementwisePrimitive => Elementwise(function),
        FunctionAtom function => Call(function),
        _ => throw new InvalidOperationException("There are three kinds of atoms."),
    };

    private string Elementwise(FunctionAtom function)
    {
        SymbolicEntry[] arguments = [.. function.Call.Arguments.Select(argument => argument[0])];
        return function.Call.Primitive switch
        {
            GreaterThan => $"({Write(arguments[0])} > {Write(arguments[1])})",
            Power power => $"{Base(arguments[0])}^{Number(power.Exponent)}",
            Huber huber => $"huber({Write(arguments[0])}, {Number(huber.Delta)})",
            _ => $"{function.Call.Primitive.Name}({string.Join(", ", [.. arguments.Select(Write), .. Attributes(function.Call)])})",
        };
    }

    /// <summary>What a power is taken of: in brackets unless it is a single name or call.</summary>
    private string Base(SymbolicEntry entry) =>
        entry.Terms is [{ Coefficient: 1, Monomial.Factors: [{ Exponent: 1, Atom: not FunctionAtom { Call.Primitive: Primitives.Elementwise.Power } }] }] ? Write(entry) : $"({Write(entry)})";

    private string Call(FunctionAtom function)
    {
        FunctionCall call = function.Call;
        string text = $"{call.Primitive.Name}({string.Join(", ", [.. call.Arguments.Select(Argument), .. Attributes(call)])})";
        return call.Result.Size == 1 ? text : $"{text}[{string.Join(',', Indices.Of(function.Index, call.Result))}]";
    }

    private string Argument(SymbolicValue argument)
    {
        if (argument.Shape.Size == 1)
        {
            return Write(argument[0]);
        }

        IEnumerable<string> entries = Enumerable.Range(0, Math.Min(MostEntries, argument.Shape.Size)).Select(i => Write(argument[i]));
        return argument.AsVariable()?.Name ?? $"[{string.Join(", ", entries)}{(argument.Shape.Size > MostEntries ? ", …" : "")}]";
    }

    private static IEnumerable<string> Attributes(FunctionCall call) => call.Primitive.Attributes.Length == 0 ? [] : [call.Primitive.Attributes];
}
