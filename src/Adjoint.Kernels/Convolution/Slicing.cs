namespace Adjoint.Kernels.Convolution;

/// <summary>
/// How groups and slices of volumes become pictures of their own. A group of channels of a picture lies in memory as a
/// picture with fewer channels does, so a correlation in G groups is one of G times as many pictures, whose kernel
/// depends on the group. Likewise each result slice of a volume is a picture whose source has one channel for every
/// tap along the depth and every channel: the slices that these taps see, zeros where there is none.
/// </summary>
internal readonly struct Slicing
{
    internal readonly int Groups;
    internal readonly ConvolutionAxis Depth;

    /// <summary>Which result slices the slices of this correlation are, and how many the whole result has.</summary>
    internal readonly int FirstSlice, SliceStep, AllSlices;

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly nint _sourcePlane;

    /// <summary>All slices.</summary>
    internal Slicing(in ConvolutionGeometry g)
        : this(g, AxisPhase.Whole(g.Depth))
    {
    }

    /// <summary>The slices of one phase along the depth.</summary>
    internal Slicing(in ConvolutionGeometry g, in AxisPhase phase)
    {
        Groups = g.Groups;
        Depth = phase.Axis;
        (FirstSlice, SliceStep, AllSlices) = (phase.FirstOutput, phase.OutputStep, g.Depth.Output);
        (_inputs, _outputs) = (g.InputsOfGroup, g.OutputsOfGroup);
        _sourcePlane = (nint)g.Vertical.Input * g.Horizontal.Input;
    }

    /// <summary>Source channels of one group.</summary>
    internal int Inputs => _inputs;

    /// <summary>Result channels of one group.</summary>
    internal int Outputs => _outputs;

    /// <summary>True if a picture's channels lie where a plain picture has them.</summary>
    internal bool IsFlat => Depth == ConvolutionAxis.Single;

    /// <summary>The geometry of the pictures: [batch][group][slice].</summary>
    internal ConvolutionGeometry Pictures(int batch, in ConvolutionAxis vertical, in ConvolutionAxis horizontal) =>
        new(checked(batch * Groups * Depth.Output), _inputs * Depth.Kernel, _outputs, vertical, horizontal);

    /// <summary>The group of a picture.</summary>
    internal int Group(int picture) => picture / Depth.Output % Groups;

    /// <summary>Where the source of a picture starts: its group's first plane.</summary>
    internal nint Source(int picture) => picture / Depth.Output * ((nint)_inputs * Depth.Input * _sourcePlane);

    /// <summary>Where a channel of a picture lies, counted from <see cref="Source"/>, or −1 where it is all zeros.</summary>
    internal nint SourceChannel(int picture, int channel)
    {
        (int tap, int input) = Math.DivRem(channel, _inputs);
        long position = Depth.First(picture % Depth.Output) + ((long)tap * Depth.Dilation);
        if (position < 0 || position % Depth.InputDilation != 0 || position / Depth.InputDilation >= Depth.Input) return -1;
        return (((nint)input * Depth.Input) + (nint)(position / Depth.InputDilation)) * _sourcePlane;
    }

    /// <summary>The plane of the result where the first channel of a picture lies; the next is <see cref="AllSlices"/> further.</summary>
    internal nint ResultPlane(int picture)
    {
        (int group, int slice) = Math.DivRem(picture, Depth.Output);
        return ((nint)group * _outputs * AllSlices) + FirstSlice + ((nint)slice * SliceStep);
    }
}
