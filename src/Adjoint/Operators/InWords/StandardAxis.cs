using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Operators.InWords;

/// <summary>An axis as the correlation primitive states it, with positive distances, and which operands are flipped for that.</summary>
/// <param name="Axis">Stride, dilations, zeros in front and the number of outputs.</param>
/// <param name="FlipsKernel">Whether the kernel is read backwards.</param>
/// <param name="FlipsPicture">Whether the picture is.</param>
/// <param name="Behind">Zeros behind the picture; negative for entries that are left out.</param>
/// <param name="HasTaps">Whether the kernel has more than one entry.</param>
/// <param name="HasPixels">Whether the picture has.</param>
internal readonly record struct StandardAxis(CorrelationAxis Axis, bool FlipsKernel, bool FlipsPicture, int Behind, bool HasTaps, bool HasPixels)
{
    /// <summary>An axis in which no part is extended. The result is never flipped: the operands can be instead.</summary>
    public static StandardAxis Of(MeetingAxis axis, Part kernel, Part picture)
    {
        int leading = axis.Steps[Part.Result] != 0 ? axis.Steps[Part.Result] : axis.Steps[picture] != 0 ? -axis.Steps[picture] : axis.Steps[kernel];
        axis = leading < 0 ? axis.Negated() : axis;
        bool flipsPicture = axis.Steps[picture] > 0, flipsKernel = axis.Steps[kernel] < 0;
        axis = flipsPicture ? axis.Flipped(picture) : axis;
        axis = flipsKernel ? axis.Flipped(kernel) : axis;
        int stride = Math.Max(1, axis.Steps[Part.Result]), dilation = Math.Max(1, axis.Steps[kernel]), inputDilation = Math.Max(1, -axis.Steps[picture]);
        int end = ((axis.Lengths[Part.Result] - 1) * stride) + ((axis.Lengths[kernel] - 1) * dilation) + 1 - axis.Offset;
        int behind = end - (((axis.Lengths[picture] - 1) * inputDilation) + 1);
        return new StandardAxis(
            new CorrelationAxis(stride, dilation, inputDilation, axis.Offset, axis.Lengths[Part.Result]),
            flipsKernel,
            flipsPicture,
            behind,
            axis.Lengths[kernel] > 1,
            axis.Lengths[picture] > 1);
    }

    /// <summary>The correlation of an operand that moves with one that does not, both with batch and channels.</summary>
    public static Expr Assemble(IReadOnlyList<StandardAxis> axes, ChannelRoles channels, Expr kernel, Expr picture)
    {
        CorrelationAxis[] own = [.. axes.Select(axis => axis.Axis)];
        return new Correlation(ValueList.Create<CorrelationAxis>(own), channels.Contraction) { Groups = channels.Groups }.Apply(
            Flipped(kernel, channels.SpaceStart(channels.Kernel), axes, axis => axis.FlipsKernel),
            Flipped(picture, channels.SpaceStart(channels.Picture), axes, axis => axis.FlipsPicture));
    }

    private static Expr Flipped(Expr operand, int start, IReadOnlyList<StandardAxis> axes, Func<StandardAxis, bool> flips)
    {
        int[] flipped = [.. Enumerable.Range(0, axes.Count).Where(axis => flips(axes[axis])).Select(axis => axis + start)];
        return flipped.Length == 0 ? operand : new Flip(ValueList.Create<int>(flipped)).Apply(operand);
    }
}
