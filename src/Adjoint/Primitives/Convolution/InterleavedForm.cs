using Adjoint.Graph;
using Adjoint.Kernels.Convolution;

namespace Adjoint.Primitives.Convolution;

/// <summary>Lanes are neighbouring output channels: for many channels, and pictures as small as they like.</summary>
internal sealed class InterleavedForm : CorrelationForm
{
    public override string Name => "interleaved";

    public override Layout Layout => Layout.RowMajor;

    public override double Share(in ConvolutionGeometry geometry, bool ofKernel) => ofKernel ? LaneShares.InterleavedGradient(geometry) : LaneShares.Interleaved(geometry);

    public override int Scratch(in ConvolutionGeometry geometry, bool ofKernel) => ofKernel ? InterleavedCorrelation.KernelGradientScratch(geometry) : InterleavedCorrelation.ForwardScratch(geometry);

    public override void Forward<T>(in ConvolutionGeometry geometry, in KernelCall<T> call, bool swapChannels, in Epilogue<T> epilogue) =>
        InterleavedCorrelation.Forward(geometry, call.Arguments[1].Span, call.Arguments[0].Span, swapChannels, epilogue, call.Result.Span, call.Scratch.Span, call.Workers);

    public override void KernelGradient<T>(in ConvolutionGeometry geometry, in KernelCall<T> call) =>
        InterleavedCorrelation.KernelGradient<T>(geometry, call.Arguments[1].Span, call.Arguments[0].Span, call.Result.Span, call.Scratch.Span, call.Workers);
}
