using Adjoint.Kernels.Layout;
using Adjoint.Graph;

namespace Adjoint.Execution.Steps;

/// <summary>Changes the order of the axes in memory between interleaved and planar: one matrix transpose a picture.</summary>
internal sealed class RelayoutStep(PlanValue read, PlanValue write) : PlanStep([read], write, 0)
{
    // Taking a shape apart allocates, and running must not.
    private readonly int _pictures = write.Shape[0], _channels = write.Shape[^1], _pixels = write.Shape[1..^1].Size;

    public override void Execute<T>(in KernelCall<T> call)
    {
        (int rows, int columns) = Write.Layout == Graph.Layout.Planar ? (_pixels, _channels) : (_channels, _pixels);
        MemoryLayout.Transpose<T>(_pictures, rows, columns, call.Arguments[0].Span, call.Result.Span);
    }

    public override string ToString() => Write.Layout == Graph.Layout.Planar ? "interleaved to planar" : "planar to interleaved";
}
