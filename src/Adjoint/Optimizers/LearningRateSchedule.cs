using System.Globalization;

namespace Adjoint.Optimizers;

/// <summary>How the learning rate changes in the course of training.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>The same rate throughout.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>
    /// Half a cosine from the full rate down to <paramref name="floor"/> times it (Loshchilov and Hutter 2017, equation 5, without restarts).
    /// </summary>
    /// <param name="floor">The last factor, from 0 to 1.</param>
    public static LearningRateSchedule Cosine(double floor = 0) => new CosineSchedule(floor);

    /// <summary>Name and settings, which a checkpoint compares.</summary>
    public abstract string Description { get; }

    /// <summary>The factor of the learning rate.</summary>
    /// <param name="progress">The part of training that is done, from 0 to below 1.</param>
    public abstract double Factor(double progress);

    private sealed class ConstantSchedule : LearningRateSchedule
    {
        public override string Description => "constant";

        public override double Factor(double progress) => 1;
    }

    private sealed class CosineSchedule : LearningRateSchedule
    {
        private readonly double _floor;

        public CosineSchedule(double floor)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(floor);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(floor, 1);
            _floor = floor;
        }

        public override string Description => string.Create(CultureInfo.InvariantCulture, $"cosine to {_floor:R}");

        public override double Factor(double progress) => _floor + ((1 - _floor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1))));
    }
}
