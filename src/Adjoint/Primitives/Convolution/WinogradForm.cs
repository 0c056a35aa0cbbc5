using Adjoint.Graph;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Winograd;

namespace Adjoint.Primitives.Convolution;

/// <summary>
/// Kernels of 3 × 3 with a quarter of the multiplications: for many channels in single precision. Double precision, which is there to prove and check,
/// takes the plain sums.
/// </summary>
internal sealed class WinogradForm : CorrelationForm
{
    public override string Name => "Winograd F(4×4, 3×3)";

    public override Layout Layout => Layout.RowMajor;

    public override bool IsDirect => false;

    private CorrelationForm Direct => Of(Layout);

    public override double Share(in ConvolutionGeometry geometry, bool ofKernel) => ofKernel ? WinogradShares.Gradient(geometry) : WinogradShares.Forward(geometry);

    public override int Scratch(in ConvolutionGeometry geometry, bool ofKernel) => Math.Max(
        Direct.Scratch(geometry, ofKernel),
        ofKernel ? WinogradCorrelation.KernelGradientScratch(geometry) : WinogradCorrelation.ForwardScratch(geometry));

    public override void Forward<T>(in ConvolutionGeometry geometry, in KernelCall<T> call, bool swapChannels, in Epilogue<T> epilogue)
    {
        if (typeof(T) == typeof(float))
        {
            WinogradCorrelation.Forward(geometry, call.Arguments[1].Span, call.Arguments[0].Span, swapChannels, epilogue, call.Result.Span, call.Scratch.Span, call.Workers);
        }
        else
        {
            Direct.Forward(geometry, call, swapChannels, epilogue);
        }
    }

    public override void KernelGradient<T>(in ConvolutionGeometry geometry, in KernelCall<T> call)
    {
        if (typeof(T) == typeof(float))
        {
            WinogradCorrelation.KernelGradient<T>(geometry, call.Arguments[1].Span, call.Arguments[0].Span, call.Result.Span, call.Scratch.Span, call.Workers);
        }
        else
        {
            Direct.KernelGradient(geometry, call);
        }
    }
}
