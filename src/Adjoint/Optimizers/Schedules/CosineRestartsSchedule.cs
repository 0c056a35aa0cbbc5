using System.Globalization;

namespace Adjoint.Optimizers.Schedules;

/// <summary>
/// Cosine annealing with warm restarts (Loshchilov and Hutter 2017, equation 5): <c>f + (1 − f)(1 + cos(π T/Tᵢ))/2</c>, T being the epochs, parts of them
/// included, since the last restart and Tᵢ the period, which each restart multiplies.
/// </summary>
public sealed class CosineRestartsSchedule : LearningRateSchedule
{
    private const double LeastPeriod = 1e-3;

    /// <summary>Makes the schedule.</summary>
    /// <param name="period">T₀, the epochs to the first restart; at least a thousandth of one.</param>
    /// <param name="multiplier">T_mult, how many times longer each period is than the one before; at least 1.</param>
    /// <param name="floor">f, the factor at the end of each period, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public CosineRestartsSchedule(double period, double multiplier = 1, double floor = 0)
    {
        Settings.Require(period >= LeastPeriod && double.IsFinite(period), period, "The period must be a number of epochs, at least 0.001.", nameof(period));
        Settings.Require(multiplier >= 1 && double.IsFinite(multiplier), multiplier, "The multiplier of the period must be a number from 1 on.", nameof(multiplier));
        Settings.RequireFactor(floor, "The last factor", nameof(floor));
        (Period, Multiplier, Floor) = (period, multiplier, floor);
    }

    /// <summary>T₀, the epochs to the first restart.</summary>
    public double Period { get; }

    /// <summary>T_mult, how many times longer each period is than the one before.</summary>
    public double Multiplier { get; }

    /// <summary>f, the factor at the end of each period.</summary>
    public double Floor { get; }

    /// <inheritdoc/>
    public override string Description =>
        string.Create(CultureInfo.InvariantCulture, $"cosine-restarts to {Floor:R}, period {Period:R}, multiplier {Multiplier:R}");

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position)
    {
        double epochs = position.EpochsDone, periods = epochs / Period, restarts, start, length;
        if (Multiplier == 1)
        {
            restarts = Math.Floor(periods + 1e-9);
            (start, length) = (restarts * Period, Period);
        }
        else
        {
            // The restarts lie at T₀(mⁿ − 1)/(m − 1): n is the greatest for which that is not past.
            restarts = Math.Floor((Math.Log(1 + (periods * (Multiplier - 1))) / Math.Log(Multiplier)) + 1e-9);
            length = Period * Math.Pow(Multiplier, restarts);
            start = (length - Period) / (Multiplier - 1);
        }

        return CosineSchedule.Between(1, Floor, (epochs - start) / length);
    }
}
