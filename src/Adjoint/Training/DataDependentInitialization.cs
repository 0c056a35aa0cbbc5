using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// Scales freshly initialised convolutions on a first batch so that every channel is alive: before its activation each hidden
/// channel gets mean 1 and standard deviation 1, and the last layer the mean and deviation of the target
/// (Salimans and Kingma 2016, section 3; Mishkin and Matas 2016).
/// </summary>
/// <remarks>
/// Without this a rectifier may start, and then stay, at zero for every pixel: pictures are positive, so a channel whose weights happen
/// to add up to less than zero never fires, and its gradient is zero. With the mean one deviation above zero a rectifier starts out nearly
/// linear, so that training begins near the best linear model and bends from there.
/// </remarks>
public static class DataDependentInitialization
{
    /// <summary>Mean and deviation that the sums of a hidden channel get.</summary>
    internal static readonly (double Mean, double Deviation) Hidden = (1, 1);

    /// <summary>Scales the kernels and sets the biases of the model's convolutions that have one, layer by layer.</summary>
    /// <param name="model">A model with initialised parameters.</param>
    /// <param name="inputs">A batch of inputs.</param>
    /// <param name="targets">Their targets.</param>
    public static void Apply(Sequential model, Tensor<float> inputs, Tensor<float> targets)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        Tensor<float> value = inputs;
        int next = 0;
        IReadOnlyList<LayerDescription> layers = model.Describe(inputs.Shape[1..]);
        for (int i = 0; i < layers.Count; i++)
        {
            LayerDescription layer = layers[i];
            Parameter[] parameters = [.. model.Parameters.Skip(next).Take(layer.Parameters.Count)];
            next += parameters.Length;
            if (layer.Layer is ConvolutionLayer { HasBias: true } convolution)
            {
                Tensor<float> sums = ChannelStatistics.Evaluate(convolution.With(Activation.None), value, parameters);
                bool isLast = next == model.Parameters.Count && sums.Shape == targets.Shape;
                (double, double)[] given = ChannelStatistics.Of(sums), wanted = isLast ? ChannelStatistics.Of(targets) : [];
                for (int c = 0; c < given.Length; c++)
                {
                    ChannelStatistics.Rescale(parameters[0].Value, parameters[1].Value, c, given[c], isLast ? wanted[c] : Hidden);
                }
            }

            if (i < layers.Count - 1)
            {
                value = ChannelStatistics.Evaluate(layer.Layer, value, parameters);
            }
        }
    }
}
