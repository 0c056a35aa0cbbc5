using Adjoint.Calculus;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Matrices;
using Adjoint.Cli.Output;
using Adjoint.Configuration;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Language;
using Adjoint.Operators;
using Adjoint.Operators.Symbolic;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary>An expression and the names that its Jacobian is wanted in. Everything that the command line alone decides is checked when it is made.</summary>
internal sealed class MatrixRequest
{
    /// <summary>Longest expression that is shown in a title.</summary>
    private const int LongestTitle = 80;

    private readonly string _text;
    private readonly Expr _expression;
    private readonly IReadOnlyList<Variable> _variables;
    private readonly (Variable Variable, Tensor<double> Value)[] _values;
    private readonly bool _transposes;

    private MatrixRequest(string text, Expr expression, IReadOnlyList<Variable> variables, NamedArrays arrays, bool transposes)
    {
        (_text, _expression, _variables, _transposes) = (text, expression, variables, transposes);
        _values = [.. arrays.Values.Select(pair => (pair.Key, pair.Value.Value))];
        EntrySpace result = new([("the result", expression.Shape)]), names = new([.. variables.Select(variable => (variable.Name, variable.Shape))]);
        (Rows, Columns) = transposes ? (names, result) : (result, names);
        Missing = MissingValues();
    }

    /// <summary>What the rows are.</summary>
    public EntrySpace Rows { get; }

    /// <summary>What the columns are.</summary>
    public EntrySpace Columns { get; }

    /// <summary>The number of entries.</summary>
    public long Size => Rows.Size * Columns.Size;

    /// <summary>Whether the entries are numbers, because all names that they depend on have values.</summary>
    public bool IsNumbers => Missing.Count == 0;

    /// <summary>The names that the entries depend on and that have no value.</summary>
    public IReadOnlyList<Variable> Missing { get; }

