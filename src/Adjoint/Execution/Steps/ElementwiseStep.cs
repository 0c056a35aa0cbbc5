using System.Numerics;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Execution.Steps;

/// <summary>
/// A chain of entry-by-entry operations, run block by block: each operation sweeps a block that lies in the first-level
/// cache, so that only what enters and leaves the chain touches memory.
/// </summary>
internal sealed class ElementwiseStep : PlanStep
{
    /// <summary>Elements in a block: a few blocks of float64 fit a first-level cache of 32 KiB.</summary>
    private const int Block = 512;

    /// <summary>Elements that a worker takes at a time.</summary>
    private const int Part = 32 * Block;

    /// <summary>Largest number of parts, so that scratch memory stays small; parts grow beyond.</summary>
    private const int MostParts = 32;

    private readonly Instruction[] _instructions;
    private readonly BroadcastReader?[] _readers;
    private readonly int[] _sourceRegisters;
    private readonly int _registers;
    private readonly int _parts;

    /// <summary>Makes the step.</summary>
    /// <param name="instructions">The operations in order; the last one's result is the step's.</param>
    /// <param name="reads">What enters the chain; smaller values are broadcast.</param>
    /// <param name="write">What leaves it.</param>
    public ElementwiseStep(Instruction[] instructions, PlanValue[] reads, PlanValue write)
        : base(reads, write, Parts(write.Shape) * Registers(instructions, reads, write) * Block)
    {
        _instructions = instructions;
        _readers = [.. reads.Select(read => IsDirect(read, write) ? null : new BroadcastReader(read.Shape, read.Layout, write.Shape, write.Layout))];
        _registers = Registers(instructions, reads, write);
        int next = 0;
        _sourceRegisters = [.. _readers.Select(reader => reader is null ? -1 : next++), .. instructions.SkipLast(1).Select(_ => next++), -1];
        _parts = Parts(write.Shape);
    }

    /// <summary>
    /// One operation. Sources 0 … reads − 1 are what enters the chain; source reads + i is the result of instruction i.
    /// </summary>
    /// <param name="Primitive">The operation.</param>
    /// <param name="First">Source of the first argument.</param>
    /// <param name="Second">Source of the second argument, or of the first again.</param>
    public readonly record struct Instruction(ElementwisePrimitive Primitive, int First, int Second);

    public override void Execute<T>(in KernelCall<T> call)
    {
        if (call.Result.Memory.IsEmpty)
        {
            return;
        }

        Body<T> body = new(this, call.ArgumentArray, call.Result.Memory, call.Scratch);
        call.Workers.For(_parts, ref body);
    }

    public override string ToString() => string.Join(" → ", _instructions.Select(instruction => instruction.Primitive.Name));

    private static bool IsDirect(PlanValue read, PlanValue write) => read.Shape == write.Shape;

    private static int Parts(Shape shape) => Math.Clamp((shape.Size + Part - 1) / Part, 1, MostParts);

    /// <summary>A block for each broadcast value and for each intermediate result.</summary>
    private static int Registers(Instruction[] instructions, PlanValue[] reads, PlanValue write) =>
        instructions.Length - 1 + reads.Count(read => !IsDirect(read, write));

    private readonly struct Body<T>(ElementwiseStep step, Operand<T>[] arguments, Memory<T> result, Memory<T> scratch) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            // Parts differ by at most one block, and depend on the size alone.
            int blocks = (result.Length + Block - 1) / Block;
            int first = (int)((long)blocks * part / step._parts), last = (int)((long)blocks * (part + 1) / step._parts);
            Span<T> registers = scratch.Span.Slice(part * step._registers * Block, step._registers * Block);
            Span<T> destination = result.Span;
            for (int block = first; block < last; block++)
            {
                int start = block * Block;
                RunBlock(start, destination[start..Math.Min(start + Block, destination.Length)], registers);
            }
        }

        private void RunBlock(int start, Span<T> destination, Span<T> registers)
        {
            ReadOnlySpan<Instruction> instructions = step._instructions;
            for (int i = 0; i < arguments.Length; i++)
            {
                if (step._readers[i] is BroadcastReader reader)
                {
                    reader.Read<T>(arguments[i].Span, start, Register(registers, step._sourceRegisters[i], destination.Length));
                }
            }

            for (int i = 0; i < instructions.Length; i++)
            {
                Instruction instruction = instructions[i];
                instruction.Primitive.ApplyBlock(
                    Source(instruction.First, start, destination.Length, registers),
                    Source(instruction.Second, start, destination.Length, registers),
                    i == instructions.Length - 1 ? destination : Register(registers, step._sourceRegisters[arguments.Length + i], destination.Length));
            }
        }

        private ReadOnlySpan<T> Source(int source, int start, int length, Span<T> registers) =>
            step._sourceRegisters[source] is int register and >= 0
                ? Register(registers, register, length)
                : arguments[source].Span.Slice(start, length);

        private static Span<T> Register(Span<T> registers, int register, int length) => registers.Slice(register * Block, length);
    }
}
