using System.Text;
using Adjoint.Execution.Passes;
using Adjoint.Execution.Steps;
using Adjoint.Graph;

namespace Adjoint.Execution;

/// <summary>
/// A function made ready to run: steps in order, with layouts chosen and memory laid out. Immutable and free of numbers other than
/// the constants, so one plan serves any number of sessions, threads and element types.
/// </summary>
public sealed class Plan
{
    private Plan(Function function, IReadOnlyList<PlanStep> steps, IReadOnlyList<PlanValue> outputs, IReadOnlyList<Constant> constants)
    {
        Function = function;
        Steps = steps;
        Outputs = outputs;
        Constants = constants;
        ArenaLength = MemoryPlanner.Place(steps, outputs);
        ScratchLength = steps.Count == 0 ? 0 : steps.Max(step => step.ScratchLength);
        if (WorkingLength > Array.MaxLength - 64)
        {
            throw new ShapeException($"The plan needs {WorkingLength} numbers of working memory, more than one array holds; cut the work into smaller batches or tiles.");
        }
    }

    /// <summary>What the plan computes.</summary>
    public Function Function { get; }

    /// <summary>Numbers of working memory that a session holds.</summary>
    public long WorkingLength => (long)ArenaLength + ScratchLength;

    internal IReadOnlyList<PlanStep> Steps { get; }

    internal IReadOnlyList<PlanValue> Outputs { get; }

    internal IReadOnlyList<Constant> Constants { get; }

    internal int ArenaLength { get; }

    internal int ScratchLength { get; }

    /// <summary>Compiles a function: simplify, fuse, lay out, place in memory.</summary>
    /// <param name="function">What to compute.</param>
    public static Plan Compile(Function function)
    {
        ArgumentNullException.ThrowIfNull(function);
        GraphVerifier.Verify("building", [.. function.Outputs]);
        Expr[] outputs = Simplifier.Simplify([.. function.Outputs]);
        (IReadOnlyList<PlanStep> steps, IReadOnlyList<PlanValue> results, IReadOnlyList<Constant> constants) = Lowering.Lower(function.Inputs, outputs);
        return new Plan(function, steps, results, constants);
    }

    /// <summary>The steps as text: number, operation, result's shape and layout.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        for (int i = 0; i < Steps.Count; i++)
        {
            PlanValue write = Steps[i].Write;
            text.Append(i).Append(": ").Append(write.Shape).Append(write.Layout == Layout.Planar ? " planar = " : " = ").Append(Steps[i]).AppendLine();
        }

        return text.Append("working memory: ").Append(WorkingLength).Append(" numbers").ToString();
    }
}
