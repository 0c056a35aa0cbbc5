using Adjoint.Graph;
using Adjoint.Kernels.Convolution;

namespace Adjoint.Primitives.Convolution;

/// <summary>Lanes are neighbouring input channels: for few output channels.</summary>
internal sealed class NarrowForm : CorrelationForm
{
    public override string Name => "interleaved, few outputs";

    public override Layout Layout => Layout.RowMajor;

    public override double Share(in ConvolutionGeometry geometry, bool ofKernel) => ofKernel ? LaneShares.NarrowGradient(geometry) : LaneShares.Narrow(geometry);

    public override int Scratch(in ConvolutionGeometry geometry, bool ofKernel) => ofKernel ? NarrowCorrelation.KernelGradientScratch(geometry) : NarrowCorrelation.ForwardScratch(geometry);

    public override void Forward<T>(in ConvolutionGeometry geometry, in KernelCall<T> call, bool swapChannels, in Epilogue<T> epilogue) =>
        NarrowCorrelation.Forward(geometry, call.Arguments[1].Span, call.Arguments[0].Span, swapChannels, epilogue, call.Result.Span, call.Scratch.Span, call.Workers);

    public override void KernelGradient<T>(in ConvolutionGeometry geometry, in KernelCall<T> call) =>
        NarrowCorrelation.KernelGradient<T>(geometry, call.Arguments[1].Span, call.Arguments[0].Span, call.Result.Span, call.Scratch.Span, call.Workers);
}
