using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Language.Syntax;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Language.Binding;

/// <summary>The arguments of a call, each read as what the function needs there.</summary>
internal sealed class Call(Binder binder, CallSyntax syntax)
{
    private static readonly string[] Boundaries = [.. Enum.GetNames<Boundary>().Select(name => name.ToLowerInvariant())];

    private readonly List<Shape> _shapes = [];

    /// <summary>The shapes of the expressions among the arguments.</summary>
    public IReadOnlyList<Shape> Shapes => _shapes;

    /// <summary>An argument as an expression.</summary>
    public Expr Expression(int index)
    {
        Expr expression = binder.Bind(syntax.Arguments[index]);
        _shapes.Add(expression.Shape);
        return expression;
    }

    /// <summary>An argument whose entries must be at least 0.</summary>
    public Expr Target(int index)
    {
        Expr target = Expression(index);
        SyntaxNode argument = syntax.Arguments[index];
        binder.AddTarget(new TargetArgument(target, argument.Start, argument.End - argument.Start));
        return target;
    }

    /// <summary>An argument as a constant above 0, or its default.</summary>
    public double PositiveNumber(int index, double otherwise)
    {
        if (index >= syntax.Arguments.Count)
        {
            return otherwise;
        }

        double number = binder.Constant(syntax.Arguments[index], $"the argument {index + 1} of '{syntax.Name}'");
        return number > 0 && double.IsFinite(number) ? number : throw binder.Error(syntax.Arguments[index], $"'{syntax.Name}' takes a number above 0 here");
    }

    /// <summary>An argument as the name of a boundary; valid if it is left out.</summary>
    public Boundary Boundary(int index)
    {
        if (index >= syntax.Arguments.Count)
        {
            return Primitives.Boundary.Valid;
        }

        SyntaxNode argument = syntax.Arguments[index];
        int found = argument is NameSyntax name ? Array.IndexOf(Boundaries, name.Name) : -1;
        return found >= 0
            ? (Boundary)found
            : throw binder.Error(argument, $"'{syntax.Name}' takes a boundary here: {string.Join(", ", Boundaries)}{(argument is NameSyntax near ? NearestName.Suggestion(near.Name, Boundaries) : "")}");
    }

    /// <summary>An argument as a shape, such as 2x3 or 6.</summary>
    public Shape Shape(int index)
    {
        SyntaxNode argument = syntax.Arguments[index];
        string text = argument is ShapeSyntax shape ? shape.Text : argument is NumberSyntax number ? number.Text : "";
        string[] parts = text.Split('x', '×');
        int[] lengths = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out lengths[i]))
            {
                throw binder.Error(argument, $"'{syntax.Name}' takes a shape here, such as 2x3 or 6, each length at most {int.MaxValue}");
            }
        }

        try
        {
            return Tensors.Shape.Create(lengths);
        }
        catch (ArgumentException exception)
        {
            throw binder.Error(argument, exception.Message, exception);
        }
    }
}
