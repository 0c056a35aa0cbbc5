using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>
/// Chords that are worth looking at: random ones of many sizes, and ones between points of equal value that a symmetry makes: sign flips, channels exchanged,
/// layers scaled against each other, kernels of a single tap; chords about points at which a part of the expression turns, and along the direction that bends most.
/// </summary>
internal sealed class StartingChords(Question question, PointSampler sampler, long seed, AnalysisClock clock)
{
    private const int Simple = 2, Kinds = 8, Turn = 6, Bend = 7;
    private static readonly double[] Scales = [1, 0.3, 3, 0.05, 10, 1e3, 1e5], FreeScales = [1, 1, 3, 0.3, 100];

    private TurningPoints? _turning;
    private (int Entry, CurvatureSearch Search)? _curvature;
    private int _others;

    /// <summary>Evaluations of parts and of the Hessian so far.</summary>
    public int Evaluations => _others + (_curvature?.Search.Evaluations ?? 0);

    /// <summary>The chord of an attempt.</summary>
    /// <param name="attempt">Which attempt.</param>
    /// <param name="climb">Chooses lengths of chords.</param>
    /// <param name="entry">The entry's place in C order.</param>
    /// <param name="above">Whether the expression shall bend down.</param>
    public Assignment Chord(int attempt, ChordClimb climb, int entry, bool above)
    {
        if (attempt < Simple)
        {
            return Plain(attempt == 0);
        }

        attempt -= Simple;
        int cycle = attempt / Kinds, kind = attempt % Kinds;
        double scale = Scales[cycle % Scales.Length];
        bool positive = cycle % 2 == 1;
        Tensor<double>[] a = Drawn(question.Moving, scale, attempt, 0, positive), free = Drawn(question.Quantified, FreeScales[cycle % FreeScales.Length], attempt, 2, positive);
        if (kind is Turn or Bend && About(kind, cycle, a, free, attempt, climb, entry, above) is Assignment chord)
        {
            return chord;
        }

        Tensor<double>[] b = kind switch
        {
            0 => [.. a.Select(Negative)],
            1 => Exchanged(a, attempt),
            2 => Drawn(question.Moving, scale, attempt, 1, positive),
            3 => Rescaled(a, attempt),
            4 => SingleTap(a, attempt),
            _ => Nearby(a, scale, attempt, positive),
        };
        Project(a);
        Project(b);
        return new Assignment(a, b, free);
    }

    /// <summary>Ones against minus ones, everything else one: what a case of numbers alone tells, an expression of kernels of a single tap and pictures of one grey tells too.</summary>
    private Assignment Plain(bool singleTap)
    {
        Tensor<double>[] a = Ones(question.Moving), free = Ones(question.Quantified);
        foreach (Tensor<double> value in singleTap ? a : [])
        {
            for (int i = 0; i < value.Span.Length; i++)
            {
                value.Span[i] = i == value.Span.Length / 2 ? 1 : 0;
            }
        }

        Tensor<double>[] b = [.. a.Select(Negative)];
        Project(a);
        Project(b);
        return new Assignment(a, b, free);
    }

    private Tensor<double>[] Ones(IReadOnlyList<Variable> variables) => [.. variables.Select(variable =>
    {
        Tensor<double> value = new(variable.Shape);
        value.Span.Fill(1);
        sampler.Project(variable, value);
        return value;
    })];

    /// <summary>A chord about a point: one where a part turns, in a random direction; or any, and in every other cycle one where a part turns, in the direction that bends most.</summary>
    private Assignment? About(int kind, int cycle, Tensor<double>[] center, Tensor<double>[] free, int attempt, ChordClimb climb, int entry, bool above)
    {
        if (kind == Turn || cycle % 2 == 1)
        {
            _turning ??= new TurningPoints(question, seed);
            if (_turning.Count == 0 && kind == Turn)
            {
                return null;
            }

            _others += _turning.Count == 0 ? 0 : _turning.Approach(center, free, cycle, clock);
            Project(center);
        }

        Tensor<double>[]? direction = null;
        if (kind == Bend)
        {
            if (_curvature is not (int known, _) || known != entry)
            {
                _others = Evaluations;
                _curvature = (entry, new CurvatureSearch(question, entry));
            }

            direction = _curvature.Value.Search.Direction(center, free, above, seed, clock);
        }

        return climb.About(center, direction ?? Unit(Drawn(question.Moving, 1, attempt, 1, positive: false)), free);
    }

