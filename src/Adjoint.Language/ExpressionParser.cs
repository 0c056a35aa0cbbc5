using Adjoint.Graph;
using Adjoint.Language.Binding;
using Adjoint.Language.Syntax;

namespace Adjoint.Language;

/// <summary>
/// Reads the expression language: arithmetic over named arrays (<c>+ - * / @ ^</c>, numpy's broadcasting) and functions such as
/// <c>conv(w, y, circular)</c>. <c>^</c> binds tightest and to the right, then signs, then <c>* / @</c>, then <c>+ -</c>.
/// </summary>
public static class ExpressionParser
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int LongestText = 100_000;

    /// <summary>The most parentheses that may be open at one place.</summary>
    public const int DeepestNesting = 100;

    /// <summary>The functions of the language in alphabetical order, each with its arguments, as in <c>conv(w, y, boundary)</c>.</summary>
    public static IReadOnlyList<string> Functions { get; } = [.. FunctionTable.All.Select(function => function.Signature).Order(StringComparer.Ordinal)];

    /// <summary>Whether a text can be the name of an array: letters, digits and underscores, a digit not first.</summary>
    /// <param name="name">The text.</param>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 && Grammar.IsNameStart(name[0]) && name.All(Grammar.IsNamePart);
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variables">The arrays that it may name.</param>
    /// <exception cref="ExpressionException">The text is no expression, or names or shapes do not fit.</exception>
    /// <exception cref="ArgumentException">Two variables have one name.</exception>
    public static Expr Parse(string text, params IEnumerable<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return Parse(text, variables.ToDictionary(variable => variable.Name));
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">The arrays that it may name.</param>
    /// <exception cref="ExpressionException">The text is no expression, or names or shapes do not fit.</exception>
    public static Expr Parse(string text, IReadOnlyDictionary<string, Variable> names) => Parse(text, names, out _);

    /// <summary>Reads an expression, and says which parts of it must be at least 0 because they are targets of a likelihood.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">The arrays that it may name.</param>
    /// <param name="targets">The targets, in the order in which they stand.</param>
    /// <exception cref="ExpressionException">The text is no expression, or names or shapes do not fit.</exception>
    public static Expr Parse(string text, IReadOnlyDictionary<string, Variable> names, out IReadOnlyList<TargetArgument> targets)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        Binder binder = new(text, names);
        Expr expression = binder.Bind(SyntaxReader.Read(text));
        targets = binder.Targets;
        return expression;
    }
}
