using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>
/// A linear map between tensors that can be applied, and whose adjoint is another such map. No matrix is formed: both
/// directions run through plans in float64.
/// </summary>
public sealed class LinearOperator
{
    private readonly PlanSession<double> _session;
    private readonly Lazy<LinearOperator> _adjoint;

    private LinearOperator(Expr image, Variable argument, IReadOnlyList<(Variable Variable, Tensor<double> Value)> fixedValues, LinearOperator? adjoint)
    {
        Domain = argument.Shape;
        Range = image.Shape;
        _session = new PlanSession<double>(Plan.Compile(new Function([argument, .. fixedValues.Select(value => value.Variable)], [image])));
        for (int i = 0; i < fixedValues.Count; i++)
        {
            _session.Bind(i + 1, fixedValues[i].Value.Memory);
        }

        _adjoint = adjoint is not null
            ? new Lazy<LinearOperator>(adjoint)
            : new Lazy<LinearOperator>(() =>
            {
                Variable cotangent = new("cotangent", image.Shape);
                return new LinearOperator(Transposition.Adjoint(image, [argument], cotangent)[0], cotangent, fixedValues, this);
            });
    }

    /// <summary>The shape of what the map takes.</summary>
    public Shape Domain { get; }

    /// <summary>The shape of what it gives.</summary>
    public Shape Range { get; }

    /// <summary>The adjoint: ⟨A u, v⟩ = ⟨u, Aᵀ v⟩ for all u and v. Its own adjoint is this operator.</summary>
    public LinearOperator Adjoint => _adjoint.Value;

    /// <summary>The linear map that an expression is in one variable, with the others fixed: its linearisation at a point.</summary>
    /// <param name="expression">f; where it is linear in the variable the linearisation is f itself less its constant part.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="at">Values of the expression's variables. That of <paramref name="variable"/> may be left out where the linearisation does not depend on it.</param>
    /// <exception cref="ArgumentException">A value is missing or has the wrong shape.</exception>
    public static LinearOperator Linearize(Expr expression, Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(at);
        Variable direction = new($"d{variable.Name}", variable.Shape);
        Expr tangent = Linearization.Tangent(expression, new Dictionary<Variable, Expr> { [variable] = direction })
            ?? Linearization.Zeros(expression.Shape);
        HashSet<Variable> needed = [.. GraphTraversal.Variables(tangent)];
        foreach (Variable other in needed)
        {
            if (other != direction && !at.Any(value => value.Variable == other))
            {
                throw new ArgumentException($"The linearisation depends on '{other.Name}' of shape {other.Shape}: pass its value.", nameof(at));
            }
        }

        foreach ((Variable other, Tensor<double> value) in at)
        {
            if (value.Shape != other.Shape)
            {
                throw new ArgumentException($"The variable '{other.Name}' has shape {other.Shape}; its value has {value.Shape}.", nameof(at));
            }
        }

        // Copies: the operator is that of this point, whatever is written to the tensors later.
        return new LinearOperator(tangent, direction, [.. at.Where(value => needed.Contains(value.Variable)).Select(value => (value.Variable, value.Value.Clone()))], null);
    }

    /// <summary>Applies the map.</summary>
    /// <param name="argument">A tensor of shape <see cref="Domain"/>.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <returns>A new tensor of shape <see cref="Range"/>.</returns>
    /// <exception cref="ArgumentException">The argument has another shape.</exception>
    public Tensor<double> Apply(Tensor<double> argument, WorkerPool? workers = null)
    {
        ArgumentNullException.ThrowIfNull(argument);
        if (argument.Shape != Domain)
        {
            throw new ArgumentException($"The operator takes {Domain}, not {argument.Shape}.", nameof(argument));
        }

        lock (_session)
        {
            _session.Bind(0, argument.Memory);
            _session.Run(workers ?? WorkerPool.Shared);
            return _session.CopyOutput(0);
        }
    }
}
