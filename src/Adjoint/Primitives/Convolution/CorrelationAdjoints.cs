using Adjoint.Graph;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Convolution;

/// <summary>The adjoints of <see cref="Correlation"/> in its two arguments, each again a correlation.</summary>
/// <remarks>
/// Output j, tap t and picture entry p meet where <c>p·e = j·s + t·d − b</c> (stride s, dilation d, input dilation e, zeros in
/// front b). Each adjoint solves this for another of the three; where the unknown enters with a minus sign, the axis is flipped.
/// Groups stay: which channels meet does not depend on which factor is taken out.
/// </remarks>
internal static class CorrelationAdjoints
{
    /// <summary>The adjoint in the picture: p is the output, j the entry, and <c>j·s = p·e + t'·d − ((taps − 1)·d − b)</c> with t' = taps − 1 − t.</summary>
    public static Expr InPicture(Correlation forward, Expr kernel, Shape picture, Expr cotangent)
    {
        if (forward.Contraction == Contraction.Batch)
        {
            // The cotangent has the kernel's shape and its taps are the outputs j; the "kernel" argument is the picture now:
            // t·d = p·e + j'·s − ((outputs − 1)·s − b).
            CorrelationAxis[] batchAxes = [.. forward.Axes.Select((axis, i) =>
                new CorrelationAxis(axis.InputDilation, axis.Stride, axis.Dilation, ((axis.Output - 1) * axis.Stride) - axis.Before, picture[i + 1]))];
            return (forward with { Axes = ValueList.Create<CorrelationAxis>(batchAxes), Contraction = Contraction.OutputChannels })
                .Apply(FlipSpace(cotangent, forward.Axes.Count), kernel);
        }

        Contraction other = forward.Contraction == Contraction.InputChannels ? Contraction.OutputChannels : Contraction.InputChannels;
        CorrelationAxis[] axes = [.. forward.Axes.Select((axis, i) => new CorrelationAxis(
            axis.InputDilation, axis.Dilation, axis.Stride, ((forward.Taps(kernel.Shape, i) - 1) * axis.Dilation) - axis.Before, picture[i + 1]))];
        return (forward with { Axes = ValueList.Create<CorrelationAxis>(axes), Contraction = other }).Apply(FlipSpace(kernel, forward.Axes.Count), cotangent);
    }

    /// <summary>The adjoint in the kernel: t is the output, j the tap: <c>p·e = t·d + j·s − b</c>.</summary>
    public static Expr InKernel(Correlation forward, Shape kernel, Expr picture, Expr cotangent)
    {
        switch (forward.Contraction)
        {
            case Contraction.InputChannels:
                return (forward with { Axes = Exchanged(forward, kernel), Contraction = Contraction.Batch }).Apply(cotangent, picture);

            case Contraction.Batch:
                return (forward with { Axes = Exchanged(forward, kernel), Contraction = Contraction.InputChannels }).Apply(cotangent, picture);

            default:
                // Here the cotangent holds the kernel's input channels, so it must be the picture, and the picture the "kernel":
                // j·s = t'·d + p·e − ((taps − 1)·d − b), with t' = taps − 1 − t: the result comes out flipped.
                CorrelationAxis[] axes = [.. forward.Axes.Select((axis, i) => new CorrelationAxis(
                    axis.Dilation, axis.InputDilation, axis.Stride, ((forward.Taps(kernel, i) - 1) * axis.Dilation) - axis.Before, forward.Taps(kernel, i)))];
                Expr gradient = (forward with { Axes = ValueList.Create<CorrelationAxis>(axes), Contraction = Contraction.Batch }).Apply(picture, cotangent);
                return FlipSpace(gradient, forward.Axes.Count);
        }
    }

    private static ValueList<CorrelationAxis> Exchanged(Correlation forward, Shape kernel)
    {
        CorrelationAxis[] axes = [.. forward.Axes.Select((axis, i) =>
            new CorrelationAxis(axis.Dilation, axis.Stride, axis.InputDilation, axis.Before, forward.Taps(kernel, i)))];
        return ValueList.Create<CorrelationAxis>(axes);
    }

    private static Expr FlipSpace(Expr kernel, int rank)
    {
        int[] axes = [.. Enumerable.Range(0, rank)];

        // Two flips cancel; a true convolution's adjoint then shows the kernel itself.
        return kernel is Application { Primitive: Flip flip } flipped && flip.Axes.SequenceEqual(axes)
            ? flipped.Arguments[0]
            : new Flip(ValueList.Create<int>(axes)).Apply(kernel);
    }
}
