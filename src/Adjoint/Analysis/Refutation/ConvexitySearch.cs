using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>
/// Looks for a chord that an entry of the expression rises above (or falls below): from many starting chords it climbs the relative excess, moving both ends and
/// everything that is quantified. What it finds is evaluated once more before it is given. Effort is counted in evaluations.
/// </summary>
internal sealed class ConvexitySearch
{
    private const double Wanted = 3e-6, Enough = 1e-3;
    private const int FirstLook = 16, MostReplays = 6, MostDigits = 4;

    private readonly Question _question;
    private readonly PointSampler _sampler;
    private readonly StartingChords _starts;
    private readonly Variable[] _movable;
    private readonly AnalysisClock _clock;

    public ConvexitySearch(Question question, long seed, AnalysisClock clock)
    {
        (_question, _clock) = (question, clock);
        _sampler = new PointSampler(question, seed);
        _starts = new StartingChords(question, _sampler, seed, clock);
        _movable = [.. question.Moving, .. question.Moving, .. question.Quantified];
    }

    /// <summary>Evaluations done so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Searches one entry.</summary>
    /// <param name="entry">Its place in C order.</param>
    /// <param name="above">Whether a point above a chord is sought, which refutes convexity; else one below, which refutes concavity.</param>
    /// <param name="budget">The most evaluations.</param>
    public FoundChord? Search(int entry, bool above, int budget)
    {
        ChordClimb climb = new(new ChordEvaluator(_question, entry, above ? 1 : -1), _sampler, _movable, _clock);
        (double Excess, Assignment Point)? best = null;
        int before = Evaluations, own = _starts.Evaluations, replays = 0;
        try
        {
            for (int attempt = 0; climb.Evaluations + _starts.Evaluations - own < budget && replays < MostReplays && !_clock.IsOver; attempt++)
            {
                Assignment point = _starts.Chord(attempt, climb, entry, above);
                double reached = climb.From(point);
                if (reached >= Wanted && (best is null || reached > best.Value.Excess))
                {
                    best = (reached, point);
                }

                if (best is (double excess, Assignment found) && (excess >= ChordClimb.Firm || (excess >= Enough && attempt >= FirstLook)))
                {
                    // One that does not stand makes way for others.
                    best = null;
                    replays++;
                    if (Polished(climb, found, entry, above) is FoundChord stands)
                    {
                        return stands;
                    }
                }
            }

            return best is null ? null : Polished(climb, best.Value.Point, entry, above);
        }
        catch (OperationCanceledException) when (_clock.IsOver)
        {
            return null;
        }
        finally
        {
            Evaluations = before + climb.Evaluations + _starts.Evaluations - own;
        }
    }

    /// <summary>The same chord with as few digits as still refute, which a reader follows more easily.</summary>
    private FoundChord? Polished(ChordClimb climb, Assignment point, int entry, bool above)
    {
        for (int digits = 0; digits <= MostDigits; digits++)
        {
            Assignment rounded = point.Copy();
            foreach ((Tensor<double> tensor, Variable variable) in rounded.All.Zip(_movable))
            {
                for (int i = 0; i < tensor.Span.Length; i++)
                {
                    // Adding 0 turns −0 into 0.
                    tensor.Span[i] = Math.Round(tensor.Span[i], digits) + 0.0;
                }

                _sampler.Project(variable, tensor);
            }

            if (climb.At(rounded) > Wanted && ChordReplay.Of(_question, rounded, entry, above, _clock) is FoundChord found)
            {
                return found;
            }
        }

        return ChordReplay.Of(_question, point, entry, above, _clock);
    }
}
