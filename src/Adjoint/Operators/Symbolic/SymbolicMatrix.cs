using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>
/// The matrix of a linear map, or of a Jacobian, whose entries are formulas: names without values stay symbols. Rows and columns are the entries of the range and
/// the domain in C order, the last axis fastest. Zeros are not stored.
/// </summary>
/// <remarks>
/// The linearisation of the expression is evaluated with a symbol for each entry of its direction: the result is linear in these symbols, and their coefficients are the
/// matrix. Sums and products are carried out; functions of symbols stay functions.
/// </remarks>
public sealed class SymbolicMatrix
{
    private readonly Dictionary<int, SymbolicEntry>[] _rows;

    private SymbolicMatrix(Shape range, Shape domain, Dictionary<int, SymbolicEntry>[] rows) => (Range, Domain, _rows) = (range, domain, rows);

    /// <summary>The number of rows, the size of <see cref="Range"/>.</summary>
    public int Rows => Range.Size;

    /// <summary>The number of columns, the size of <see cref="Domain"/>.</summary>
    public int Columns => Domain.Size;

    /// <summary>The shape of what the map gives.</summary>
    public Shape Range { get; }

    /// <summary>The shape of what the map takes.</summary>
    public Shape Domain { get; }

    /// <summary>Whether all entries are numbers.</summary>
    public bool IsNumeric => _rows.All(row => row.Values.All(entry => entry.Number is not null));

