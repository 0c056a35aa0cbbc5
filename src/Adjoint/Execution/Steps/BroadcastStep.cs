using Adjoint.Graph;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Execution.Steps;

/// <summary>A broadcast that is written out in full, with the walk through memory worked out beforehand.</summary>
internal sealed class BroadcastStep(PlanValue read, PlanValue write) : PlanStep([read], write, 0)
{
    private readonly BroadcastReader _reader = new(read.Shape, read.Layout, write.Shape, write.Layout);

    public override void Execute<T>(in KernelCall<T> call) => _reader.Read<T>(call.Arguments[0].Span, 0, call.Result.Span);

    public override string ToString() => $"broadcast to {Write.Shape}";
}