    /// <summary>What the matrix is.</summary>
    public string Title
    {
        get
        {
            string shown = string.Join(' ', _text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            shown = shown.Length > LongestTitle ? $"{shown[..LongestTitle]}…" : shown;
            shown = IsSum(shown) ? $"({shown})" : shown;
            string names = string.Join(", ", _variables.Select(variable => variable.Name));
            return $"{(_transposes ? "Aᵀ" : "A")} ({Rows.Size}×{Columns.Size}): {(_transposes ? "the transpose of " : "")}d {shown} / d {(_variables.Count == 1 ? names : $"({names})")}";
        }
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="names">The names, as written.</param>
    /// <param name="arrays">The names that there are.</param>
    /// <param name="transposes">Whether the transpose is wanted.</param>
    public static MatrixRequest Make(string text, string names, NamedArrays arrays, bool transposes)
    {
        Expr expression = ExpressionParser.Parse(text, arrays.Variables, out IReadOnlyList<TargetArgument> targets);
        IReadOnlyList<Variable> own = GraphTraversal.Variables(expression);
        List<Variable> variables = [];
        foreach (string name in names.Split(',', StringSplitOptions.TrimEntries))
        {
            Variable variable = arrays.Variables.GetValueOrDefault(name) ?? throw CommandException.Usage(
                $"--wrt: the name '{name}' is not declared{NearestName.Suggestion(name, arrays.Variables.Keys)}; give its shape with --shape, or a value with --set");
            if (variables.Contains(variable))
            {
                throw CommandException.Usage($"--wrt names '{name}' twice; keep one");
            }

            variables.Add(own.Contains(variable) ? variable : throw CommandException.Usage(
                $"--wrt: the expression does not contain '{name}'; {(own.Count == 0 ? "it contains no names" : $"it contains {string.Join(", ", own.Select(each => each.Name))}")}"));
        }

        if (variables.Sum(variable => (long)variable.Shape.Size) > Array.MaxLength)
        {
            throw CommandException.Usage($"--wrt: {names} have more entries together than a vector can; name fewer");
        }

        foreach (TargetArgument target in targets.Where(target => GraphTraversal.Variables(target.Expression).All(arrays.Values.ContainsKey)))
        {
            Tensor<double> value = target.Expression.Evaluate([.. arrays.Values.Select(pair => (pair.Key, pair.Value.Value))]);
            TargetCheck.Check(text, target, value, arrays);
        }

        return new MatrixRequest(text, expression, variables, arrays, transposes);
    }

    /// <summary>Computes the entries.</summary>
    /// <param name="cancellation">Stops between applications of the map.</param>
    public MatrixEntries Compute(CancellationToken cancellation)
    {
        if (IsNumbers)
        {
            LinearOperator map = _expression.Linearize(_variables, _values);
            Tensor<double> matrix = WorkProgress.Run("computing the matrix", progress => (_transposes ? map.Adjoint : map).ToMatrix(progress: progress, cancellation: cancellation));
            Undefine(matrix);
            return new NumberEntries(matrix);
        }

        try
        {
            SymbolicMatrix formulas = SymbolicMatrix.Of(_expression, _variables, _values);
            formulas = _transposes ? formulas.Transpose() : formulas;
            return formulas.IsNumeric ? new NumberEntries(formulas.Evaluate()) : new FormulaEntries(formulas);
        }
        catch (PointNeededException exception)
        {
            throw PointNeeded(exception);
        }
        catch (ArgumentException exception)
        {
            throw CommandException.Usage(exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>Which derivatives are taken where the point has none, a line each.</summary>
    public IEnumerable<string> Kinks()
    {
        // Parts of the expression whose names all have values, whatever stays a symbol elsewhere.
        HashSet<Expr> known = [], inner = [];
        foreach (Expr node in GraphTraversal.TopologicalOrder(_expression))
        {
            if (node is Variable variable ? _values.Any(value => value.Variable == variable) : node.Arguments.All(known.Contains))
            {
                known.Add(node);
                inner.UnionWith(node.Arguments);
            }
        }

        List<KinkAtPoint> kinks = [];
        foreach (Expr part in known.Except(inner))
        {
            IReadOnlyList<Variable> own = GraphTraversal.Variables(part);
            Variable[] moving = [.. _variables.Where(own.Contains)];
            if (moving.Length > 0)
            {
                kinks.AddRange(part.KinksAt(moving, _values));
            }
        }

        return kinks.Distinct().Select(kink => $"note: {kink}, in {ExpressionWriter.Write(kink.Node) ?? kink.Node.ToString()}");
    }

    /// <summary>The matrix as a convolution, if it is one.</summary>
    public ConvolutionWords? Words()
    {
        if (_variables is not [Variable variable])
        {
            return null;
        }

        // The direction takes the variable's name; where the point is in the linearisation too, the name would stand for both.
        Variable argument = new(variable.Name, variable.Shape);
        Expr? linear = Linearization.Tangent(_expression, new Dictionary<Variable, Expr> { [variable] = argument });
        if (linear is null || GraphTraversal.Variables(linear).Contains(variable))
        {
            return null;
        }

        if (_transposes)
        {
            Variable cotangent = new("e", _expression.Shape);
            (linear, argument) = (Transposition.Adjoint(linear, [argument], cotangent)[0], cotangent);
        }

        return ConvolutionWords.Of(linear, argument, _transposes ? "ε" : null);
    }

    /// <summary>Where an entry of the expression is no number at the point, as the logarithm of −1, its derivative is none either, whatever the rule for it gives.</summary>
    private void Undefine(Tensor<double> matrix)
    {
        if (!GraphTraversal.Variables(_expression).All(variable => _values.Any(value => value.Variable == variable)))
        {
            return;
        }

        ReadOnlySpan<double> value = _expression.Evaluate(_values).Span;
        for (int i = 0; i < value.Length; i++)
        {
            for (int j = 0; j < matrix.Span.Length / value.Length && double.IsNaN(value[i]); j++)
            {
                matrix.Span[_transposes ? (j * value.Length) + i : (i * (matrix.Span.Length / value.Length)) + j] = double.NaN;
            }
        }
    }

    private List<Variable> MissingValues()
    {
        Dictionary<Variable, Expr> directions = _variables.ToDictionary(variable => variable, Expr (variable) => new Variable($"d{variable.Name}", variable.Shape));
        return Linearization.Tangent(_expression, directions) is Expr tangent
            ? [.. GraphTraversal.Variables(tangent).Where(variable => !directions.ContainsValue(variable) && !_values.Any(value => value.Variable == variable))]
            : [];
    }

    /// <summary>The error with a caret under the smallest part of the text that is not linear.</summary>
    private Exception PointNeeded(PointNeededException exception)
    {
        string names = string.Join(" and ", _variables.Select(variable => $"'{variable.Name}'"));
        string message = $"not linear in {names}, so the matrix depends on the point; give the point with --set {exception.Variable.Name}=VALUE";
        (int Position, int Length)? place = exception.Node is null ? null : PlaceInText.Of(_text, _expression, exception.Node);
        return place is (int position, int length) ? new ExpressionException(_text, position, length, $"this is {message}") : CommandException.Usage($"the expression is {message}");
    }

    /// <summary>Whether an operator stands outside of all parentheses.</summary>
    private static bool IsSum(string text)
    {
        int open = 0;
        foreach (char symbol in text)
        {
            open += symbol == '(' ? 1 : symbol == ')' ? -1 : 0;
            if (open == 0 && "+-*/@^".Contains(symbol, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
