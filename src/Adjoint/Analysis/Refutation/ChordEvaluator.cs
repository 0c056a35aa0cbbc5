using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>
/// How far one entry of an expression lies above the middle of a chord, relative to the sizes of its values, and in which direction that grows: the excess and its gradient
/// in both ends and in what is quantified, by one plan.
/// </summary>
internal sealed class ChordEvaluator
{
    private const double Half = 0.5;

    private readonly PlanSession<double> _session;

    /// <summary>Prepares the plan.</summary>
    /// <param name="question">The question.</param>
    /// <param name="entry">The entry's place in C order.</param>
    /// <param name="sign">1 to look above the chord, −1 below.</param>
    public ChordEvaluator(Question question, int entry, double sign)
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

        Expr atA = At(i => a[i]), atB = At(i => b[i]), atMix = At(i => (Half * a[i]) + (Half * b[i]));
        Expr excess = sign * (atMix - (Half * (atA + atB))), size = Expressions.Maximum(Expressions.Maximum(Expressions.Abs(atA), Expressions.Abs(atB)), Expressions.Abs(atMix));
        Expr relative = excess / (1 + size);
        Variable[] movable = [.. a, .. b, .. free];
        _session = new PlanSession<double>(Plan.Compile(new Function(movable, [relative, size, .. relative.Gradient(movable)])));
    }

    /// <summary>The relative excess at a point; no number where a value is none. Its gradient is then in <see cref="Gradient"/>.</summary>
    public double Run(Assignment point)
    {
        int input = 0;
        foreach (Tensor<double> tensor in point.All)
        {
            _session.Bind(input++, tensor.Memory);
        }

        _session.Run(WorkerPool.Serial);
        return double.IsFinite(_session.Output(1)[0]) ? _session.Output(0)[0] : double.NaN;
    }

    /// <summary>The gradient of the last run in one of the point's tensors, in their order.</summary>
    public ReadOnlySpan<double> Gradient(int tensor) => _session.Output(2 + tensor);

    private static Variable[] Copies(IReadOnlyList<Variable> variables, string end) => [.. variables.Select(variable => new Variable($"{variable.Name}_{end}", variable.Shape))];
}
