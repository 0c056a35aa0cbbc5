using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Tests.Layers;

/// <summary>A model that shows a layer at work.</summary>
/// <param name="Name">What is particular about it.</param>
/// <param name="IsAnySize">Whether it takes pictures of any even size of at least 6, or only those that it was made for.</param>
/// <param name="Make">Makes the model, small.</param>
public sealed record LayerCase(string Name, bool IsAnySize, Func<Model> Make)
{
    /// <summary>The model with random parameters: none of them is 0 or 1, so that each shows in the result.</summary>
    public Model Create()
    {
        Model model = Make();
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            Parameter parameter = model.Parameters[i];
            new KeyedRandom(3, "layer case", i).FillNormal(parameter.Value.Span, 0, 0.6f);
            if (parameter.Name.EndsWith(".variance", StringComparison.Ordinal))
            {
                foreach (ref float value in parameter.Value.Span)
                {
                    value = 0.4f + (value * value);
                }
            }
        }

        return model;
    }

    /// <summary>The layers, those within others included.</summary>
    public IEnumerable<Layer> Layers()
    {
        Model model = Make();
        return model.Describe(model.InputShape).SelectMany(Within);
    }

    private static IEnumerable<Layer> Within(LayerDescription layer) => layer.Layer.Parts(layer.Inputs).SelectMany(Within).Prepend(layer.Layer);
}
