using System.Numerics;
using Adjoint.Graph;
using Adjoint.Kernels.Convolution;

namespace Adjoint.Primitives.Convolution;

/// <summary>
/// A way to compute a correlation: a layout of the pictures, kernels for it, and a cost model. A plan takes the one that costs least for its shapes.
/// </summary>
internal abstract class CorrelationForm
{
    // Multiply-adds that a processor with registers of 16 numbers does while it moves one number into another layout: two cycles.
    private const double MultiplyAddsPerMove = 64;

    /// <summary>What it is called in plans.</summary>
    public abstract string Name { get; }

    /// <summary>The layout of the pictures.</summary>
    public abstract Layout Layout { get; }

    /// <summary>Whether its rounding errors are as small as those of the plain sums; a form whose are larger can be switched off.</summary>
    public virtual bool IsDirect => true;

    private static CorrelationForm Planar { get; } = new PlanarForm();

    private static CorrelationForm Interleaved { get; } = new InterleavedForm();

    /// <summary>All forms; of two that are equally good the first is taken.</summary>
    public static IReadOnlyList<CorrelationForm> All { get; } = [Planar, Interleaved, new NarrowForm(), new WinogradForm()];

    /// <summary>The direct form for pictures that are in a layout already.</summary>
    public static CorrelationForm Of(Layout layout) => layout == Layout.Planar ? Planar : Interleaved;

    /// <summary>The form that costs least, changes of layout counted.</summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="ofKernel">For the gradient in the kernel.</param>
    /// <param name="directOnly">Leave out forms with larger rounding errors.</param>
    /// <param name="moved">How many numbers of pictures must be brought into another layout before or afterwards, if the correlation works in this one.</param>
    public static CorrelationForm Choose(in ConvolutionGeometry geometry, bool ofKernel, bool directOnly, Func<Layout, long> moved)
    {
        CorrelationForm chosen = Planar;
        double least = double.PositiveInfinity, multiplyAdds = (double)geometry.ResultLength * geometry.Depth.Kernel * geometry.Vertical.Kernel * geometry.Horizontal.Kernel * geometry.InputChannels;
        foreach (CorrelationForm form in All.Where(form => form.IsDirect || !directOnly))
        {
            double cost = (multiplyAdds / form.Share(geometry, ofKernel)) + (MultiplyAddsPerMove * moved(form.Layout));
            if (cost < least)
            {
                (chosen, least) = (form, cost);
            }
        }

        return chosen;
    }

    /// <summary>Useful multiply-adds, by the definition of the correlation, as a share of what the processor can do; 0 where the form has no kernel.</summary>
    public abstract double Share(in ConvolutionGeometry geometry, bool ofKernel);

    /// <summary>Numbers of scratch.</summary>
    public abstract int Scratch(in ConvolutionGeometry geometry, bool ofKernel);

    /// <summary>The correlation and what is fused behind it.</summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="call">Kernel and picture, then others; the pictures are in this form's layout.</param>
    /// <param name="swapChannels">The kernel is stored with its channels exchanged.</param>
    /// <param name="epilogue">What is applied to each result before it is stored.</param>
    public abstract void Forward<T>(in ConvolutionGeometry geometry, in KernelCall<T> call, bool swapChannels, in Epilogue<T> epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The gradient in the kernel.</summary>
    /// <param name="geometry">The geometry of the forward correlation.</param>
    /// <param name="call">Cotangent and picture, in this form's layout.</param>
    public abstract void KernelGradient<T>(in ConvolutionGeometry geometry, in KernelCall<T> call)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
