using Adjoint.Primitives.Shaping;

namespace Adjoint.Operators.InWords;

/// <summary>
/// One spatial axis of the trilinear form that a correlation and both its adjoints are: entries a, f and r of the three parts meet where
/// <c>Steps · (a, f, r) = Offset</c>. Which part is the result does not matter, and a flip is a change of sign.
/// </summary>
/// <param name="Steps">Stride, dilation and input dilation with signs; 0 for a part of length 1, unless it is extended.</param>
/// <param name="Offset">The right side.</param>
/// <param name="Lengths">The lengths of the parts.</param>
internal readonly record struct MeetingAxis(Triple Steps, int Offset, Triple Lengths)
{
    /// <summary>The first and the last place where the part would meet entries of the other two, were it endless. The last is before the first where it meets none.</summary>
    public (int First, int Last) Reach(Part part)
    {
        int step = Steps[part];
        if (step == 0)
        {
            return (0, Lengths[part] - 1);
        }

        long low = Offset, high = Offset;
        foreach (Part other in Enum.GetValues<Part>())
        {
            if (other != part)
            {
                long far = (long)Steps[other] * (Lengths[other] - 1);
                (low, high) = (low - Math.Max(far, 0), high - Math.Min(far, 0));
            }
        }

        (low, high) = step > 0 ? (low, high) : (-high, -low);
        step = Math.Abs(step);
        return ((int)-FloorDivide(-low, step), (int)FloorDivide(high, step));
    }

    /// <summary>The axis for a part of which the places from first to last are given.</summary>
    public MeetingAxis Window(Part part, int first, int last) =>
        new MeetingAxis(Steps, Offset - (Steps[part] * first), Lengths.With(part, last - first + 1)).WithoutIdleSteps(part);

    /// <summary>The axis for the part in the opposite order.</summary>
    public MeetingAxis Flipped(Part part) => new(Steps.With(part, -Steps[part]), Offset - (Steps[part] * (Lengths[part] - 1)), Lengths);

    /// <summary>The same relation with all signs changed.</summary>
    public MeetingAxis Negated() => new(Steps.Select(step => -step), -Offset, Lengths);

    /// <summary>The axis with a step of 0 where the part has one entry alone: its index is always 0.</summary>
    public MeetingAxis WithoutIdleSteps(Part part) => Lengths[part] == 1 ? this with { Steps = Steps.With(part, 0) } : this;

    /// <summary>What two axes have in common that let the same entries meet.</summary>
    /// <param name="extended">The part that goes on beyond its ends.</param>
    /// <param name="mode">How it does, or nothing.</param>
    public AxisKey Key(Part extended, Extension? mode)
    {
        MeetingAxis axis = this;
        if (mode is Extension kind)
        {
            int length = Lengths[extended];
            (int first, int last) = Reach(extended);
            mode = kind switch
            {
                _ when first >= 0 && last < length => null,
                _ when length == 1 => Extension.Circular,
                Extension.Reflect when length == 2 => Extension.Circular,
                Extension.Symmetric when first >= -1 && last <= length => Extension.Replicate,
                _ => kind,
            };
            axis = mode is null ? axis.WithoutIdleSteps(extended) : axis;
        }

        return mode switch
        {
            Extension.Circular => axis.Around(Math.Abs(Steps[extended]) * Lengths[extended]),
            null => axis.Reduced(),
            _ => new AxisKey((Steps[extended] > 0 ? axis : axis.Negated()) with { Lengths = Lengths }, 0, mode, extended),
        };
    }

    /// <summary>On a circle it does not matter which part was extended: the relation holds up to multiples of its length.</summary>
    private AxisKey Around(int modulus)
    {
        int Rest(int number) => ((number % modulus) + modulus) % modulus;
        MeetingAxis one = new(Steps.Select(Rest), Rest(Offset), Lengths), other = new(Steps.Select(step => Rest(-step)), Rest(-Offset), Lengths);
        bool first = (one.Steps.Argument, one.Steps.Fixed, one.Steps.Result, one.Offset)
            .CompareTo((other.Steps.Argument, other.Steps.Fixed, other.Steps.Result, other.Offset)) <= 0;
        return new AxisKey(first ? one : other, modulus, null, Part.Argument);
    }

    private AxisKey Reduced()
    {
        int divisor = (int)Divisor(Divisor(Steps.Argument, Steps.Fixed), Steps.Result);
        MeetingAxis axis = divisor > 1 && Offset % divisor == 0 ? new(Steps.Select(step => step / divisor), Offset / divisor, Lengths) : this;
        int sign = axis.Steps.Argument != 0 ? axis.Steps.Argument : axis.Steps.Fixed != 0 ? axis.Steps.Fixed : axis.Steps.Result != 0 ? axis.Steps.Result : axis.Offset;
        return new AxisKey(sign < 0 ? axis.Negated() : axis, 0, null, Part.Argument);
    }

    private static long Divisor(long a, long b) => b == 0 ? Math.Abs(a) : Divisor(b, a % b);

    private static long FloorDivide(long number, long by) => number >= 0 ? number / by : -((-number + by - 1) / by);
}
