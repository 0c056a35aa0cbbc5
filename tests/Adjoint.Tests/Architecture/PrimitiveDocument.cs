using System.Globalization;
using System.Reflection;
using System.Text;
using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Architecture;

/// <summary>
/// Writes docs/primitives.md from the table of primitives: the rules are asked, not described, so that the document says what the
/// library does. Derivatives are printed from the expressions that the rules build.
/// </summary>
internal static class PrimitiveDocument
{
    /// <summary>The document's path in the repository.</summary>
    public const string Path = "docs/primitives.md";

    /// <summary>Set to 1, it has the test rewrite the document.</summary>
    public const string Switch = "ADJOINT_WRITE_DOCS";

    /// <summary>Ranges that are typical of what is known of an argument: nothing, its sign, a bound.</summary>
    private static readonly Interval[] Ranges = [Interval.Reals, Interval.Nonnegative, Interval.Nonpositive, new(-1, 1)];

    private static readonly string Opening = $"""
        # Primitives

        Every primitive of the library with its formula, its derivative and what it declares of its result. Generated from the table of primitives
        (`src/Adjoint/Checking/Cases/PrimitiveTable.cs`), whose laws hold all of it to account; a test compares. To write it anew, run the tests of
        `Adjoint.Tests.Architecture` with the environment variable `{Switch}=1`.

        The result is r, the arguments are a, b, … in order, ε is a cotangent of the result, t a tangent of the argument. Where a primitive is linear in an
        argument its adjoint there is given, applied to ε; where it is not, its linearisation, applied to t. Where attributes depend on shapes, they are those of
        the example. Facts are told for four things that may be known of all arguments: nothing, that they are ≥ 0, that they are ≤ 0, and a bound. For each
        argument while the others stay fixed: how the result bends, how it moves, and a Lipschitz bound in the 2-norm; ∞ where none is known. A primitive is
        not defined where an argument lies outside of the domain, which is named where it is not the whole line; where a row is missing, that is everywhere. Of indices
        nothing is known but that they are indices. Numbers are rounded to six digits; the library rounds ranges outward. A positive number is one that float64
        can hold, so that its logarithm is at least −744.44.


        """;

    /// <summary>One case for each primitive, and for each formula that its attributes can give it; in the table's order.</summary>
    public static IEnumerable<PrimitiveCase> Representatives() => PrimitiveTable.Cases
        .GroupBy(@case => (Type: @case.Primitive.GetType(), @case.Primitive.Formula))
        .Select(group => group.Where(IsTypical).MinBy(@case => @case.ArgumentsThatAre(Dependence.LocallyConstant).Count()) ?? group.First());

    /// <summary>Whether a primitive states its formula itself.</summary>
    public static bool HasFormula(Type primitive) =>
        primitive.GetProperty(nameof(Primitive.Formula), BindingFlags.Public | BindingFlags.Instance)!.DeclaringType != typeof(Primitive);

    public static string Generate()
    {
        StringBuilder text = new(Opening);
        IGrouping<string, PrimitiveCase>[] folders = [.. Representatives().GroupBy(@case => @case.Primitive.GetType().Namespace!.Split('.')[^1])];
        foreach (IGrouping<string, PrimitiveCase> folder in folders)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {folder.Key}: {string.Join(", ", folder.Select(@case => LinkTo(HeadingOf(@case.Primitive))))}\n");
        }

