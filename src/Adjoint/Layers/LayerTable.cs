using Adjoint.Configuration;

namespace Adjoint.Layers;

/// <summary>The kinds of layers that model files and training files may name. Add your own before reading a file that uses it.</summary>
public static class LayerTable
{
    /// <summary>The kinds.</summary>
    public static KindTable<Layer> Kinds { get; } = Create();

    private static KindTable<Layer> Create()
    {
        KindTable<Layer> kinds = new("layer", new ActivationLayer(Activation.Relu));
        kinds.Add("activation", "A function of each number.", ActivationLayer.Read);
        kinds.Add("convolution", "True convolution of pictures: the kernel is flipped.", Convolution2D.Read);
        kinds.Add("correlation", "Correlation of pictures, which most deep-learning libraries call convolution.", Correlation2D.Read);
        return kinds;
    }
}
