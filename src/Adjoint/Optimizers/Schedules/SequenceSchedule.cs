using System.Globalization;

namespace Adjoint.Optimizers.Schedules;

/// <summary>One schedule after another, each for its share of training, and each as if its share were all of it.</summary>
public sealed class SequenceSchedule : LearningRateSchedule
{
    private readonly (LearningRateSchedule Schedule, double Share)[] _parts;
    private readonly double[] _ends;

    /// <summary>Makes the schedule.</summary>
    /// <param name="parts">Each schedule with its share of training, which is positive; the shares need not add up to 1: 1 and 3 are a quarter and three.</param>
    /// <exception cref="ArgumentException">There is no part, a share is not positive, or a part is too small to be told from nothing.</exception>
    public SequenceSchedule(params IReadOnlyList<(LearningRateSchedule Schedule, double Share)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
        {
            throw new ArgumentException("A sequence of zero schedules: give at least one.", nameof(parts));
        }

        foreach ((LearningRateSchedule schedule, double share) in parts)
        {
            ArgumentNullException.ThrowIfNull(schedule, nameof(parts));
            Settings.RequirePositive(share, "A share of training", nameof(parts));
        }

        _parts = [.. parts];
        _ends = new double[_parts.Length];
        double all = _parts.Sum(part => part.Share), sum = 0, last = 0;
        for (int i = 0; i < _ends.Length; i++)
        {
            sum += _parts[i].Share;
            _ends[i] = i == _ends.Length - 1 ? 1 : sum / all;
            if (!(_ends[i] > last))
            {
                throw new ArgumentException($"The share {_parts[i].Share.ToString("R", CultureInfo.InvariantCulture)} is nothing beside the others; leave it out.", nameof(parts));
            }

            last = _ends[i];
        }
    }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"sequence ({string.Join("; ", _parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Share:R} of {part.Schedule.Description}")))})");

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position)
    {
        // Decided by whole steps, as the part's own position is, so that no part sees a step beyond its last.
        int i = 0;
        while (i < _ends.Length - 1 && position.Step >= (long)Math.Round(_ends[i] * position.Steps))
        {
            i++;
        }

        return _parts[i].Schedule.Factor(position.Within(i == 0 ? 0 : _ends[i - 1], _ends[i]));
    }
}
