using Adjoint.Graph;
using Adjoint.Kernels.Convolution;
using PlanarCorrelation = Adjoint.Kernels.Convolution.Correlation;

namespace Adjoint.Primitives.Convolution;

/// <summary>Lanes are neighbouring columns: for few channels.</summary>
internal sealed class PlanarForm : CorrelationForm
{
    public override string Name => "planar";

    public override Layout Layout => Layout.Planar;

    public override double Share(in ConvolutionGeometry geometry, bool ofKernel) => ofKernel ? LaneShares.PlanarGradient(geometry) : LaneShares.Planar(geometry);

    public override int Scratch(in ConvolutionGeometry geometry, bool ofKernel) => ofKernel ? PlanarCorrelation.KernelGradientScratch(geometry) : PlanarCorrelation.ForwardScratch(geometry);

    public override void Forward<T>(in ConvolutionGeometry geometry, in KernelCall<T> call, bool swapChannels, in Epilogue<T> epilogue) =>
        PlanarCorrelation.Forward(geometry, call.Arguments[1].Span, call.Arguments[0].Span, swapChannels, epilogue, call.Result.Span, call.Scratch.Span, call.Workers);

    public override void KernelGradient<T>(in ConvolutionGeometry geometry, in KernelCall<T> call) =>
        PlanarCorrelation.KernelGradient<T>(geometry, call.Arguments[1].Span, call.Arguments[0].Span, swapChannels: false, call.Result.Span, call.Scratch.Span, call.Workers);
}
