using System.Numerics;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>Expressions that are evaluated again and again in one element type, given and taken as float64.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class Computation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PlanSession<T> _session;
    private readonly Variable[] _inputs;

    public Computation(Plan plan)
    {
        _session = new PlanSession<T>(plan);
        _inputs = [.. plan.Function.Inputs];
    }

    public Computation(IReadOnlyList<Variable> inputs, params IReadOnlyList<Expr> outputs)
        : this(Plan.Compile(new Function(inputs, outputs)))
    {
    }

    /// <summary>Gives a variable its value; those that the expressions do not have are ignored.</summary>
    public void Bind(Variable variable, Tensor<double> value)
    {
        int input = Array.IndexOf(_inputs, variable);
        if (input >= 0)
        {
            _session.Bind(input, Converted(value).Memory);
        }
    }

    public Tensor<double>[] Run()
    {
        _session.Run(WorkerPool.Serial);
        return [.. Enumerable.Range(0, _session.Plan.Function.Outputs.Count).Select(output => Widened(_session.CopyOutput(output)))];
    }

    public static Tensor<T> Converted(Tensor<double> tensor)
    {
        Tensor<T> result = new(tensor.Shape);
        for (int i = 0; i < result.Span.Length; i++)
        {
            result.Span[i] = T.CreateTruncating(tensor.Span[i]);
        }

        return result;
    }

    public static Tensor<double> Widened(Tensor<T> tensor)
    {
        Tensor<double> result = new(tensor.Shape);
        for (int i = 0; i < result.Span.Length; i++)
        {
            result.Span[i] = double.CreateTruncating(tensor.Span[i]);
        }

        return result;
    }

    /// <summary>The numbers that the element type makes of others.</summary>
    public static Tensor<double> Rounded(Tensor<double> tensor) => Widened(Converted(tensor));
}
