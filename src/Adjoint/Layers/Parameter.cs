using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>A tensor of a model: a weight that is trained, or a state that training gathers.</summary>
/// <param name="name">The full name: layer, point, parameter, as in <c>convolution1.kernel</c>.</param>
/// <param name="value">The value, which training replaces in place.</param>
/// <param name="isState">Whether it is gathered and not trained.</param>
public sealed class Parameter(string name, Tensor<float> value, bool isState = false)
{
    /// <summary>The full name.</summary>
    public string Name { get; } = name;

    /// <summary>The value.</summary>
    public Tensor<float> Value { get; } = value;

    /// <summary>Whether it is a state, such as a running mean: training gathers it, and no gradient is taken.</summary>
    public bool IsState { get; } = isState;

    /// <summary>Whether training leaves it as it is. See <see cref="Model.Freeze"/>.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Whether training takes a gradient for it.</summary>
    public bool IsTrained => !IsState && !IsFrozen;
}
