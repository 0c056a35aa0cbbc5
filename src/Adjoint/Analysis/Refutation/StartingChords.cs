using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>
/// Chords that are worth looking at: random ones of many sizes, and ones between points of equal value that a symmetry makes: sign flips, channels exchanged,
/// layers scaled against each other, kernels of a single tap.
/// </summary>
internal sealed class StartingChords(Question question, PointSampler sampler, long seed)
{
    private static readonly double[] Scales = [1, 0.3, 3, 0.05, 10, 1e3, 1e5];

    /// <summary>The chord of an attempt.</summary>
    public Assignment Chord(int attempt)
    {
        double scale = Scales[attempt / Kinds % Scales.Length];
        bool positive = attempt / Kinds % 2 == 1;
        Tensor<double>[] a = Drawn(question.Moving, scale, attempt, 0, positive), free = Drawn(question.Quantified, 1, attempt, 2, positive);
        Tensor<double>[] b = (attempt % Kinds) switch
        {
            0 => [.. a.Select(Negative)],
            1 => Exchanged(a, attempt),
            2 => Drawn(question.Moving, scale, attempt, 1, positive),
            3 => Rescaled(a, attempt),
            4 => SingleTap(a, attempt),
            _ => Nearby(a, scale, attempt, positive),
        };
        for (int i = 0; i < b.Length; i++)
        {
            sampler.Project(question.Moving[i], a[i]);
            sampler.Project(question.Moving[i], b[i]);
        }

        return new Assignment(a, b, free);
    }

    private const int Kinds = 6;

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