    private static Tensor<double>[] Unit(Tensor<double>[] direction)
    {
        double norm = Math.Sqrt(direction.Sum(tensor => tensor.Span.ToArray().Sum(entry => entry * entry)));
        return [.. direction.Select(tensor => Scaled(tensor, norm > 0 ? 1 / norm : 1))];
    }

    private void Project(Tensor<double>[] moving)
    {
        for (int i = 0; i < moving.Length; i++)
        {
            sampler.Project(question.Moving[i], moving[i]);
        }
    }

    private Tensor<double>[] Drawn(IReadOnlyList<Variable> variables, double scale, int attempt, int role, bool positive) =>
        [.. variables.Select(variable => sampler.Draw(variable, scale, attempt, role, positive))];

    private static Tensor<double> Negative(Tensor<double> value) => Scaled(value, -1);

    private static Tensor<double> Scaled(Tensor<double> value, double factor) => new(value.Shape, [.. value.Span.ToArray().Select(entry => factor * entry)]);

    /// <summary>Two channels exchanged wherever an axis has as many: hidden units may be numbered in any order.</summary>
    private Tensor<double>[] Exchanged(Tensor<double>[] a, int attempt)
    {
        KeyedRandom random = new(seed, "exchanged channels", attempt);
        int[] lengths = [.. a.SelectMany(value => value.Shape).Where(length => length > 1).Distinct().Order()];
        if (lengths.Length == 0)
        {
            return [.. a.Select(Negative)];
        }

        int length = lengths[random.NextInt(lengths.Length)], first = random.NextInt(length), second = (first + 1 + random.NextInt(length - 1)) % length;
        return [.. a.Select(value => Exchange(value, length, first, second))];
    }

    private static Tensor<double> Exchange(Tensor<double> value, int length, int first, int second)
    {
        Tensor<double> result = value.Clone();
        int inner = 1;
        for (int axis = value.Shape.Rank - 1; axis >= 0; axis--)
        {
            if (value.Shape[axis] == length)
            {
                double[] before = result.Span.ToArray();
                for (int i = 0; i < before.Length; i++)
                {
                    int place = i / inner % length;
                    int other = place == first ? second : place == second ? first : place;
                    result.Span[i] = before[i + ((other - place) * inner)];
                }
            }

            inner *= value.Shape[axis];
        }

        return result;
    }

    /// <summary>One tensor larger and another smaller by the same factor: two layers of degree one give the same product.</summary>
    private Tensor<double>[] Rescaled(Tensor<double>[] a, int attempt)
    {
        if (a.Length < 2)
        {
            return [.. a.Select(value => Scaled(value, 3))];
        }

        KeyedRandom random = new(seed, "rescaled layers", attempt);
        int up = random.NextInt(a.Length), down = (up + 1 + random.NextInt(a.Length - 1)) % a.Length;
        return [.. a.Select((value, i) => Scaled(value, i == up ? 4 : i == down ? 0.25 : 1))];
    }

    /// <summary>Both ends are kernels of a single tap, of opposite signs.</summary>
    private Tensor<double>[] SingleTap(Tensor<double>[] a, int attempt)
    {
        KeyedRandom random = new(seed, "single taps", attempt);
        foreach (Tensor<double> value in a)
        {
            int place = value.Span.IsEmpty ? 0 : random.NextInt(value.Span.Length);
            for (int i = 0; i < value.Span.Length; i++)
            {
                value.Span[i] = i == place ? value.Span[i] : 0;
            }
        }

        return [.. a.Select(Negative)];
    }

    /// <summary>A short chord, which sees negative curvature.</summary>
    private Tensor<double>[] Nearby(Tensor<double>[] a, double scale, int attempt, bool positive)
    {
        Tensor<double>[] step = Drawn(question.Moving, 0.2 * scale, attempt, 1, positive);
        return [.. a.Select((value, i) => new Tensor<double>(value.Shape, [.. value.Span.ToArray().Zip(step[i].Span.ToArray(), (entry, move) => entry + move)]))];
    }
}
