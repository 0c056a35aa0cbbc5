using System.Numerics;
using Adjoint.Graph;
using Adjoint.Kernels.Convolution;

namespace Adjoint.Primitives.Convolution;

/// <summary>
/// A way to compute a correlation: a layout of the pictures, kernels for it, and a cost model. A plan takes the one with the largest share for its shapes.
/// </summary>
internal abstract class CorrelationForm
{
    /// <summary>How much faster another layout than that of the pictures must be.</summary>
    private const double WorthOfRelayout = 1.15;

    /// <summary>What it is called in plans.</summary>
    public abstract string Name { get; }

    /// <summary>The layout of the pictures.</summary>
    public abstract Layout Layout { get; }

    /// <summary>Whether its rounding errors are as small as those of the plain sums; a form whose are larger can be switched off.</summary>
    public virtual bool IsDirect => true;

    private static CorrelationForm Planar { get; } = new PlanarForm();

    private static CorrelationForm Interleaved { get; } = new InterleavedForm();

    /// <summary>All forms; of two that are equally good the first is taken.</summary>
    public static IReadOnlyList<CorrelationForm> All { get; } = [Planar, Interleaved, new WinogradForm()];

    /// <summary>The direct form for pictures that are in a layout already.</summary>
    public static CorrelationForm Of(Layout layout) => layout == Layout.Planar ? Planar : Interleaved;

    /// <summary>The form with the largest share; one that wants the pictures in another layout must be worth the change.</summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="ofKernel">For the gradient in the kernel.</param>
    /// <param name="present">The layout that the pictures are in now, or nothing if they are in both.</param>
    /// <param name="directOnly">Leave out forms with larger rounding errors.</param>
    public static CorrelationForm Choose(in ConvolutionGeometry geometry, bool ofKernel, Layout? present, bool directOnly)
    {
        CorrelationForm chosen = Planar;
        double best = double.NegativeInfinity;
        foreach (CorrelationForm form in All)
        {
            double share = form.Share(geometry, ofKernel) * (present is null || present == form.Layout ? WorthOfRelayout : 1);
            if (share > best && (form.IsDirect || !directOnly))
            {
                (chosen, best) = (form, share);
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
