namespace Adjoint.Metrics;

/// <summary>
/// The area under the receiver operating characteristic (AUROC) of a two-class score: the probability that a positive sample scores higher than a negative one, ties counting
/// half, which is the Mann–Whitney statistic U/(positives·negatives) (Hanley and McNeil 1982). Counted in whole numbers, so exact but for the last division, and the
/// same for any order of the samples. It keeps all scores.
/// </summary>
public sealed class AreaUnderCurve
{
    private readonly List<float> _positives = [], _negatives = [];

    /// <summary>Samples seen.</summary>
    public long Samples => (long)_positives.Count + _negatives.Count;

    /// <summary>The area, from 0 to 1; NaN where either class is absent.</summary>
    public double Value
    {
        get
        {
            float[] positives = [.. _positives], negatives = [.. _negatives];
            Array.Sort(positives);
            Array.Sort(negatives);

            // Twice U, so that halves are whole. Both lists ascend: below and upTo only move on.
            UInt128 twice = 0;
            int below = 0, upTo = 0;
            foreach (float score in positives)
            {
                while (below < negatives.Length && negatives[below] < score)
                {
                    below++;
                }

                while (upTo < negatives.Length && negatives[upTo] <= score)
                {
                    upTo++;
                }

                twice += (UInt128)((long)below + upTo);
            }

            return (double)twice / (2.0 * positives.Length * negatives.Length);
        }
    }

    /// <summary>Takes in a batch; one that is refused leaves nothing behind.</summary>
    /// <param name="scores">How likely each sample is positive, on any scale; infinities are allowed.</param>
    /// <param name="labels">Whether each is positive.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is not a number.</exception>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        if (scores.Length != labels.Length)
        {
            throw new ArgumentException($"{scores.Length} scores do not go with {labels.Length} labels.", nameof(scores));
        }

        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
            {
                throw new ArgumentException($"Sample {i} of the batch has a score that is not a number.", nameof(scores));
            }
        }

        for (int i = 0; i < scores.Length; i++)
        {
            (labels[i] ? _positives : _negatives).Add(scores[i]);
        }
    }

    /// <summary>Adds what another one has seen.</summary>
    /// <param name="other">The other one.</param>
    public void Merge(AreaUnderCurve other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _positives.AddRange(other._positives);
        _negatives.AddRange(other._negatives);
    }
}
