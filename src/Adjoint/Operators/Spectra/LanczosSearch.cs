namespace Adjoint.Operators.Spectra;

/// <summary>Lanczos' method until the eigenvalues of both ends have converged, and again in what is orthogonal to them until nothing new comes up.</summary>
/// <param name="space">The method, before its first step.</param>
/// <param name="count">How many eigenvalues are sought at each end; not more than the domain has entries.</param>
/// <param name="options">When to stop.</param>
internal sealed class LanczosSearch(Lanczos space, int count, SpectrumOptions options)
{
    /// <summary>What is left behind by locking adds up, so that residuals must be smaller than the tolerance before.</summary>
    private const double LockedPart = 1.0 / 16;

    /// <summary>The outermost value of those not sought has settled where its residual is this small, relative to the largest magnitude: its own digits are not asked for.</summary>
    private const double Settled = 1e-6;

    private readonly List<SpectrumProgress> _history = [];
    private double[]? _locked;

    /// <summary>Whether all values that are sought have converged, and the search for further ones of the same value came to its end.</summary>
    public bool HasConverged { get; private set; }

    /// <summary>Error estimates up to which a value has converged.</summary>
    public double Tolerance => options.Tolerance * Scale;

    /// <summary>How far the search had come whenever values were computed anew.</summary>
    public IReadOnlyList<SpectrumProgress> History => _history;

    private double Scale => Math.Max(Math.Abs(space.Values[0]), Math.Abs(space.Values[^1]));

    /// <summary>Runs until it has converged, the space is complete, or as many steps as allowed were made.</summary>
    public void Run(CancellationToken cancellation)
    {
        int limit = options.Limit(keepsVectors: true);
        for (int next = 1; !HasConverged && space.Steps < limit && !space.IsComplete;)
        {
            cancellation.ThrowIfCancellationRequested();
            space.Step();
            if (space.Steps == next || space.IsComplete || space.Steps == limit)
            {
                space.Project();
                double worst = Worst(space.Errors, count);
                _history.Add(new SpectrumProgress(space.Steps, space.Values[^1], worst));
                options.Progress?.Report(_history[^1]);
                Judge(worst, isLast: space.Steps == limit);
                next = space.Steps + 1 + (Math.Min(space.Steps, space.Dimension) / 8);
            }
        }
    }

    private void Judge(double worst, bool isLast)
    {
        if (space.IsComplete)
        {
            HasConverged = worst <= Tolerance;
            return;
        }

        bool isSharp = space.Dimension >= 2 * count && worst <= Tolerance && (_locked is not null || Worst(space.Residuals, count) <= LockedPart * Tolerance);
        if (!isSharp || (_locked is not null && !HasSettled()))
        {
            return;
        }

        double[] sought = [.. space.Values.Where((_, i) => IsSought(i, count))];
        HasConverged = _locked is not null && sought.Zip(_locked).All(pair => Math.Abs(pair.First - pair.Second) <= 2 * Tolerance);
        if (!HasConverged && !isLast)
        {
            _locked = sought;
            space.Lock();
        }
    }

    /// <summary>Whether what is orthogonal to the locked vectors has shown its own ends: the first value at each end that is not sought is near an eigenvalue.</summary>
    private bool HasSettled() => space.Dimension >= (2 * count) + 2 && Worst(space.Residuals, count + 1) <= Math.Max(options.Tolerance, Settled) * Scale;

    private double Worst(double[] errors, int each) => errors.Where((_, i) => IsSought(i, each)).Max();

    private bool IsSought(int place, int each) => place < each || place >= space.Dimension - each;
}
