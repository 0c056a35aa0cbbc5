using Adjoint.Analysis.Refutation;
using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>A loss and its gradient at points: by one plan for searches, and by the reference rules, disturbed, for what is claimed.</summary>
internal sealed class Objective
{
    /// <summary>Up to here the slope of a sigmoid, a tangent or a softmax keeps its digits.</summary>
    private const double FarOut = 8;

    private readonly Question _question;
    private readonly Variable[] _inputs;
    private readonly Expr[] _gradient;
    private readonly PlanSession<double> _session;

    /// <summary>Prepares the plan.</summary>
    /// <param name="question">The question.</param>
    /// <param name="form">An expression that is equal to the question's, by which searches compute: a form that neither overflows nor cancels where the other does.</param>
    public Objective(Question question, Expr? form = null)
    {
        form ??= question.Expression;
        _question = question;
        _inputs = [.. question.Moving, .. GraphTraversal.Variables(question.Expression).Where(variable => !question.Moving.Contains(variable))];
        _gradient = question.Expression.Gradient(question.Moving);
        _session = new PlanSession<double>(Plan.Compile(new Function(_inputs, [form, .. form.Gradient(question.Moving)])));
        Size = question.Moving.Sum(variable => variable.Shape.Size);
    }

    /// <summary>Numbers that move.</summary>
    public int Size { get; }

    /// <summary>Evaluations by the plan.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The loss at a point and its gradient, one vector over all that moves.</summary>
    public (double Value, double[] Gradient) At(double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        Evaluations++;
        Tensor<double>[] moving = Split(point);
        for (int i = 0; i < _inputs.Length; i++)
        {
            _session.Bind(i, (i < moving.Length ? moving[i] : others[_inputs[i]]).Memory);
        }

        _session.Run(WorkerPool.Serial);
        double[] gradient = new double[Size];
        int start = 0;
        for (int i = 0; i < moving.Length; i++)
        {
            ReadOnlySpan<double> part = _session.Output(1 + i);
            part.CopyTo(gradient.AsSpan(start));
            start += part.Length;
        }

        return (_session.Output(0)[0], gradient);
    }

    /// <summary>The loss by the reference rules, with the spread of disturbed evaluations.</summary>
    public (double Value, double Spread) Replayed(double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others) =>
        Replay.Entry(_question.Expression, ValueOf(point, others), 0);

    /// <summary>The gradient by the reference rules, and the largest that a disturbed evaluation of it gives.</summary>
    public (double[] Gradient, double Largest) ReplayedGradient(double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        double[] gradient = Run(null);
        double largest = 0;
        for (int run = 0; run < 3; run++)
        {
            largest = Math.Max(largest, Vectors.Norm(Run(new KeyedRandom(run, "disturbed gradient"))));
        }

        return (gradient, Math.Max(largest, Vectors.Norm(gradient)));

        double[] Run(KeyedRandom? disturbance) => [.. ReferenceEvaluation.Run(_gradient, ValueOf(point, others), disturbance).SelectMany(part => part.Span.ToArray())];
    }

    /// <summary>Whether the loss has a derivative at a point: no operation of it stands on a kink.</summary>
    public bool IsDifferentiable(double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        Func<Variable, Tensor<double>> values = ValueOf(point, others);
        return KinkAtPoint.Of(_question.Expression, _question.Moving, [.. _inputs.Select(variable => (variable, values(variable)))], WorkerPool.Serial, default).Count == 0;
    }

    /// <summary>
    /// Whether zeros of the gradient at a point are zeros: no function that flattens out is far out, where its slope is rounded to zero, and no number comes near the ends of float64.
    /// </summary>
    public bool IsFarFromSaturation(double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        Expr[] nodes = [.. GraphTraversal.TopologicalOrder([_question.Expression, .. _gradient])];
        Tensor<double>[] values = ReferenceEvaluation.Run(nodes, ValueOf(point, others), null);
        Dictionary<Expr, double> largest = [];
        for (int i = 0; i < nodes.Length; i++)
        {
            double most = 0;
            foreach (double entry in values[i].Span)
            {
                double size = Math.Abs(entry);
                if (!(size == 0 || size is > 1e-100 and < 1e100))
                {
                    return false;
                }

                most = Math.Max(most, size);
            }

            largest[nodes[i]] = most;
        }

        return nodes.OfType<Application>().All(node => node.Primitive is Relu or LeakyRelu or Abs or Square or Multiply or Divide or Sqrt or Power or Huber or Gate or Maximum or Minimum or Norm2
            || Enumerable.Range(0, node.Arguments.Count).All(i => node.Primitive.DependenceOn(i) != Dependence.Nonlinear || largest[node.Arguments[i]] <= FarOut));
    }

    /// <summary>A vector as values of the variables that move.</summary>
    public IReadOnlyDictionary<Variable, Tensor<double>> Named(double[] point) => Assignment.Named(_question.Moving, Split(point));

    private Func<Variable, Tensor<double>> ValueOf(double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        IReadOnlyDictionary<Variable, Tensor<double>> moving = Named(point);
        return variable => moving.TryGetValue(variable, out Tensor<double>? own) ? own : others[variable];
    }

    private Tensor<double>[] Split(double[] point)
    {
        Tensor<double>[] parts = new Tensor<double>[_question.Moving.Count];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int size = _question.Moving[i].Shape.Size;
            parts[i] = new Tensor<double>(_question.Moving[i].Shape, point[start..(start + size)]);
            start += size;
        }

        return parts;
    }
}
