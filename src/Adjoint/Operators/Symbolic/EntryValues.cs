using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>Values that are put in for symbols; each function is computed once.</summary>
/// <param name="values">A value for each variable.</param>
internal sealed class EntryValues(IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
{
    private readonly Dictionary<Variable, Tensor<double>> _values = Checked(values);
    private readonly Dictionary<FunctionCall, Tensor<double>> _results = [];

    /// <summary>The value of a variable.</summary>
    public Tensor<double> Of(Variable variable) => _values.TryGetValue(variable, out Tensor<double>? value)
        ? value
        : throw new ArgumentException($"The entries depend on '{variable.Name}' of shape {variable.Shape}: pass its value.");

    /// <summary>The result of a function.</summary>
    public Tensor<double> Of(FunctionCall call)
    {
        if (!_results.TryGetValue(call, out Tensor<double>? result))
        {
            result = new Tensor<double>(call.Result);
            call.Primitive.Reference([.. call.Arguments.Select(argument => argument.Evaluate(this))], result);
            _results[call] = result;
        }

        return result;
    }

    /// <summary>The values by variable.</summary>
    /// <exception cref="ArgumentException">A value has another shape than its variable.</exception>
    public static Dictionary<Variable, Tensor<double>> Checked(IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        Dictionary<Variable, Tensor<double>> byVariable = [];
        foreach ((Variable variable, Tensor<double> value) in values)
        {
            byVariable[variable] = value.Shape == variable.Shape
                ? value
                : throw new ArgumentException($"The variable '{variable.Name}' has shape {variable.Shape}; its value has {value.Shape}.", nameof(values));
        }

        return byVariable;
    }
}
