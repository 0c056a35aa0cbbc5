using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators.Spectra;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>The direction in which an entry of the expression bends down (or up) most at a point: Lanczos' method on Hessian-vector products.</summary>
internal sealed class CurvatureSearch
{
    private const int Steps = 12;

    private readonly PlanSession<double> _session;
    private readonly IReadOnlyList<Variable> _moving;

    /// <summary>Prepares the plan.</summary>
    /// <param name="question">The question.</param>
    /// <param name="entry">The entry's place in C order.</param>
    public CurvatureSearch(Question question, int entry)
    {
        _moving = question.Moving;
        Dictionary<Variable, Expr> fixedValues = question.Values.Where(pair => !_moving.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => (Expr)new Constant(pair.Value));
        Expr value = Substitution.Of(question.Expression, fixedValues);
        Expr scalar = Expressions.Reshape(Expressions.Slice(Expressions.Reshape(value, [value.Shape.Size]), 0, entry, 1), Shape.Scalar);
        Variable[] directions = [.. _moving.Select(variable => new Variable($"{variable.Name}_direction", variable.Shape))];
        _session = new PlanSession<double>(Plan.Compile(new Function([.. _moving, .. question.Quantified, .. directions], scalar.HessianVectorProduct(_moving, directions))));
    }

    /// <summary>Evaluations done so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>A direction of norm 1; nothing where the Hessian has entries that are no numbers, or there is no time.</summary>
    /// <param name="point">Values of what moves.</param>
    /// <param name="free">Values of what is quantified.</param>
    /// <param name="down">Whether the least eigenvalue is sought; else the greatest.</param>
    /// <param name="seed">The seed of the first direction.</param>
    /// <param name="clock">Asked before each evaluation.</param>
    public Tensor<double>[]? Direction(Tensor<double>[] point, Tensor<double>[] free, bool down, long seed, AnalysisClock clock)
    {
        int size = _moving.Sum(variable => variable.Shape.Size), input = 0;
        foreach (Tensor<double> tensor in point.Concat(free))
        {
            _session.Bind(input++, tensor.Memory);
        }

        Lanczos space = new(direction => Product(direction, input), [size], Steps, 1, seed);
        try
        {
            for (int step = 0; step < Math.Min(Steps, size); step++)
            {
                clock.ThrowIfOver();
                space.Step();
            }

            space.Project();
            return Split(space.TakeVectors([down ? 0 : space.Dimension - 1])[0]);
        }
        catch (Exception exception) when (exception is ArithmeticException or OperationCanceledException)
        {
            return null;
        }
    }

    private Tensor<double> Product(Tensor<double> direction, int input)
    {
        Evaluations++;
        foreach (Tensor<double> part in Split(direction))
        {
            _session.Bind(input++, part.Memory);
        }

        _session.Run(WorkerPool.Serial);
        Tensor<double> product = new(direction.Shape);
        int start = 0;
        for (int i = 0; i < _moving.Count; i++)
        {
            _session.Output(i).CopyTo(product.Span[start..]);
            start += _moving[i].Shape.Size;
        }

        return product;
    }

    private Tensor<double>[] Split(Tensor<double> vector)
    {
        Tensor<double>[] parts = new Tensor<double>[_moving.Count];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int size = _moving[i].Shape.Size;
            parts[i] = new Tensor<double>(_moving[i].Shape, vector.Span.Slice(start, size).ToArray());
            start += size;
        }

        return parts;
    }
}
