using System.Globalization;

namespace Adjoint.Optimizers.Schedules;

/// <summary>
/// Half a cosine from the full rate down to a floor (Loshchilov and Hutter 2017, equation 5, without restarts): <c>f + (1 − f)(1 + cos πp)/2</c> at part p of
/// training, after a rise in a straight line from f (Goyal et al. 2017, section 2.2), which keeps the first, still erratic steps from silencing rectifiers.
/// </summary>
public sealed class CosineSchedule : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="floor">f, the last factor, from 0 to 1.</param>
    /// <param name="warmUp">The part of training spent rising, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public CosineSchedule(double floor = 0, double warmUp = 0)
    {
        Settings.RequireFactor(floor, "The last factor", nameof(floor));
        Settings.RequireShare(warmUp, "The part spent rising", nameof(warmUp));
        (Floor, WarmUpPart) = (floor, warmUp);
    }

    /// <summary>f, the last factor.</summary>
    public double Floor { get; }

    /// <summary>The part of training spent rising.</summary>
    public double WarmUpPart { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"cosine to {Floor:R}, warm-up {WarmUpPart:R}");

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position)
    {
        double progress = position.Progress;
        if (progress < WarmUpPart)
        {
            return Floor + ((1 - Floor) * progress / WarmUpPart);
        }

        return Between(1, Floor, (progress - WarmUpPart) / (1 - WarmUpPart));
    }

    /// <summary>Half a cosine from one factor to another.</summary>
    /// <param name="from">The factor at 0.</param>
    /// <param name="to">The factor at 1.</param>
    /// <param name="part">How far between the two.</param>
    internal static double Between(double from, double to, double part) => to + ((from - to) * 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(part, 0, 1))));
}
