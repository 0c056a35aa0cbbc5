using Adjoint.Graph;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Execution.Steps;

/// <summary>A sum along axes, with the walk through memory worked out beforehand.</summary>
internal sealed class SumStep(PlanValue read, PlanValue write) : PlanStep([read], write, 0)
{
    private readonly StridedAxes _axes = new(write.Shape, write.Layout, read.Shape, read.Layout);

    public override void Execute<T>(in KernelCall<T> call) => StridedSum.Execute<T>(_axes, call.Arguments[0].Span, call.Result.Span);

    public override string ToString() => $"sum to {Write.Shape}";
}
