using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>Looks for two points on whose line an expression is not affine, or for one value of the others at which it is not zero at zero.</summary>
internal sealed class LinearitySearch
{
    private const double Wanted = 1e-5;
    private static readonly double[] Alphas = [0.5, 0.25, 2, -1], Scales = [1, 3, 0.3, 10, 0.1, 1e3, 1e5, 1e10];

    private readonly Question _question;
    private readonly PointSampler _sampler;
    private readonly Variable[] _inputs;
    private readonly PlanSession<double> _session;
    private readonly AnalysisClock _clock;

    public LinearitySearch(Question question, long seed, AnalysisClock clock)
    {
        (_question, _clock) = (question, clock);
        _sampler = new PointSampler(question, seed);
        _inputs = [.. question.Moving, .. GraphTraversal.Variables(question.Expression).Where(variable => !question.Moving.Contains(variable))];
        _session = new PlanSession<double>(Plan.Compile(new Function(_inputs, [question.Expression])));
    }

    /// <summary>Evaluations done so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Looks for a line on which the expression is not affine.</summary>
    /// <param name="attempts">How many lines.</param>
    public LinearityCounterexample? Search(int attempts)
    {
        for (int attempt = 0; attempt < attempts && !_clock.IsOver; attempt++)
        {
            double scale = Scales[attempt / 2 % Scales.Length], alpha = Alphas[attempt / (2 * Scales.Length) % Alphas.Length];
            bool positive = attempt % 2 == 1;
            Tensor<double>[] u = Drawn(scale, attempt, 0, positive), v = Drawn(scale, attempt, 1, positive), mixed = [.. u.Zip(v, (a, b) => Assignment.Mixed(alpha, a, b))];
            if (!Admitted(mixed))
            {
                continue;
            }

            IReadOnlyDictionary<Variable, Tensor<double>> others = Others(attempt, positive);
            Tensor<double> left = At(mixed, others), right = Assignment.Mixed(alpha, At(u, others), At(v, others));
            if (Differs(left, right) && Told(u, v, alpha, mixed, others) is LinearityCounterexample found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Values of the others at which an affine expression is not zero where what moves is, so that it is not linear there.</summary>
    /// <param name="attempts">How many values.</param>
    public LinearityCounterexample? SearchOffset(int attempts)
    {
        Tensor<double>[] zero = [.. _question.Moving.Select(variable => new Tensor<double>(variable.Shape))];
        for (int attempt = 0; attempt < attempts && !_clock.IsOver; attempt++)
        {
            IReadOnlyDictionary<Variable, Tensor<double>> others = Others(attempt, attempt % 2 == 1);
            Tensor<double> left = At(zero, others), right = new(left.Shape);
            if (Differs(left, right) && Firm(zero, others) is Tensor<double> firm && Differs(firm, right))
            {
                IReadOnlyDictionary<Variable, Tensor<double>> origin = Assignment.Named(_question.Moving, zero);
                return new LinearityCounterexample(origin, origin, 0, others, firm, firm.Clone());
            }
        }

        return null;
    }

    /// <summary>The counterexample, if it stands when it is computed anew by the reference rules.</summary>
    private LinearityCounterexample? Told(Tensor<double>[] u, Tensor<double>[] v, double alpha, Tensor<double>[] mixed, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        if (Firm(u, others) is not Tensor<double> atU || Firm(v, others) is not Tensor<double> atV || Firm(mixed, others) is not Tensor<double> left)
        {
            return null;
        }

        Tensor<double> right = Assignment.Mixed(alpha, atU, atV);
        return Differs(left, right) ? new LinearityCounterexample(Assignment.Named(_question.Moving, u), Assignment.Named(_question.Moving, v), alpha, others, left, right) : null;
    }

    /// <summary>The values at a point; nothing where rounding moves them by what counts, or anything on the way is no finite number.</summary>
    private Tensor<double>? Firm(Tensor<double>[] moving, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        IReadOnlyDictionary<Variable, Tensor<double>> own = Assignment.Named(_question.Moving, moving);
        (Tensor<double> value, double[] spread) = Replay.Run(_question.Expression, variable => own.TryGetValue(variable, out Tensor<double>? at) ? at : others[variable]);
        return spread.Zip(value.Span.ToArray(), (each, size) => each <= 1e-3 * Wanted * (1 + Math.Abs(size))).All(small => small) ? value : null;
    }

    private Tensor<double>[] Drawn(double scale, int attempt, int role, bool positive) =>
        [.. _question.Moving.Select(variable => Rounded(variable, _sampler.Draw(variable, scale, attempt, role, positive)))];

    private Dictionary<Variable, Tensor<double>> Others(int attempt, bool positive)
    {
        Dictionary<Variable, Tensor<double>> others = new(_question.Values.Where(pair => !_question.Moving.Contains(pair.Key)));
        foreach (Variable variable in _question.Quantified)
        {
            others[variable] = Rounded(variable, _sampler.Draw(variable, 1, attempt, 2, positive));
        }

        return others;
    }

    private Tensor<double> Rounded(Variable variable, Tensor<double> value)
    {
        for (int i = 0; i < value.Span.Length; i++)
        {
            // Adding 0 turns −0 into 0.
            value.Span[i] = Math.Round(value.Span[i], 2) + 0.0;
        }

        _sampler.Project(variable, value);
        return value;
    }

    private bool Admitted(Tensor<double>[] point) => _question.Moving.Zip(point).All(pair =>
    {
        Graph.Facts.Interval range = _question.RangeOf(pair.First);
        return pair.Second.Span.ToArray().All(range.Contains);
    });

    private Tensor<double> At(Tensor<double>[] moving, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        Evaluations++;
        for (int i = 0; i < _inputs.Length; i++)
        {
            _session.Bind(i, (i < moving.Length ? moving[i] : others[_inputs[i]]).Memory);
        }

        _session.Run(WorkerPool.Serial);
        return _session.CopyOutput(0);
    }

    private static bool Differs(Tensor<double> left, Tensor<double> right)
    {
        double scale = 1, distance = 0;
        for (int i = 0; i < left.Span.Length; i++)
        {
            scale = Math.Max(scale, Math.Max(Math.Abs(left.Span[i]), Math.Abs(right.Span[i])));
            distance = Math.Max(distance, Math.Abs(left.Span[i] - right.Span[i]));
        }

        return double.IsFinite(scale) && distance > Wanted * scale;
    }
}
