using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>Samples that are slices of two arrays, N×… inputs and N×… targets: sample i is input i with target i, in every epoch.</summary>
public sealed class ArraySamples : SampleSource
{
    private readonly Tensor<float> _inputs, _targets;

    /// <summary>Makes the source.</summary>
    /// <param name="inputs">N×…, N at least 1; shared, not copied.</param>
    /// <param name="targets">N×…; shared, not copied.</param>
    /// <exception cref="ArgumentException">There are no samples, or inputs and targets differ in number.</exception>
    public ArraySamples(Tensor<float> inputs, Tensor<float> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Shape.Rank == 0 || targets.Shape.Rank == 0 || inputs.Shape[0] != targets.Shape[0] || inputs.Shape[0] == 0)
        {
            throw new ArgumentException(
                $"Inputs and targets have the samples along their first axis, as many in both and at least one; these are {inputs.Shape} and {targets.Shape}.",
                nameof(targets));
        }

        (_inputs, _targets) = (inputs, targets);
        (InputShape, TargetShape) = (inputs.Shape[1..], targets.Shape[1..]);
    }

    /// <inheritdoc/>
    public override string Description => $"arrays of {_inputs.Shape} and {_targets.Shape}";

    /// <inheritdoc/>
    public override int Count => _inputs.Shape[0];

    /// <inheritdoc/>
    public override Shape InputShape { get; }

    /// <inheritdoc/>
    public override Shape TargetShape { get; }

    /// <summary>Reads the two arrays from <c>.npy</c> files.</summary>
    /// <param name="inputs">The file of inputs, N×….</param>
    /// <param name="targets">The file of targets, N×….</param>
    /// <exception cref="InvalidDataException">A file is no valid <c>.npy</c> file, or the two do not belong together; one line names them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ArraySamples Read(string inputs, string targets)
    {
        Tensor<float> first = NpyFile.Read<float>(inputs), second = NpyFile.Read<float>(targets);
        try
        {
            return new ArraySamples(first, second);
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException(
                $"'{inputs}' holds an array of {first.Shape} and '{targets}' one of {second.Shape}; inputs and targets need the same number of samples, at least one, along their first axes.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has not the size of its shape.</exception>
    public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} samples in an epoch.");
        }

        Copy(_inputs, index, InputShape.Size, input, nameof(input));
        Copy(_targets, index, TargetShape.Size, target, nameof(target));
    }

    private static void Copy(Tensor<float> samples, int index, int size, Span<float> destination, string name)
    {
        if (destination.Length != size)
        {
            throw new ArgumentException($"A sample has {size} numbers; there is room for {destination.Length}.", name);
        }

        samples.Span.Slice(index * size, size).CopyTo(destination);
    }
}
