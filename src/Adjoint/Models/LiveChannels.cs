using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Models;

/// <summary>How many channels of a hidden layer with a rectifier ever fire.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Alive">Channels that are above zero at some pixel.</param>
/// <param name="Channels">All channels.</param>
public sealed record LiveChannels(string Layer, int Alive, int Channels)
{
    /// <summary>
    /// Looks for dead channels: a rectifier that is zero at every pixel gives nothing and, its gradient being zero too, never learns again.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Pictures as the model gets them, height × width × channels.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <returns>A row for each layer before the last that ends in a rectifier.</returns>
    public static IReadOnlyList<LiveChannels> Count(Model model, IEnumerable<Tensor<float>> inputs, WorkerPool? workers = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        List<(string Name, Model Front, bool[] Alive)> layers = [];
        for (int i = 0; i < model.Nodes.Count - 1; i++)
        {
            if (model.Nodes[i].Layer is ConvolutionLayer { Activation: Activation.Relu } or ActivationLayer { Function: Activation.Relu })
            {
                Model front = model.Front(i);
                layers.Add((model.Nodes[i].Name, front, new bool[front.OutputShape(front.InputShape)[^1]]));
            }
        }

        foreach (Tensor<float> input in inputs)
        {
            foreach ((_, Model front, bool[] alive) in layers)
            {
                // A flag only ever goes from false to true, so that threads need no lock.
                new TiledInference(front, input.Shape).Run(
                    (region, destination) => TiledInference.CopyRows(input.Memory, input.Shape, region, destination),
                    (_, values) => Mark(values, alive),
                    workers ?? WorkerPool.Shared,
                    null,
                    default);
            }
        }

        return [.. layers.Select(layer => new LiveChannels(layer.Name, layer.Alive.Count(fires => fires), layer.Alive.Length))];
    }

    private static void Mark(ReadOnlySpan<float> values, bool[] alive)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] > 0)
            {
                alive[i % alive.Length] = true;
            }
        }
    }
}
