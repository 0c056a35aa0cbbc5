using Adjoint.Graph;

namespace Adjoint.Execution.Steps;

/// <summary>A primitive on its own.</summary>
internal sealed class PrimitiveStep(Primitive primitive, PlanValue[] reads, PlanValue write)
    : PlanStep(reads, write, primitive.ScratchLength([.. reads.Select(read => read.Shape)]))
{
    public override void Execute<T>(in KernelCall<T> call) => primitive.Execute(call);

    public override string ToString() => primitive.ToString();
}
