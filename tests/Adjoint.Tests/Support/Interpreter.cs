using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Tests.Support;

/// <summary>
/// Values of expressions by the shortest way there is: node by node through each primitive's reference rule. It shares nothing
/// with plans, so that the two can be compared.
/// </summary>
public static class Interpreter
{
    public static Tensor<double> Evaluate(Expr output, params (Variable Variable, Tensor<double> Value)[] values) => Evaluate([output], values)[0];

    public static Tensor<double>[] Evaluate(IReadOnlyList<Expr> outputs, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        Dictionary<Expr, Tensor<double>> known = [];
        foreach ((Variable variable, Tensor<double> value) in values)
        {
            known[variable] = value.Shape == variable.Shape ? value : throw new ArgumentException($"{variable.Name} is {variable.Shape}, its value {value.Shape}.");
        }

        Stack<Expr> waiting = new(outputs);
        while (waiting.TryPeek(out Expr? node))
        {
            if (known.ContainsKey(node))
            {
                waiting.Pop();
                continue;
            }

            Expr[] missing = [.. node.Arguments.Where(argument => !known.ContainsKey(argument))];
            if (missing.Length == 0)
            {
                known[node] = ValueOf(node, known);
            }

            foreach (Expr argument in missing)
            {
                waiting.Push(argument);
            }
        }

        return [.. outputs.Select(output => known[output])];
    }

    /// <summary>One primitive by its reference rule.</summary>
    public static Tensor<double> Apply(Primitive primitive, params IReadOnlyList<Tensor<double>> arguments)
    {
        Tensor<double> result = new(primitive.ResultShape([.. arguments.Select(argument => argument.Shape)]));
        primitive.Reference(arguments, result);
        return result;
    }

    private static Tensor<double> ValueOf(Expr node, Dictionary<Expr, Tensor<double>> known) => node switch
    {
        Constant constant => constant.ToTensor(),
        Application application => Apply(application.Primitive, [.. application.Arguments.Select(argument => known[argument])]),
        _ => throw new ArgumentException($"'{node}' has no value."),
    };
}
