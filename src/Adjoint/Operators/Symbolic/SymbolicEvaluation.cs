using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>Evaluates expressions over names of which only some have values: the others stay symbols.</summary>
internal sealed class SymbolicEvaluation
{
    private readonly SymbolTable _table;
    private readonly Dictionary<Variable, Tensor<double>> _values;
    private readonly ElementwiseRules _elementwise;
    private readonly RowRules _rows;
    private readonly ProductRules _products;
    private readonly LinearRules _linear;

    public SymbolicEvaluation(SymbolTable table, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        (_table, _values) = (table, EntryValues.Checked(values));
        _elementwise = new ElementwiseRules(table);
        _rows = new RowRules(table, _elementwise);
        _products = new ProductRules(table);
        _linear = new LinearRules(table);
    }

    /// <summary>The value of an expression.</summary>
    /// <exception cref="SymbolicSizeException">It is too large to be written down.</exception>
    public SymbolicValue Evaluate(Expr expression)
    {
        Dictionary<Expr, SymbolicValue> known = [];
        foreach (Expr node in GraphTraversal.TopologicalOrder(expression))
        {
            known[node] = node switch
            {
                Constant constant => new SymbolicValue(constant.ToTensor()),
                Variable variable => _values.TryGetValue(variable, out Tensor<double>? value) ? new SymbolicValue(value) : _table.Symbols(variable),
                Application application => Apply(application, [.. application.Arguments.Select(argument => known[argument])]),
                _ => throw new InvalidOperationException("There are three kinds of expressions."),
            };
        }

        return known[expression];
    }

    private SymbolicValue Apply(Application application, IReadOnlyList<SymbolicValue> arguments)
    {
        _table.Spend(application.Shape.Size);
        if (arguments.All(argument => argument.Numbers is not null))
        {
            Tensor<double> result = new(application.Shape);
            application.Primitive.Reference([.. arguments.Select(argument => argument.Numbers!)], result);
            return new SymbolicValue(result);
        }

        return application.Primitive is ElementwisePrimitive ? _elementwise.Apply(application, arguments)
            : _products.Apply(application, arguments) ?? _rows.Apply(application, arguments) ?? _linear.Apply(application, arguments) ?? Opaque(application, arguments);
    }

    /// <summary>A function that stays as it is: its result's entries are atoms.</summary>
    private SymbolicValue Opaque(Application application, IReadOnlyList<SymbolicValue> arguments)
    {
        FunctionCall call = _table.Call(application.Primitive, arguments, application.Shape);
        return new SymbolicValue(application.Shape, [.. Enumerable.Range(0, application.Shape.Size).Select(i => _table.Function(call, i))]);
    }
}
