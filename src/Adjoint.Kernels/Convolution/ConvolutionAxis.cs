namespace Adjoint.Kernels.Convolution;

/// <summary>
/// One axis of a correlation. Output j and tap t read the dilated position u = j·Stride + t·Dilation − PadBefore; it
/// contributes source[u / InputDilation] if InputDilation divides u and 0 ≤ u / InputDilation &lt; Input, else zero.
/// Valid, same, full, strided, dilated and transposed correlations are all of this form.
/// </summary>
/// <param name="Input">Length of the source; 0 or more.</param>
/// <param name="Kernel">Number of taps; 1 or more.</param>
/// <param name="Output">Length of the result; 0 or more. What it reads beyond the source is zero.</param>
/// <param name="Stride">Step of the window from one output to the next; 1 or more.</param>
/// <param name="Dilation">Distance between two taps; 1 or more.</param>
/// <param name="InputDilation">Distance between two source elements, zeros between them; 1 or more.</param>
/// <param name="PadBefore">Zeros before the source; negative to leave out as many dilated positions instead.</param>
public readonly record struct ConvolutionAxis(
    int Input, int Kernel, int Output, int Stride, int Dilation, int InputDilation, int PadBefore)
{
    /// <summary>One element, one tap, one output.</summary>
    internal static ConvolutionAxis Single => new(1, 1, 1, 1, 1, 1, 0);

    /// <summary>Distance between the positions that the first and the last tap read.</summary>
    internal long Reach => (long)(Kernel - 1) * Dilation;

    /// <summary>The first dilated position that output <paramref name="output"/> reads.</summary>
    internal long First(int output) => ((long)output * Stride) - PadBefore;

    /// <summary>True if every position that is read is an element of the source, so that it can be read where it lies.</summary>
    internal bool ReadsOnlySource =>
        InputDilation == 1 && PadBefore <= 0 && (Output == 0 || First(Output - 1) + Reach < Input);

    internal void Check(string name)
    {
        if (Input < 0 || Kernel < 1 || Output < 0 || Stride < 1 || Dilation < 1 || InputDilation < 1)
            throw new ArgumentException($"{this}: lengths must be 0 or more; kernel, stride and dilations 1 or more.", name);
    }
}
