namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The outputs of an axis that meet the same taps. Where source elements lie InputDilation = e apart, most taps of an
/// output meet one of the zeros between them. Output j and tap t meet an element where e divides j·s + t·d − b. So
/// outputs ρ + P·m with P = e / gcd(s, e) meet the taps t₀ + Q·k with Q = e / gcd(d, e) and no others, and for them
/// the place is m·(P·s/e) + k·(Q·d/e) − b′: a correlation without input dilation. A correlation is the P of them
/// side by side, and no zero is multiplied.
/// </summary>
/// <param name="FirstOutput">ρ.</param>
/// <param name="OutputStep">P.</param>
/// <param name="FirstTap">t₀.</param>
/// <param name="TapStep">Q.</param>
/// <param name="Axis">The correlation without input dilation; it has no taps where only zeros are met.</param>
internal readonly record struct AxisPhase(int FirstOutput, int OutputStep, int FirstTap, int TapStep, ConvolutionAxis Axis)
{
    /// <summary>All outputs and taps of an axis as one phase.</summary>
    internal static AxisPhase Whole(in ConvolutionAxis axis) => new(0, 1, 0, 1, axis);

    /// <summary>How many phases an axis has; fewer than P if it has fewer outputs.</summary>
    internal static int Count(in ConvolutionAxis axis) =>
        Math.Min(axis.InputDilation / Divisor(axis.Stride, axis.InputDilation), axis.Output);

    /// <summary>Phase <paramref name="output"/> of an axis: that of output <paramref name="output"/>.</summary>
    internal static AxisPhase Of(in ConvolutionAxis axis, int output)
    {
        int zeros = axis.InputDilation;
        int outputStep = zeros / Divisor(axis.Stride, zeros), tapStep = zeros / Divisor(axis.Dilation, zeros);
        int tap = 0;
        while (tap < tapStep && (axis.First(output) + ((long)tap * axis.Dilation)) % zeros != 0) tap++;
        bool meets = tap < tapStep && tap < axis.Kernel;
        return new AxisPhase(output, outputStep, tap, tapStep, new ConvolutionAxis(
            axis.Input,
            meets ? (axis.Kernel - tap + tapStep - 1) / tapStep : 0,
            (axis.Output - output + outputStep - 1) / outputStep,
            (int)((long)outputStep * axis.Stride / zeros),
            (int)((long)tapStep * axis.Dilation / zeros),
            1,
            meets ? checked((int)(-(axis.First(output) + ((long)tap * axis.Dilation)) / zeros)) : 0));
    }

    private static int Divisor(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
