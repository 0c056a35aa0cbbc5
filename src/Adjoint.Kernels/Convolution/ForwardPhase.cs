namespace Adjoint.Kernels.Convolution;

/// <summary>One phase of a forward correlation (see <see cref="AxisPhase"/>), ready to run: the pictures that it works on, and how.</summary>
internal readonly struct ForwardPhase
{
    private readonly AxisPhase _depth, _vertical, _horizontal;

    internal readonly Slicing Slicing;
    internal readonly ConvolutionGeometry Pictures;
    internal readonly StripPlan Plan;
    internal readonly PhaseWriter Writer;

    private ForwardPhase(in ConvolutionGeometry g, int depth, int vertical, int horizontal)
    {
        (_depth, _vertical, _horizontal) = (AxisPhase.Of(g.Depth, depth), AxisPhase.Of(g.Vertical, vertical), AxisPhase.Of(g.Horizontal, horizontal));
        Slicing = new Slicing(g, _depth);
        Pictures = Slicing.Pictures(g.Batch, _vertical.Axis, _horizontal.Axis);
        Plan = HasTaps ? new StripPlan(Pictures, Slicing.IsFlat) : default;
        Writer = new PhaseWriter(g, _vertical, _horizontal);
    }

    /// <summary>How many phases a correlation has.</summary>
    internal static int Count(in ConvolutionGeometry g) =>
        checked(AxisPhase.Count(g.Depth) * AxisPhase.Count(g.Vertical) * AxisPhase.Count(g.Horizontal));

    /// <summary>Phase <paramref name="index"/> of a correlation.</summary>
    internal static ForwardPhase Of(in ConvolutionGeometry g, int index)
    {
        (index, int horizontal) = Math.DivRem(index, AxisPhase.Count(g.Horizontal));
        (int depth, int vertical) = Math.DivRem(index, AxisPhase.Count(g.Vertical));
        return new ForwardPhase(g, depth, vertical, horizontal);
    }

    /// <summary>False if the phase meets no tap.</summary>
    internal bool HasTaps => _depth.Axis.Kernel > 0 && _vertical.Axis.Kernel > 0 && _horizontal.Axis.Kernel > 0;

    /// <summary>Numbers of scratch for the weights of all groups.</summary>
    internal long WeightsLength => Slicing.Groups * Pictures.KernelLength;

    /// <summary>Numbers of scratch for the weights and for what each part works with.</summary>
    internal long Scratch =>
        HasTaps ? WeightsLength + (Plan.Parts * (Plan.StripLength(Pictures.InputChannels) + Writer.BandLength(Pictures, Plan))) : 0;

    /// <summary>Where the weights of this phase lie in the kernel.</summary>
    internal KernelOrder Order(in ConvolutionGeometry g, bool swapChannels) => new(g, swapChannels, _depth, _vertical, _horizontal);
}
