using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>A row of a model's summary.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The shape of one sample that enters it.</param>
/// <param name="Output">The shape of one sample that leaves it.</param>
/// <param name="Parameters">Its parameters with their full names.</param>
/// <param name="MultiplyAdds">Multiplications with addition for one sample.</param>
public sealed record LayerDescription(
    string Name, Layer Layer, Shape Input, Shape Output, IReadOnlyList<ParameterSpecification> Parameters, long MultiplyAdds)
{
    /// <summary>The number of trainable numbers in the layer.</summary>
    public int ParameterCount => Parameters.Sum(parameter => parameter.Shape.Size);
}
