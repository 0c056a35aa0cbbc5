using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>A row of a model's summary.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">The shape of one sample of each value that enters it.</param>
/// <param name="Output">The shape of one sample that leaves it.</param>
/// <param name="Parameters">Its parameters with their full names.</param>
/// <param name="MultiplyAdds">Multiplications with addition for one sample.</param>
/// <param name="Owner">The layer whose parameters these are: itself, unless it shares them with one before it.</param>
public sealed record LayerDescription(
    string Name, Layer Layer, IReadOnlyList<Shape> Inputs, Shape Output, IReadOnlyList<ParameterSpecification> Parameters, long MultiplyAdds, string Owner)
{
    /// <summary>The number of trainable numbers that the layer adds to the model; 0 where it shares another's.</summary>
    public int ParameterCount => Owner == Name ? Parameters.Where(parameter => !parameter.IsState).Sum(parameter => parameter.Shape.Size) : 0;
}
