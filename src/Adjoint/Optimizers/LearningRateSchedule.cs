using System.Globalization;

namespace Adjoint.Optimizers;

/// <summary>How the learning rate changes in the course of training.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>The same rate throughout.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>
    /// Half a cosine from the full rate down to <paramref name="floor"/> times it (Loshchilov and Hutter 2017, equation 5, without restarts),
    /// after a rise in a straight line (Goyal et al. 2017, section 2.2), which keeps the first, still erratic steps from silencing rectifiers.
    /// </summary>
    /// <param name="floor">The last factor, from 0 to 1.</param>
    /// <param name="warmUp">The part of training spent rising, from 0 to below 1.</param>
    public static LearningRateSchedule Cosine(double floor = 0, double warmUp = 0) => new CosineSchedule(floor, warmUp);

    /// <summary>Name and settings, which a checkpoint compares.</summary>
    public abstract string Description { get; }

    /// <summary>The factor of the learning rate.</summary>
    /// <param name="position">How far training has come.</param>
    public abstract double Factor(in TrainingPosition position);

    private sealed class ConstantSchedule : LearningRateSchedule
    {
        public override string Description => "constant";

        public override double Factor(in TrainingPosition position) => 1;
    }

    private sealed class CosineSchedule : LearningRateSchedule
    {
        private readonly double _floor, _warmUp;

        public CosineSchedule(double floor, double warmUp)
        {
            if (!(floor >= 0 && floor <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(floor), floor, "The last factor must be from 0 to 1.");
            }

            if (!(warmUp >= 0 && warmUp < 1))
            {
                throw new ArgumentOutOfRangeException(nameof(warmUp), warmUp, "The part spent rising must be from 0 to below 1.");
            }

            (_floor, _warmUp) = (floor, warmUp);
        }

        public override string Description => string.Create(CultureInfo.InvariantCulture, $"cosine to {_floor:R}, warm-up {_warmUp:R}");

        public override double Factor(in TrainingPosition position)
        {
            double progress = position.Progress;
            if (progress < _warmUp)
            {
                return _floor + ((1 - _floor) * progress / _warmUp);
            }

            double fallen = Math.Clamp((progress - _warmUp) / (1 - _warmUp), 0, 1);
            return _floor + ((1 - _floor) * 0.5 * (1 + Math.Cos(Math.PI * fallen)));
        }
    }
}
