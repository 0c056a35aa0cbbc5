using System.Numerics;
using Adjoint.Graph;

namespace Adjoint.Execution.Steps;

/// <summary>One kernel call of a plan: what it reads, what it writes, how much scratch it needs.</summary>
internal abstract class PlanStep(PlanValue[] reads, PlanValue write, int scratchLength)
{
    public IReadOnlyList<PlanValue> Reads { get; } = reads;

    public PlanValue Write { get; } = write;

    public int ScratchLength { get; } = scratchLength;

    /// <summary>Runs the kernel. The call's arguments are <see cref="Reads"/> in order.</summary>
    public abstract void Execute<T>(in KernelCall<T> call)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>What the step does, for a person.</summary>
    public abstract override string ToString();
}
