namespace Adjoint.Optimizers;

/// <summary>
/// Finds a step that fulfils the strong Wolfe conditions φ(a) ≤ φ(0) + c₁ a φ′(0) and |φ′(a)| ≤ c₂ |φ′(0)| (Nocedal and Wright, "Numerical Optimization", 2nd edition,
/// algorithms 3.5 and 3.6), where φ(a) is the objective at point + a·direction.
/// </summary>
/// <remarks>
/// Close to a minimum the values differ by rounding alone and cannot be compared; there the slope decides in the place of the first condition, φ′(a) ≤ (2c₁ − 1) φ′(0): the
/// approximate Wolfe conditions of Hager and Zhang (2005, equation 4.1). Where the objective is infinite or not a number, the step shrinks.
/// </remarks>
internal sealed class WolfeLineSearch(DifferentiableObjective objective, int length, int maximumEvaluations, CancellationToken cancellation)
{
    private const double SufficientDecrease = 1e-4, Curvature = 0.9, Rounding = 1e-12;
    private const int MostTrials = 60;

    private readonly double[] _bestPoint = new double[length], _bestGradient = new double[length];
    private double[] _from = [], _direction = [];
    private Trial _start, _best;

    /// <summary>Evaluations so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Whether no evaluation is left.</summary>
    public bool IsExhausted => Evaluations >= maximumEvaluations;

    /// <summary>The point that was found.</summary>
    public double[] Point { get; } = new double[length];

    /// <summary>The gradient there.</summary>
    public double[] Gradient { get; } = new double[length];

    /// <summary>Evaluates at <see cref="Point"/>.</summary>
    /// <returns>The value; not a number where it or an entry of the gradient is not finite.</returns>
    public double Evaluate()
    {
        cancellation.ThrowIfCancellationRequested();
        Evaluations++;

        // An entry that the objective forgets to write must not look like a slope of zero.
        Array.Fill(Gradient, double.NaN);
        double value = objective(Point, Gradient);
        return double.IsFinite(value) && Array.TrueForAll(Gradient, double.IsFinite) ? value : double.NaN;
    }

    /// <summary>Searches from a point in a direction of descent.</summary>
    /// <param name="from">The point.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="value">The value there.</param>
    /// <param name="slope">φ′(0), negative.</param>
    /// <param name="step">The first step to try.</param>
    /// <returns>The value at the point found; nothing if there is none that is lower.</returns>
    public double? Search(double[] from, double[] direction, double value, double slope, double step)
    {
        (_from, _direction) = (from, direction);
        Trial previous = _start = _best = new Trial(0, value, slope);
        double limit = double.PositiveInfinity;
        for (int trial = 0; trial < MostTrials && !IsExhausted; trial++)
        {
            if (Try(step) is not Trial now)
            {
                // Outside of the domain: nothing beyond will be tried.
                limit = step;
                step = previous.Step + (0.1 * (step - previous.Step));
                continue;
            }

            if (!IsSufficient(now) || (trial > 0 && now.Value - previous.Value > Slack))
            {
                return Zoom(previous, now, trial);
            }

            if (Math.Abs(now.Slope) <= -Curvature * slope)
            {
                return now.Value;
            }

            if (now.Slope >= 0)
            {
                return Zoom(now, previous, trial);
            }

            double guess = Minimum(previous, now), widest = Math.Min(10 * now.Step, 0.5 * (now.Step + limit));
            (previous, step) = (now, guess > now.Step ? Math.Clamp(guess, Math.Min(2 * now.Step, widest), widest) : widest);
        }

        return Fallback();
    }

    /// <summary>Values that differ by no more than this differ by rounding.</summary>
    private double Slack => Rounding * Math.Abs(_start.Value);

    private double? Zoom(Trial low, Trial high, int trial)
    {
        for (; trial < MostTrials && !IsExhausted; trial++)
        {
            // Where the cubic's minimum hugs an end, halving gets on faster.
            double width = high.Step - low.Step, part = (Minimum(low, high) - low.Step) / width;
            double step = low.Step + ((part is >= 0.1 and <= 0.9 ? part : 0.5) * width);
            if (step == low.Step || step == high.Step)
            {
                break;
            }

            if (Try(step) is not Trial now)
            {
                high = new Trial(step, double.PositiveInfinity, double.NaN);
                continue;
            }

            if (!IsSufficient(now) || now.Value - low.Value > Slack)
            {
                high = now;
                continue;
            }

            if (Math.Abs(now.Slope) <= -Curvature * _start.Slope)
            {
                return now.Value;
            }

            if (now.Slope * (high.Step - low.Step) >= 0)
            {
                high = low;
            }

            low = now;
        }

        return Fallback();
    }

    private bool IsSufficient(Trial trial) =>
        trial.Value <= _start.Value + (SufficientDecrease * trial.Step * _start.Slope)
        || (trial.Value - _start.Value <= Slack && trial.Slope <= ((2 * SufficientDecrease) - 1) * _start.Slope);

    /// <summary>The lowest point tried, if any is lower than the start by more than rounding.</summary>
    private double? Fallback()
    {
        if (_best.Step == 0)
        {
            return null;
        }

        _bestPoint.CopyTo(Point, 0);
        _bestGradient.CopyTo(Gradient, 0);
        return _best.Value;
    }

    private Trial? Try(double step)
    {
        for (int i = 0; i < length; i++)
        {
            Point[i] = _from[i] + (step * _direction[i]);
        }

        double value = Evaluate();
        if (double.IsNaN(value))
        {
            return null;
        }

        Trial trial = new(step, value, Vectors.Dot(Gradient, _direction));
        if (value < _best.Value && _start.Value - value > Slack)
        {
            _best = trial;
            Point.CopyTo(_bestPoint, 0);
            Gradient.CopyTo(_bestGradient, 0);
        }

        return trial;
    }

    /// <summary>Where the cubic through two trials with their slopes is least (Nocedal and Wright, equation 3.59), or the slope's secant vanishes where the values say nothing.</summary>
    private double Minimum(Trial a, Trial b)
    {
        double width = b.Step - a.Step;
        if (Math.Abs(b.Value - a.Value) <= Slack)
        {
            return a.Step - (a.Slope * width / (b.Slope - a.Slope));
        }

        double first = a.Slope + b.Slope - (3 * (b.Value - a.Value) / width);
        double second = Math.Sign(width) * Math.Sqrt((first * first) - (a.Slope * b.Slope));
        return b.Step - (width * ((b.Slope + second - first) / (b.Slope - a.Slope + (2 * second))));
    }

    private readonly record struct Trial(double Step, double Value, double Slope);
}