        foreach (IGrouping<string, PrimitiveCase> folder in folders)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {folder.Key}\n");
            foreach (PrimitiveCase @case in folder)
            {
                Write(@case, text);
            }
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Write(PrimitiveCase @case, StringBuilder text)
    {
        Primitive primitive = @case.Primitive;
        Variable[] arguments = [.. @case.Shapes.Select((shape, i) => new Variable(NameOf(i), shape))];
        Application at = (Application)primitive.Apply([.. arguments]);
        text.Append(CultureInfo.InvariantCulture, $"\n### {HeadingOf(primitive)}\n");
        text.Append(CultureInfo.InvariantCulture, $"`{primitive.Formula}`\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- Example: `{ExprPrinter.Print(at)}`, {string.Join(", ", arguments.Select(a => $"{a.Name} {TextOf(a.Shape)}"))}, r {TextOf(at.Shape)}.\n");
        for (int i = 0; i < arguments.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {Derivative(at, i, arguments[i])}\n");
        }

        int? degree = Facts(@case, Interval.Reals, 1)?.Degree;
        text.Append(CultureInfo.InvariantCulture, $"- Degree for arguments of degree 1: {degree?.ToString(CultureInfo.InvariantCulture) ?? "none"}.\n");
        text.Append(CultureInfo.InvariantCulture, $"- Source of the facts: {Facts(@case, Interval.Reals, 1)?.Source}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| arguments | r | together | {string.Join(" | ", arguments.Select(a => "in " + a.Name))} |\n");
        text.Append(CultureInfo.InvariantCulture, $"|---|---|---|{string.Concat(arguments.Select(_ => "---|"))}\n");
        foreach (Interval range in Ranges)
        {
            if (Facts(@case, range, 1) is PrimitiveFacts facts)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {TextOf(range)} | {TextOf(facts.Range)} | {Lower(facts.Joint)} | {string.Join(" | ", facts.Arguments.Select(TextOf))} |\n");
            }
        }
    }

    private static string HeadingOf(Primitive primitive) => primitive switch
    {
        Correlation { Contraction: var sum } => $"{primitive.Name} ({sum})",
        MatrixProduct { Attributes: { Length: > 0 } factors } => $"{primitive.Name} ({factors})",
        _ => primitive.Name,
    };

    /// <summary>A link to a heading of the document, under the name that sites give it: lower case, without punctuation, hyphens for blanks.</summary>
    private static string LinkTo(string heading) =>
        $"[{heading}](#{string.Concat(heading.Where(letter => char.IsLetterOrDigit(letter) || letter == ' ')).Replace(' ', '-').ToLowerInvariant()})";

    private static string Derivative(Application at, int argument, Variable variable) => at.Primitive.DependenceOn(argument) switch
    {
        Dependence.Linear => $"Linear in {variable.Name}; adjoint: `{ExprPrinter.Print(at.Primitive.Adjoint(at, argument, new Variable("ε", at.Shape)))}`",
        Dependence.Nonlinear => $"Nonlinear in {variable.Name}; linearisation: `{ExprPrinter.Print(at.Primitive.Tangent(at, argument, new Variable("t", variable.Shape)))}`",
        _ => $"Locally constant in {variable.Name}; the derivative is zero.",
    };

    /// <summary>Facts where the case admits the range in every argument but indices, of which nothing is known but that they are indices.</summary>
    private static PrimitiveFacts? Facts(PrimitiveCase @case, Interval range, int degree)
    {
        PrimitiveFacts any = @case.Primitive.Facts([.. @case.Shapes.Select(shape => new ArgumentFacts(shape, Interval.Reals, degree))]);
        Interval[] ranges = [.. @case.Shapes.Select((_, i) => @case.Admits(i, Interval.Reals) ? range : any.Arguments[i].Domain)];
        return Enumerable.Range(0, ranges.Length).All(i => @case.Admits(i, ranges[i]))
            ? @case.Primitive.Facts([.. @case.Shapes.Select((shape, i) => new ArgumentFacts(shape, ranges[i], degree))])
            : null;
    }

    private static string TextOf(InArgument facts) =>
        $"{Lower(facts.Curvature)}, {Lower(facts.Monotonicity)}, {Number(facts.Lipschitz)}{(facts.Domain == Interval.Reals ? facts.HasPoleAt0 ? ", domain ≠ 0" : "" : $", domain {TextOf(facts.Domain)}")}";

    private static string TextOf(Shape shape) => shape.Rank == 0 ? "scalar" : shape.ToString();

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "∞" : (value + 0.0).ToString("G6", CultureInfo.InvariantCulture);

    private static string NameOf(int argument) => ((char)('a' + argument)).ToString();

    /// <summary>An interval that ends at the least positive number leaves out 0.</summary>
    private static string TextOf(Interval range)
    {
        string lower = double.IsInfinity(range.Lower) ? "(-∞" : range.Lower == double.Epsilon ? "(0" : "[" + Number(range.Lower);
        string upper = double.IsInfinity(range.Upper) ? "∞)" : range.Upper == -double.Epsilon ? "0)" : Number(range.Upper) + "]";
        return $"{lower}, {upper}";
    }

    /// <summary>Arguments and results of more than one entry, and something done to them: an example that shows the primitive at work.</summary>
    private static bool IsTypical(PrimitiveCase @case)
    {
        if (@case.Shapes.Any(shape => shape.Size <= 1) || @case.Result.Size <= 1)
        {
            return false;
        }

        Tensor<double>[] arguments = @case.Draw(new Random(1));
        Tensor<double> result = Interpreter.Apply(@case.Primitive, arguments);
        return arguments.Length > 1 || result.Shape != arguments[0].Shape || Vectors.Distance(result, arguments[0]) > 0;
    }
}
