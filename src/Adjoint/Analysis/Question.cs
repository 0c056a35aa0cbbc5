using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Analysis;

/// <summary>
/// What is asked: how an expression depends on some variables, for every value of the others that is admitted. Variables that move are one stacked vector.
/// A variable with a value is fixed; one without is quantified: a verdict holds for all of its values.
/// </summary>
public sealed record Question
{
    /// <summary>Asks about an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="moving">The variables that move, each once, at least one.</param>
    /// <exception cref="ArgumentException">No variable moves, or one is listed twice.</exception>
    public Question(Expr expression, params IReadOnlyList<Variable> moving)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(moving);
        if (moving.Count == 0 || moving.Distinct().Count() < moving.Count)
        {
            throw new ArgumentException("Name at least one variable that moves, and each only once.", nameof(moving));
        }

        (Expression, Moving) = (expression, moving);
    }

    /// <summary>The expression.</summary>
    public Expr Expression { get; init; }

    /// <summary>The variables that move.</summary>
    public IReadOnlyList<Variable> Moving { get; }

    /// <summary>Values of variables that do not move. Those of moving ones do not belong here.</summary>
    public IReadOnlyDictionary<Variable, Tensor<double>> Values { get; init; } = new Dictionary<Variable, Tensor<double>>();

    /// <summary>The ranges to which variables are restricted, moving ones included; all reals where nothing is said.</summary>
    public IReadOnlyDictionary<Variable, Interval> Ranges { get; init; } = new Dictionary<Variable, Interval>();

    /// <summary>Variables whose rows (along the last axis) are one-hot: one entry 1 and the others 0.</summary>
    /// <exception cref="ArgumentException">One of them moves: between two one-hot rows there are none, so no line could be drawn.</exception>
    public IReadOnlySet<Variable> OneHot
    {
        get;
        init => field = Moving.FirstOrDefault(value.Contains) is Variable moving
            ? throw new ArgumentException($"'{moving.Name}' moves and its rows are one-hot; between two one-hot rows there are none, so linearity and convexity mean nothing. Drop one of the two.", nameof(value))
            : value;
    } = new HashSet<Variable>();

    /// <summary>Expressions of the variables that must be at least 0, as targets of a likelihood must: values at which one is negative are not admitted.</summary>
    public IReadOnlyList<Expr> Nonnegative { get; init; } = [];

    /// <summary>The variables of the expression that neither move nor have a value, in order of first use.</summary>
    public IReadOnlyList<Variable> Quantified =>
        [.. GraphTraversal.Variables(Expression).Where(variable => !Moving.Contains(variable) && !Values.ContainsKey(variable))];

    /// <summary>The interval that every entry of a variable lies in: what its value spans, what it is restricted to, or all reals.</summary>
    /// <param name="variable">A variable of the expression.</param>
    public Interval RangeOf(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (!Moving.Contains(variable) && Values.TryGetValue(variable, out Tensor<double>? value))
        {
            return Claim.RangeOf(value);
        }

        Interval declared = Ranges.GetValueOrDefault(variable, Interval.Reals);
        return OneHot.Contains(variable) ? new Interval(Math.Max(declared.Lower, 0), Math.Min(declared.Upper, 1)) : declared;
    }
}
