using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>
/// Points at which a part of the expression turns: where the argument of a nonlinear function is zero, or two that a maximum compares are equal. Kinks, wells and saturating functions bend there, however far
/// out that is and however narrow, where points drawn at random see nothing. Found by Newton's method along the gradient of one entry, or by steepest descent to where all entries are zero.
/// </summary>
internal sealed class TurningPoints
{
    private const int Most = 24, Steps = 30;

    private readonly Question _question;
    private readonly long _seed;
    private readonly Expr[] _turning;
    private readonly PlanSession<double>?[] _sessions;
    private readonly Variable[] _mask;

    /// <summary>Finds what can turn.</summary>
    /// <param name="question">The question.</param>
    /// <param name="seed">Which entry is made zero depends on it and on the attempt.</param>
    public TurningPoints(Question question, long seed)
    {
        (_question, _seed) = (question, seed);
        HashSet<Expr> moving = [.. question.Moving], found = [];
        foreach (Application node in GraphTraversal.TopologicalOrder(question.Expression).OfType<Application>().Where(node => node.Arguments.Any(moving.Contains)))
        {
            moving.Add(node);
            if (node.Primitive is Maximum or Minimum)
            {
                found.Add(node.Arguments[0] - node.Arguments[1]);
                continue;
            }

            // A factor of a product turns nothing by being zero, but a square's argument does.
            for (int i = 0; i < node.Arguments.Count; i++)
            {
                if (moving.Contains(node.Arguments[i]) && node.Primitive.DependenceOn(i) != Dependence.Linear && !question.Moving.Contains(node.Arguments[i]))
                {
                    found.Add(node.Arguments[i]);
                }
            }
        }

        Expr[] all = [.. found];
        _turning = all.Length <= Most ? all : [.. Enumerable.Range(0, Most).Select(i => all[(int)((long)i * (all.Length - 1) / (Most - 1))])];
        _sessions = new PlanSession<double>?[_turning.Length];
        _mask = [.. _turning.Select((part, i) => new Variable($"mask{i}", part.Shape))];
    }

    /// <summary>How many parts can turn.</summary>
    public int Count => _turning.Length;

    /// <summary>Moves a point to where a part turns, as near as Newton's method comes.</summary>
    /// <param name="moving">The point, which is changed.</param>
    /// <param name="free">Values of what is quantified.</param>
    /// <param name="attempt">Which part, and which of its entries.</param>
    /// <param name="clock">Asked before each evaluation.</param>
    /// <returns>How many evaluations it took.</returns>
    public int Approach(Tensor<double>[] moving, Tensor<double>[] free, int attempt, AnalysisClock clock)
    {
        int place = attempt % Count;
        PlanSession<double> session = _sessions[place] ??= Prepared(place);
        Tensor<double> mask = new(_mask[place].Shape);
        if (mask.Span.IsEmpty)
        {
            return 0;
        }

        bool whole = attempt / Count % 2 == 1 && mask.Span.Length > 1;
        mask.Span[new KeyedRandom(_seed, "turning entry", attempt).NextInt(mask.Span.Length)] = 1;
        int input = 0;
        foreach (Tensor<double> tensor in moving.Concat(free).Append(mask))
        {
            session.Bind(input++, tensor.Memory);
        }

        for (int step = 1; step <= Steps && !clock.IsOver; step++)
        {
            session.Run(WorkerPool.Serial);
            if (whole)
            {
                // The slope of half the sum of squares.
                session.Output(1 + moving.Length).CopyTo(mask.Span);
                session.Run(WorkerPool.Serial);
            }

            double value = session.Output(0)[0], slope = 0;
            for (int i = 0; i < moving.Length; i++)
            {
                foreach (double entry in session.Output(1 + i))
                {
                    slope += entry * entry;
                }
            }

            double factor = value / slope;
            if (value == 0 || !double.IsFinite(factor))
            {
                return step;
            }

            double moved = 0;
            for (int i = 0; i < moving.Length; i++)
            {
                ReadOnlySpan<double> gradient = session.Output(1 + i);
                for (int j = 0; j < gradient.Length; j++)
                {
                    double before = moving[i].Span[j];
                    moving[i].Span[j] -= factor * gradient[j];
                    moved = Math.Max(moved, Math.Abs(moving[i].Span[j] - before) - (1e-12 * Math.Abs(before)));
                }
            }

            if (moved <= 0)
            {
                return step;
            }
        }

        return Steps;
    }

    private PlanSession<double> Prepared(int place)
    {
        Dictionary<Variable, Expr> fixedValues = _question.Values.Where(pair => !_question.Moving.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => (Expr)new Constant(pair.Value));
        Expr part = Substitution.Of(_turning[place], fixedValues), entry = Expressions.Sum(part * _mask[place]);
        return new PlanSession<double>(Plan.Compile(new Function([.. _question.Moving, .. _question.Quantified, _mask[place]], [entry, .. entry.Gradient(_question.Moving), part])));
    }
}
