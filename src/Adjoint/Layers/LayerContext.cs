using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>What a layer builds its expression from besides its inputs: its parameters, the mode, random numbers, and state to renew.</summary>
public sealed class LayerContext
{
    private readonly GraphRecord _record;
    private readonly int _first, _count;

    internal LayerContext(GraphRecord record, int first, int count, LayerMode mode)
    {
        (_record, _first, _count, Mode) = (record, first, count, mode);
    }

    /// <summary>Whether the expression is to learn or to be used. In a frozen layer it is to be used, also while others learn.</summary>
    public LayerMode Mode { get; }

    /// <summary>An expression for each of the layer's parameters, in their order; of state, its newest value.</summary>
    public IReadOnlyList<Expr> Parameters => [.. Enumerable.Range(_first, _count).Select(_record.Current)];

    /// <summary>
    /// Numbers drawn evenly from [0, 1), anew at every step of training and keyed by seed, step and sample. Only in <see cref="LayerMode.Training"/>.
    /// </summary>
    /// <param name="shape">The shape; its first axis is the batch.</param>
    /// <exception cref="InvalidOperationException">The model is built to be used, which must not be random.</exception>
    public Expr Uniform(Shape shape) => Mode == LayerMode.Training
        ? _record.Uniform(shape)
        : throw new InvalidOperationException("A model that is built for inference has no random numbers: ask for them in training mode only.");

    /// <summary>Gives a state its next value, which training takes over after the step.</summary>
    /// <param name="parameter">Which of the layer's parameters; its specification says that it is a state.</param>
    /// <param name="value">The new value, of the state's shape.</param>
    /// <exception cref="InvalidOperationException">The model is built to be used, which must not change it.</exception>
    public void Update(int parameter, Expr value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfNegative(parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(parameter, _count);
        if (Mode != LayerMode.Training)
        {
            throw new InvalidOperationException("A model that is built for inference keeps its state: renew it in training mode only.");
        }

        _record.Update(_first + parameter, value);
    }

    /// <summary>The context of a layer within this one.</summary>
    /// <param name="first">The first of its parameters among this layer's.</param>
    /// <param name="count">How many it has.</param>
    public LayerContext Part(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, _count);
        return new LayerContext(_record, _first + first, count, Mode);
    }
}
