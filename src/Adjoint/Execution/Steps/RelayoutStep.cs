using Adjoint.Kernels.Layout;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Execution.Steps;

/// <summary>Changes the order of the axes in memory between interleaved and planar: one matrix transpose a picture.</summary>
internal sealed class RelayoutStep(PlanValue read, PlanValue write) : PlanStep([read], write, 0)
{
    public override void Execute<T>(in KernelCall<T> call)
    {
        Shape shape = Write.Shape;
        int pictures = shape[0], channels = shape[^1], pixels = shape[1..^1].Size;
        (int rows, int columns) = Write.Layout == Graph.Layout.Planar ? (pixels, channels) : (channels, pixels);
        MemoryLayout.Transpose<T>(pictures, rows, columns, call.Arguments[0].Span, call.Result.Span);
    }

    public override string ToString() => Write.Layout == Graph.Layout.Planar ? "interleaved to planar" : "planar to interleaved";
}
