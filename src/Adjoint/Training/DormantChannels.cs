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
    /// <param name="touched">Told every changed number: the parameter's place among the model's, and the entry.</param>
    /// <returns>How many channels were recycled.</returns>
    public static int Recycle(Model model, Tensor<float> probe, long seed, int epoch, Action<int, int> touched)
    {
        int recycled = 0;
        ModelTrace trace = new(model, probe);
        for (int i = 0; i + 1 < model.Nodes.Count; i++)
        {
            Tensor<float> output = trace.Run(i);
            if (model.Nodes[i].Layer is not ConvolutionLayer { HasBias: true, Activation: Activation.Relu } convolution
                || model.Topology.ReadersOf(i) is not [int reader] || model.Nodes[reader].Layer is not ConvolutionLayer next
                || !IsFree(model, trace, i) || !IsFree(model, trace, reader))
            {
                continue;
            }

            int kernel = trace.FirstParameterOf(i).First, bias = kernel + 1, nextKernel = trace.FirstParameterOf(reader).First;
            IReadOnlyList<Parameter> parameters = trace.ParametersOf(i);
            foreach (int channel in Dormant(output))
            {
                recycled++;
                Renew(convolution, parameters, trace.InputsOf(i), channel, new KeyedRandom(seed, "recycling", epoch, model.Parameters.Take(kernel).Sum(parameter => parameter.Value.Shape.Size) + channel));
                Touch(parameters[0].Value, channel, entry => touched(kernel, entry));
                touched(bias, channel);
                Disconnect(model.Parameters[nextKernel].Value, next.Groups, channel, entry => touched(nextKernel, entry));
            }

            trace.Run(i);
        }

        return recycled;
    }

    /// <summary>Whether a node's parameters learn, and are its alone.</summary>
    private static bool IsFree(Model model, ModelTrace trace, int node) =>
        !model.Topology.IsShared(node) && trace.ParametersOf(node).All(parameter => parameter.IsTrained);

    /// <summary>The channels, none of which is ever below zero, whose mean is next to nothing beside the others'.</summary>
    private static int[] Dormant(Tensor<float> activations)
    {
        double[] means = [.. ChannelStatistics.Of(activations).Select(channel => channel.Mean)];
        double average = means.Average();
        return [.. Enumerable.Range(0, means.Length).Where(channel => means[channel] <= Threshold * average)];
    }

    private static void Renew(ConvolutionLayer layer, IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor<float>> inputs, int channel, KeyedRandom random)
    {
        Tensor<float> kernel = parameters[0].Value, bias = parameters[1].Value;
        float[] fresh = new float[kernel.Shape.Size / layer.OutputChannels];
        Initializer.HeNormal(fresh.Length).Fill(fresh, random);
        for (int i = 0; i < fresh.Length; i++)
        {
            kernel.Span[(i * layer.OutputChannels) + channel] = fresh[i];
        }

        bias.Span[channel] = 0;
        (double, double) given = ChannelStatistics.Of(ChannelStatistics.Evaluate(layer.With(Activation.None), inputs, parameters))[channel];
        ChannelStatistics.Rescale(kernel, bias, channel, given, DataDependentInitialization.Hidden);
    }

    private static void Touch(Tensor<float> kernel, int channel, Action<int> touched)
    {
        for (int i = channel; i < kernel.Shape.Size; i += kernel.Shape[^1])
        {
            touched(i);
        }
    }

    /// <summary>Sets the weights of space × (in / groups) × out that read input channel <paramref name="channel"/> to zero: those of its group.</summary>
    private static void Disconnect(Tensor<float> kernel, int groups, int channel, Action<int> touched)
    {
        int outputs = kernel.Shape[^1], inputs = kernel.Shape[^2], own = outputs / groups, first = channel / inputs * own;
        for (int tap = 0; tap < kernel.Shape.Size / (inputs * outputs); tap++)
        {
            for (int o = first; o < first + own; o++)
            {
                int i = (((tap * inputs) + (channel % inputs)) * outputs) + o;
                kernel.Span[i] = 0;
                touched(i);
            }
        }
    }
}
