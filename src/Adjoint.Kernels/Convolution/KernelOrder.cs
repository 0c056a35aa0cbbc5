namespace Adjoint.Kernels.Convolution;

/// <summary>
/// Where the weights lie: [kz][ky][kx][input of the group][output], or [kz][ky][kx][output of the group][input] if the
/// channels are exchanged, of which a phase uses every so many taps.
/// </summary>
internal readonly struct KernelOrder
{
    private readonly AxisPhase _depth, _vertical, _horizontal;
    private readonly int _rows, _columns;
    private readonly nint _tap, _group;

    /// <summary>Distance between two input channels, and between two output channels.</summary>
    internal readonly nint InputStep, OutputStep;

    internal KernelOrder(in ConvolutionGeometry g, bool swapChannels, in AxisPhase depth, in AxisPhase vertical, in AxisPhase horizontal)
    {
        (_depth, _vertical, _horizontal) = (depth, vertical, horizontal);
        (_rows, _columns) = (g.Vertical.Kernel, g.Horizontal.Kernel);
        nint row = swapChannels ? g.InputChannels : g.OutputChannels;
        (InputStep, OutputStep) = swapChannels ? (1, row) : (row, (nint)1);
        _group = swapChannels ? g.InputsOfGroup : g.OutputsOfGroup;
        _tap = (swapChannels ? g.OutputsOfGroup : g.InputsOfGroup) * row;
    }

    /// <summary>The order of all taps.</summary>
    internal static KernelOrder Whole(in ConvolutionGeometry g, bool swapChannels) =>
        new(g, swapChannels, AxisPhase.Whole(g.Depth), AxisPhase.Whole(g.Vertical), AxisPhase.Whole(g.Horizontal));

    /// <summary>Where the weights of a group's first channels for a tap of the phase lie.</summary>
    internal nint Tap(int group, int kz, int ky, int kx)
    {
        nint plane = _depth.FirstTap + ((nint)kz * _depth.TapStep), row = _vertical.FirstTap + ((nint)ky * _vertical.TapStep);
        nint column = _horizontal.FirstTap + ((nint)kx * _horizontal.TapStep);
        return (((((plane * _rows) + row) * _columns) + column) * _tap) + (group * _group);
    }
}
