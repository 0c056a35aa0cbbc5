using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>
/// How far one entry of an expression lies above a chord, relative to the sizes of its values, and in which direction that grows: all three values and the gradient
/// in both ends and in what is quantified, by one plan.
/// </summary>
internal sealed class ChordEvaluator
{
    private readonly PlanSession<double> _session;
    private readonly int _ends;

    /// <summary>Prepares the plan.</summary>
    /// <param name="question">The question.</param>
    /// <param name="entry">The entry's place in C order.</param>
    /// <param name="t">Where on the chord.</param>
    /// <param name="sign">1 to look above the chord, −1 below.</param>
    public ChordEvaluator(Question question, int entry, double t, double sign)
    {
        Variable[] a = Copies(question.Moving, "a"), b = Copies(question.Moving, "b");
        IReadOnlyList<Variable> free = question.Quantified;
        Dictionary<Variable, Expr> fixedValues = question.Values.Where(pair => !question.Moving.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => (Expr)new Constant(pair.Value));
        Expr At(Func<int, Expr> end)
        {
            Dictionary<Variable, Expr> replacements = new(fixedValues);
            for (int i = 0; i < question.Moving.Count; i++)
            {
                replacements[question.Moving[i]] = end(i);
            }

            Expr value = Substitution.Of(question.Expression, replacements);
            return Expressions.Reshape(Expressions.Slice(Expressions.Reshape(value, [value.Shape.Size]), 0, entry, 1), Shape.Scalar);
        }

        Expr atA = At(i => a[i]), atB = At(i => b[i]), atMix = At(i => ((1 - t) * a[i]) + (t * b[i]));
        Expr excess = sign * (atMix - (((1 - t) * atA) + (t * atB)));
        Variable[] movable = [.. a, .. b, .. free];
        _ends = a.Length;
        _session = new PlanSession<double>(Plan.Compile(new Function(movable, [atA, atB, atMix, .. excess.Gradient(movable)])));
    }

    /// <summary>The three values at a point. The gradient of the excess is then in <see cref="Gradient"/>.</summary>
    public (double AtA, double AtB, double AtMix) Run(Assignment point)
    {
        int input = 0;
        foreach (Tensor<double> tensor in point.All)
        {
            _session.Bind(input++, tensor.Memory);
        }

        _session.Run(WorkerPool.Serial);
        return (_session.Output(0)[0], _session.Output(1)[0], _session.Output(2)[0]);
    }

    /// <summary>The gradient of the last run in one of the point's tensors, in their order.</summary>
    public ReadOnlySpan<double> Gradient(int tensor) => _session.Output(3 + tensor);

    /// <summary>The number of tensors at each end.</summary>
    public int Ends => _ends;

    private static Variable[] Copies(IReadOnlyList<Variable> variables, string end) => [.. variables.Select(variable => new Variable($"{variable.Name}_{end}", variable.Shape))];
}
