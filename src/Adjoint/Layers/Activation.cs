namespace Adjoint.Layers;

/// <summary>A function applied to each number that leaves a layer.</summary>
public enum Activation
{
    /// <summary>None: the number itself.</summary>
    None,

    /// <summary>The rectifier max(z, 0).</summary>
    Relu,
}
