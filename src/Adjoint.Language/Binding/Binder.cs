using System.Globalization;
using Adjoint.Configuration;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Language.Syntax;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Language.Binding;

/// <summary>Gives a text's syntax its meaning: looks names up, builds the expression, and says where shapes clash.</summary>
internal sealed class Binder(string text, IReadOnlyDictionary<string, Variable> names)
{
    private const int ShownNames = 20;

    private readonly List<TargetArgument> _targets = [];

    /// <summary>The targets of likelihoods that were met.</summary>
    public IReadOnlyList<TargetArgument> Targets => _targets;

    /// <summary>The expression that a piece of the text stands for.</summary>
    public Expr Bind(SyntaxNode node) => node switch
    {
        NumberSyntax number => new Constant(Number(number)),
        NameSyntax name => Variable(name),
        CallSyntax call => Apply(call),
        NegativeSyntax { Operand: NumberSyntax number } negative => new Constant(negative.Signs % 2 == 0 ? Number(number) : -Number(number)),
        NegativeSyntax negative => Negated(Bind(negative.Operand), negative.Signs),
        ChainSyntax chain => chain.Rest.Aggregate(Bind(chain.First), Join),
        PowerSyntax power => Raise(power),
        ShapeSyntax shape => throw Error(shape, $"'{shape.Text}' is a shape, which only reshape takes; a product is written with *"),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "Unknown syntax."),
    };

    /// <summary>The number that a constant piece of the text comes to.</summary>
    public double Constant(SyntaxNode node, string what)
    {
        // A plan for each of thousands of numbers would take long.
        if (node is NumberSyntax plain)
        {
            return Number(plain);
        }

        Expr expression = Bind(node);
        if (GraphTraversal.Variables(expression) is [Variable variable, ..])
        {
            throw Error(node, $"{what} must be a constant, but it depends on '{variable.Name}'");
        }

        return expression.Shape.Size == 1 ? expression.Evaluate<double>().Span[0] : throw Error(node, $"{what} must be one number, but it has shape {expression.Shape}");
    }

    /// <summary>Keeps a target.</summary>
    public void AddTarget(TargetArgument target) => _targets.Add(target);

    /// <summary>An error at a piece of the text.</summary>
    public ExpressionException Error(SyntaxNode node, string message, Exception? cause = null) => Error(node.Start, node.End - node.Start, message, cause);

    private static Expr Negated(Expr operand, int signs) => signs % 2 == 0 ? operand : -operand;

    private ExpressionException Error(int start, int length, string message, Exception? cause = null) => new(text, start, length, message.TrimEnd('.'), cause);

    private double Number(NumberSyntax syntax)
    {
        double number = double.Parse(syntax.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw Error(syntax, $"this number is larger than {double.MaxValue.ToString("R", CultureInfo.InvariantCulture)}");
    }

    private Variable Variable(NameSyntax syntax)
    {
        if (names.TryGetValue(syntax.Name, out Variable? variable))
        {
            return variable;
        }

        string[] known = [.. names.Keys.Order(StringComparer.Ordinal)];
        string declared = known.Length switch
        {
            0 => "no names are declared",
            > ShownNames => $"declared are {string.Join(", ", known.Take(ShownNames))}, …",
            _ => $"declared {(known.Length == 1 ? "is" : "are")} {string.Join(", ", known)}",
        };
        string suggestion = FunctionTable.Find(syntax.Name) is LanguageFunction function
            ? $"; the function is called as {function.Signature}"
            : NearestName.Suggestion(syntax.Name, known);
        throw Error(syntax, $"the name '{Short(syntax.Name)}' is not declared ({declared}){suggestion}");
    }

    private Expr Apply(CallSyntax syntax)
    {
        LanguageFunction function = FunctionTable.Find(syntax.Name)
            ?? throw Error(syntax.Start, syntax.Name.Length, $"there is no function '{Short(syntax.Name)}'{FunctionHint(syntax.Name)}");
        int count = syntax.Arguments.Count;
        if (count < function.Least || count > function.Most)
        {
            string wanted = function.Least == function.Most ? $"{function.Least}" : $"{function.Least} or {function.Most}";
            throw Error(syntax.Start, syntax.Name.Length, $"'{function.Name}' takes {wanted} argument{(function.Most == 1 ? "" : "s")}, {function.Signature}, not {count}");
        }

        Call call = new(this, syntax);
        try
        {
            return function.Build(call);
        }
        catch (ArgumentException exception)
        {
            throw Error(syntax.Start, syntax.Name.Length, WithShapes(exception.Message, call.Shapes), exception);
        }
    }

    private string FunctionHint(string name) => names.ContainsKey(name)
        ? "; it is the name of an array, and a product is written with *"
        : NearestName.Find(name, FunctionTable.Names) is string nearest ? $"; did you mean '{nearest}'?" : $"; there are {string.Join(", ", FunctionTable.Names.Order(StringComparer.Ordinal))}";

    private Expr Join(Expr left, Operation operation)
    {
        Expr right = Bind(operation.Operand);
        try
        {
            return operation.Symbol switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                '/' => left / right,
                _ => MatrixProduct(left, right),
            };
        }
        catch (ArgumentException exception)
        {
            throw Error(operation.At, 1, WithShapes(exception.Message, [left.Shape, right.Shape]), exception);
        }
    }

    /// <summary>From the right, and in numbers: only the first base may be other than constant.</summary>
    private Expr Raise(PowerSyntax syntax)
    {
        double exponent = 1;
        for (int i = syntax.Exponents.Count - 1; i >= 0; i--)
        {
            SyntaxNode operand = syntax.Exponents[i].Operand;
            NegativeSyntax? negative = operand as NegativeSyntax;
            double number = Math.Pow(Constant(negative?.Operand ?? operand, "the exponent of ^"), exponent);
            exponent = negative?.Signs % 2 == 1 ? -number : number;
        }

        if (!double.IsFinite(exponent))
        {
            throw Error(syntax.Exponents[0].Operand, $"the exponent comes to {exponent.ToString(CultureInfo.InvariantCulture)}; it must be finite");
        }

        return Power(Bind(syntax.Base), exponent);
    }

    /// <summary>A message of the library, with the shapes that met unless it states them.</summary>
    private static string WithShapes(string message, IReadOnlyList<Shape> shapes)
    {
        message = message.ReplaceLineEndings(" ").TrimEnd('.');
        return shapes.All(shape => message.Contains(shape.ToString(), StringComparison.Ordinal))
            ? message
            : $"{message} (the {(shapes.Count == 1 ? "shape here is" : "shapes here are")} {string.Join(" and ", shapes)})";
    }

    private static string Short(string name) => name.Length <= 40 ? name : name[..40] + "…";
}