    /// <summary>An entry.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public SymbolicEntry this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Columns);
            return _rows[row].GetValueOrDefault(column) ?? SymbolicEntry.Zero;
        }
    }

    /// <summary>The Jacobian of an expression in one variable.</summary>
    /// <param name="expression">f.</param>
    /// <param name="variable">The variable; it needs a value only where the Jacobian depends on it.</param>
    /// <param name="values">Values of variables, of their shapes; all others stay symbols.</param>
    /// <exception cref="PointNeededException">The Jacobian depends on the variable, which has no value.</exception>
    /// <exception cref="SymbolicSizeException">The formulas would be too many to write down.</exception>
    /// <exception cref="ArgumentException">A value has the wrong shape, or two variables have symbols that are written alike (w of 3 entries, and w1).</exception>
    public static SymbolicMatrix Of(Expr expression, Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> values) =>
        Of(expression, [variable], values);

    /// <summary>The Jacobian of an expression in several variables as one stacked vector: the columns of the first, then those of the second, and so on.</summary>
    /// <param name="expression">f.</param>
    /// <param name="variables">The variables, at least one; each needs a value only where the Jacobian depends on it.</param>
    /// <param name="values">Values of variables, of their shapes; all others stay symbols.</param>
    /// <exception cref="PointNeededException">The Jacobian depends on a variable of <paramref name="variables"/> that has no value.</exception>
    /// <exception cref="SymbolicSizeException">The formulas would be too many to write down.</exception>
    /// <exception cref="ArgumentException">A value has the wrong shape, or two variables have symbols that are written alike (w of 3 entries, and w1).</exception>
    public static SymbolicMatrix Of(Expr expression, IReadOnlyList<Variable> variables, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(variables.Count, nameof(variables));
        SymbolTable table = new();
        table.Spend(expression.Shape.Size);
        foreach (Variable variable in GraphTraversal.Variables(expression))
        {
            table.Register(variable);
        }

        SymbolicMatrix[] parts = [.. variables.Select(variable =>
        {
            Variable direction = new($"direction of {variable.Name}", variable.Shape);
            return Linearization.Tangent(expression, new Dictionary<Variable, Expr> { [variable] = direction }) is Expr tangent
                ? OfLinear(tangent, direction, values, table)
                : new SymbolicMatrix(expression.Shape, variable.Shape, Empty(expression.Shape.Size));
        })];
        foreach (Variable variable in variables.Where(variable => !values.Any(value => value.Variable == variable)))
        {
            if (parts.Any(part => part.DependsOn(variable)))
            {
                throw new PointNeededException(variable, FirstNonlinear(expression, variables, variable));
            }
        }

        return parts.Length == 1 ? parts[0] : Beside(parts);
    }

    /// <summary>The matrix of an expression that is linear in a variable.</summary>
    /// <param name="linear">The expression; other variables in it that have no value stay symbols.</param>
    /// <param name="argument">The variable.</param>
    /// <param name="values">Values of the other variables, of their shapes.</param>
    /// <exception cref="SymbolicSizeException">The formulas would be too many to write down.</exception>
    /// <exception cref="ArgumentException">The expression is not linear in the variable, a value has the wrong shape, or two variables have symbols that are written alike.</exception>
    public static SymbolicMatrix OfLinear(Expr linear, Variable argument, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(argument);
        ArgumentNullException.ThrowIfNull(values);
        return OfLinear(linear, argument, values, new SymbolTable());
    }

    /// <summary>The transpose, which is the matrix of the adjoint.</summary>
    public SymbolicMatrix Transpose()
    {
        Dictionary<int, SymbolicEntry>[] rows = Empty(Columns);
        for (int row = 0; row < _rows.Length; row++)
        {
            foreach ((int column, SymbolicEntry entry) in _rows[row])
            {
                rows[column].Add(row, entry);
            }
        }

        return new SymbolicMatrix(Domain, Range, rows);
    }

    /// <summary>The matrix where the symbols have values.</summary>
    /// <param name="values">A value for each variable that entries depend on, of its shape.</param>
    /// <returns>Rows × columns.</returns>
    /// <exception cref="ArgumentException">A value is missing or has the wrong shape.</exception>
    public Tensor<double> Evaluate(params IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        EntryValues given = new(values);
        Tensor<double> matrix = new([Rows, Columns]);
        for (int row = 0; row < _rows.Length; row++)
        {
            foreach ((int column, SymbolicEntry entry) in _rows[row])
            {
                matrix[row, column] = entry.Evaluate(given);
            }
        }

        return matrix;
    }

    /// <summary>Whether an entry depends on a variable.</summary>
    /// <param name="variable">The variable.</param>
    public bool DependsOn(Variable variable) => _rows.Any(row => row.Values.Any(entry => entry.DependsOn(variable)));

    private static SymbolicMatrix OfLinear(Expr linear, Variable argument, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values, SymbolTable table)
    {
        table.RegisterDirection(argument);
        SymbolicValue image = new SymbolicEvaluation(table, values).Evaluate(linear);
        Dictionary<int, SymbolicEntry>[] rows = Empty(linear.Shape.Size);
        for (int row = 0; row < rows.Length; row++)
        {
            foreach (IGrouping<int, Term> column in image[row].Terms.GroupBy(term => ColumnOf(term, argument, linear)))
            {
                // The direction's symbol comes first in each product, so the rest stays in order.
                rows[row].Add(column.Key, new SymbolicEntry([.. column.Select(term => term with { Monomial = new Monomial([.. term.Monomial.Factors.Skip(1)]) })]));
            }
        }

        return new SymbolicMatrix(linear.Shape, argument.Shape, rows);
    }

    private static int ColumnOf(Term term, Variable argument, Expr linear) =>
        term.Monomial.Factors is [{ Exponent: 1, Atom: SymbolAtom symbol }, ..] && symbol.Variable == argument && !term.Monomial.Factors.Skip(1).Any(factor => factor.Atom.DependsOn(argument))
            ? symbol.Index
            : throw new ArgumentException($"Only a linear expression has a matrix: '{linear}' is not linear in '{argument.Name}'. Linearise it first.", nameof(linear));

    private static SymbolicMatrix Beside(SymbolicMatrix[] parts)
    {
        Dictionary<int, SymbolicEntry>[] rows = Empty(parts[0].Rows);
        int before = 0;
        foreach (SymbolicMatrix part in parts)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                foreach ((int column, SymbolicEntry entry) in part._rows[row])
                {
                    rows[row].Add(before + column, entry);
                }
            }

            before = checked(before + part.Columns);
        }

        return new SymbolicMatrix(parts[0].Range, [before], rows);
    }

    /// <summary>The first application that is not linear in the variables, one of its arguments depending on the one that needs a value.</summary>
    private static Application? FirstNonlinear(Expr expression, IReadOnlyList<Variable> variables, Variable wanted)
    {
        HashSet<Expr> moving = [.. variables], dependent = [wanted];
        foreach (Application node in GraphTraversal.TopologicalOrder(expression).OfType<Application>())
        {
            int[] places = [.. Enumerable.Range(0, node.Arguments.Count).Where(i => moving.Contains(node.Arguments[i]))];
            bool isLinear = places.All(i => node.Primitive.DependenceOn(i) == Dependence.Linear) && (places.Length <= 1 || node.Primitive.IsJointlyLinear);
            if (node.Arguments.Any(dependent.Contains))
            {
                dependent.Add(node);
                if (!isLinear)
                {
                    return node;
                }
            }

            if (places.Length > 0)
            {
                moving.Add(node);
            }
        }

        return null;
    }

    private static Dictionary<int, SymbolicEntry>[] Empty(int rows) => [.. Enumerable.Range(0, rows).Select(_ => new Dictionary<int, SymbolicEntry>())];
}
