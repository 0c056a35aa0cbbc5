using System.Numerics;
using System.Runtime.InteropServices;
using Adjoint.Execution.Steps;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Execution;

/// <summary>
/// A plan with memory of its own. Running it allocates nothing. A session serves one thread at a time; several sessions of one
/// plan may run at once.
/// </summary>
/// <typeparam name="T">float to train and run, double to prove and check.</typeparam>
public sealed class PlanSession<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int AlignmentInBytes = 64;

    private readonly Memory<T> _arena;
    private readonly Memory<T> _scratch;
    private readonly T[][] _constants;
    private readonly Operand<T>[][] _reads;
    private readonly Operand<T>[] _writes;
    private readonly (int Step, int Read)[][] _uses;
    private readonly Memory<T>[] _inputs;

    /// <summary>Makes a session and its memory.</summary>
    /// <param name="plan">What to run.</param>
    public PlanSession(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        Memory<T> memory = AllocateAligned(plan.ArenaLength + plan.ScratchLength);
        _arena = memory[..plan.ArenaLength];
        _scratch = memory[plan.ArenaLength..];
        _inputs = new Memory<T>[plan.Function.Inputs.Count];
        _constants = [.. plan.Constants.Select(Convert)];
        _reads = new Operand<T>[plan.Steps.Count][];
        _writes = new Operand<T>[plan.Steps.Count];
        List<(int, int)>[] uses = [.. plan.Function.Inputs.Select(_ => new List<(int, int)>())];
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            PlanStep step = plan.Steps[i];
            _reads[i] = [.. step.Reads.Select(OperandOf)];
            _writes[i] = OperandOf(step.Write);
            for (int j = 0; j < step.Reads.Count; j++)
            {
                if (step.Reads[j].Owner is { Storage: PlanStorage.Input } owner)
                {
                    uses[owner.Place].Add((i, j));
                }
            }
        }

        _uses = [.. uses.Select(list => list.ToArray())];
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>Gives an input its value. The memory is read during <see cref="Run"/>, not copied, and stays bound until it is replaced.</summary>
    /// <param name="input">Which input, in the function's order.</param>
    /// <param name="values">The entries in C order, as many as the input's shape has.</param>
    /// <exception cref="ArgumentException">The number of entries is another.</exception>
    public void Bind(int input, ReadOnlyMemory<T> values)
    {
        Variable variable = Plan.Function.Inputs[input];
        if (values.Length != variable.Shape.Size)
        {
            throw new ArgumentException($"The input '{variable.Name}' of shape {variable.Shape} takes {variable.Shape.Size} numbers, not {values.Length}.", nameof(values));
        }

        // Kernels see all memory alike; what a plan's steps read they do not write.
        Place(input, MemoryMarshal.AsMemory(values));
    }

    /// <summary>Lets go of an input's value, so that the session does not keep it alive.</summary>
    /// <param name="input">Which input, in the function's order.</param>
    internal void Release(int input) => Place(input, default);

    private void Place(int input, Memory<T> memory)
    {
        _inputs[input] = memory;
        foreach ((int step, int read) in _uses[input])
        {
            _reads[step][read] = _reads[step][read] with { Memory = memory };
        }
    }

    /// <summary>Computes the outputs from the bound inputs.</summary>
    /// <param name="workers">Threads to share the work among; the result does not depend on how many there are.</param>
    /// <exception cref="InvalidOperationException">An input has no value yet.</exception>
    public void Run(WorkerPool workers)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (_inputs[i].IsEmpty && Plan.Function.Inputs[i].Shape.Size > 0)
            {
                throw new InvalidOperationException($"The input '{Plan.Function.Inputs[i].Name}' has no value; bind one first.");
            }
        }

        for (int i = 0; i < _reads.Length; i++)
        {
            Plan.Steps[i].Execute(new KernelCall<T>(_reads[i], _writes[i], _scratch, workers));
        }
    }

    /// <summary>An output of the last run, in C order. Valid until the next run.</summary>
    /// <param name="output">Which output, in the function's order.</param>
    public ReadOnlySpan<T> Output(int output) => MemoryOf(Plan.Outputs[output]).Span;

    /// <summary>A copy of an output of the last run.</summary>
    /// <param name="output">Which output, in the function's order.</param>
    public Tensor<T> CopyOutput(int output) => new(Plan.Outputs[output].Shape, Output(output).ToArray());

    private Operand<T> OperandOf(PlanValue value) => new(MemoryOf(value), value.Shape, value.Layout);

    private Memory<T> MemoryOf(PlanValue value) => value.Owner.Storage switch
    {
        PlanStorage.Input => _inputs[value.Owner.Place],
        PlanStorage.Constant => _constants[value.Owner.Place],
        _ => _arena.Slice(value.Owner.Place, value.Shape.Size),
    };

    private static T[] Convert(Constant constant)
    {
        T[] values = new T[constant.Shape.Size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(constant.Value.Span[i]);
        }

        return values;
    }

    /// <summary>
    /// Memory that starts on a cache line. The pinned heap does not move arrays but aligns them to 8 bytes only, so a little more is
    /// taken and the front is skipped.
    /// </summary>
    private static Memory<T> AllocateAligned(int length)
    {
        int elementSize = Marshal.SizeOf<T>();
        T[] array = GC.AllocateUninitializedArray<T>(length + (AlignmentInBytes / elementSize), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        int skip = (int)((AlignmentInBytes - (address % AlignmentInBytes)) % AlignmentInBytes) / elementSize;
        return array.AsMemory(skip, length);
    }
}
