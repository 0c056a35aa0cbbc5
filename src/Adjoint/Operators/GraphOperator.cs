using System.Numerics;
using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators.InWords;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>
/// The map that an expression is in one variable in which it is linear, the others having values. Its adjoint is the transposed graph; both run through plans. What does not
/// depend on the argument is computed when the operator is made.
/// </summary>
internal sealed class GraphOperator : LinearOperator
{
    private readonly Lazy<Plan> _plan;
    private readonly Lazy<Expr> _unfolded;
    private readonly Dictionary<Type, object> _sessions = [];

    /// <summary>Makes an operator.</summary>
    /// <param name="image">An expression, linear in the argument.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="values">Values of the other variables, which nobody writes to any more.</param>
    /// <param name="isSelfAdjoint">Whether the map is known to be symmetric, as a Hessian is.</param>
    public GraphOperator(Expr image, Variable argument, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values, bool isSelfAdjoint = false)
        : this(new Lazy<Expr>(image), image, argument, values)
    {
        if (isSelfAdjoint)
        {
            DeclareSelfAdjoint();
        }
    }

    private GraphOperator(Lazy<Expr> unfolded, Expr image, Variable argument, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
        : base(argument.Shape, image.Shape)
    {
        (_unfolded, Argument) = (unfolded, argument);
        (Image, Values) = FixedParts.Fold(image, argument, values);
        _plan = new(() => Plan.Compile(new Function([Argument, .. Values.Select(value => value.Variable)], [Image])));
    }

    /// <summary>The map as an expression of <see cref="Argument"/>, with variables in place of what does not depend on it.</summary>
    public Expr Image { get; }

    /// <summary>What the map is applied to.</summary>
    public Variable Argument { get; }

    /// <summary>The values of what stays fixed.</summary>
    public IReadOnlyList<(Variable Variable, Tensor<double> Value)> Values { get; }

    /// <inheritdoc/>
    public override ConvolutionDescription? AsConvolution(string? called = null) => ConvolutionDescriber.Describe(_unfolded.Value, Argument, called);

    /// <inheritdoc/>
    protected override LinearOperator MakeAdjoint()
    {
        Variable cotangent = new("ε", Range);
        return new GraphOperator(new Lazy<Expr>(() => Transposed(_unfolded.Value)), Transposed(Image), cotangent, Values);

        Expr Transposed(Expr image) => Transposition.Adjoint(image, [Argument], cotangent)[0];
    }

    /// <inheritdoc/>
    protected override Tensor<T> Compute<T>(Tensor<T> argument, WorkerPool workers)
    {
        lock (_sessions)
        {
            PlanSession<T> session = Session<T>();
            session.Bind(0, argument.Memory);
            try
            {
                session.Run(workers);
                return session.CopyOutput(0);
            }
            finally
            {
                // The caller's tensor may be large, and is not this operator's to keep.
                session.Release(0);
            }
        }
    }

    private PlanSession<T> Session<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (_sessions.TryGetValue(typeof(T), out object? known))
        {
            return (PlanSession<T>)known;
        }

        PlanSession<T> session = new(_plan.Value);
        for (int i = 0; i < Values.Count; i++)
        {
            session.Bind(i + 1, Precision.Convert<double, T>(Values[i].Value).Memory);
        }

        _sessions[typeof(T)] = session;
        return session;
    }
}
