namespace Adjoint.Optimizers;

/// <summary>Checks that settings of optimizers and schedules are in their ranges.</summary>
internal static class Settings
{
    public static void RequireShare(double value, string name, string parameter) =>
        Require(value is >= 0 and < 1, value, $"{name} must be from 0 to below 1.", parameter);

    public static void RequirePositive(double value, string name, string parameter) =>
        Require(value > 0 && double.IsFinite(value), value, $"{name} must be a positive number.", parameter);

    /// <summary>A divisor's least value, which must not vanish in the precision that parameters have.</summary>
    public static void RequireEpsilon(double value, string parameter) =>
        Require((float)value > 0 && float.IsFinite((float)value), value, "ε must be a positive number that float32 can hold.", parameter);

    public static void RequireNotNegative(double value, string name, string parameter) =>
        Require(value >= 0 && double.IsFinite(value), value, $"{name} must be a number from 0 on.", parameter);

    public static void RequireFactor(double value, string name, string parameter) =>
        Require(value is >= 0 and <= 1, value, $"{name} must be from 0 to 1.", parameter);

    /// <summary>A part of training that is neither nothing nor all of it.</summary>
    public static void RequirePart(double value, string name, string parameter) =>
        Require(value is > 0 and < 1, value, $"{name} must be above 0 and below 1; leave out what has no steps.", parameter);

    public static void Require(bool holds, object value, string message, string parameter)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(parameter, value, message);
        }
    }
}
