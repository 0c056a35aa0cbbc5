using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// Recycles channels that have fallen silent: one whose mean activation is next to nothing beside its layer's gets a fresh kernel, and the weights
/// that read it become zero, so that the model computes what it did and the channel can learn again
/// (Sokar, Agarwal, Castro and Evci 2023, algorithm 1, "ReDo").
/// </summary>
internal static class DormantChannels
{
    /// <summary>A channel is dormant if its mean activation is at most this part of its layer's average.</summary>
    private const double Threshold = 0.005;

    /// <summary>Recycles the dormant channels of every rectified convolution that another convolution reads.</summary>
    /// <param name="model">The model; its parameters are changed.</param>
    /// <param name="probe">A batch of inputs to measure activations on.</param>
    /// <param name="seed">The seed of the fresh kernels.</param>
    /// <param name="epoch">The epoch, which keys them too.</param>
    /// <param name="touched">Told the place of every changed number in the vector of all parameters.</param>
    /// <returns>How many channels were recycled.</returns>
    public static int Recycle(Sequential model, Tensor<float> probe, long seed, int epoch, Action<int> touched)
    {
        int recycled = 0, next = 0, place = 0;
        Tensor<float> value = probe;
        IReadOnlyList<LayerDescription> layers = model.Describe(probe.Shape[1..]);
        for (int i = 0; i + 1 < layers.Count; i++)
        {
            Parameter[] parameters = [.. model.Parameters.Skip(next).Take(layers[i].Parameters.Count)];
            next += parameters.Length;
            Tensor<float> output = ChannelStatistics.Evaluate(layers[i].Layer, value, parameters);
            int following = place + layers[i].ParameterCount;
            if (layers[i].Layer is ConvolutionLayer { HasBias: true, Activation: Activation.Relu } convolution && layers[i + 1].Layer is ConvolutionLayer)
            {
                foreach (int channel in Dormant(output))
                {
                    recycled++;
                    Renew(convolution, parameters, value, channel, new KeyedRandom(seed, "recycling", epoch, place + channel));
                    Touch(parameters[0].Value, channel, place, touched);
                    touched(place + parameters[0].Value.Shape.Size + channel);
                    Disconnect(model.Parameters[next].Value, channel, following, touched);
                }

                output = ChannelStatistics.Evaluate(layers[i].Layer, value, parameters);
            }

            value = output;
            place = following;
        }

        return recycled;
    }

    /// <summary>The channels, none of which is ever below zero, whose mean is next to nothing beside the others'.</summary>
    private static int[] Dormant(Tensor<float> activations)
    {
        double[] means = [.. ChannelStatistics.Of(activations).Select(channel => channel.Mean)];
        double average = means.Average();
        return [.. Enumerable.Range(0, means.Length).Where(channel => means[channel] <= Threshold * average)];
    }

    private static void Renew(ConvolutionLayer layer, Parameter[] parameters, Tensor<float> input, int channel, KeyedRandom random)
    {
        Tensor<float> kernel = parameters[0].Value, bias = parameters[1].Value;
        float[] fresh = new float[kernel.Shape.Size / layer.OutputChannels];
        layer.Parameters(input.Shape[1..])[0].Initializer.Fill(fresh, random);
        for (int i = 0; i < fresh.Length; i++)
        {
            kernel.Span[(i * layer.OutputChannels) + channel] = fresh[i];
        }

        bias.Span[channel] = 0;
        (double, double) given = ChannelStatistics.Of(ChannelStatistics.Evaluate(layer.With(Activation.None), input, parameters))[channel];
        ChannelStatistics.Rescale(kernel, bias, channel, given, DataDependentInitialization.Hidden);
    }

    private static void Touch(Tensor<float> kernel, int channel, int place, Action<int> touched)
    {
        for (int i = channel; i < kernel.Shape.Size; i += kernel.Shape[^1])
        {
            touched(place + i);
        }
    }

    /// <summary>Sets the weights of space × in × out that read input channel <paramref name="channel"/> to zero.</summary>
    private static void Disconnect(Tensor<float> kernel, int channel, int place, Action<int> touched)
    {
        int outputs = kernel.Shape[^1], inputs = kernel.Shape[^2];
        for (int tap = 0; tap < kernel.Shape.Size / (inputs * outputs); tap++)
        {
            for (int o = 0; o < outputs; o++)
            {
                int i = (((tap * inputs) + channel) * outputs) + o;
                kernel.Span[i] = 0;
                touched(place + i);
            }
        }
    }
}
