using Adjoint.Primitives.Shaping;

namespace Adjoint.Operators.InWords;

/// <summary>An axis in normal form: axes that let the same entries meet have equal keys.</summary>
/// <param name="Axis">The relation, with its first step positive and without common divisors.</param>
/// <param name="Modulus">The number up to whose multiples it holds; 0 on a line.</param>
/// <param name="Mode">How a part goes on beyond its ends, where that is not on a circle.</param>
/// <param name="Extended">That part.</param>
internal readonly record struct AxisKey(MeetingAxis Axis, int Modulus, Extension? Mode, Part Extended);
