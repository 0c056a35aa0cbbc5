using System.Globalization;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>Mean and standard deviation of each channel of a batch, and the channels' weights scaled to wanted ones.</summary>
internal static class ChannelStatistics
{
    /// <summary>What a layer makes of batches.</summary>
    public static Tensor<float> Evaluate(Layer layer, IReadOnlyList<Tensor<float>> inputs, IReadOnlyList<Parameter> parameters)
    {
        Variable[] read = [.. inputs.Select((input, i) => new Variable(string.Create(CultureInfo.InvariantCulture, $"input{i}"), input.Shape))];
        Variable[] variables = [.. parameters.Select(parameter => new Variable(parameter.Name, parameter.Value.Shape))];
        (Variable, Tensor<float>)[] values = [.. read.Zip(inputs), .. variables.Zip(parameters, (variable, parameter) => (variable, parameter.Value))];
        return layer.Build(read, new LayerContext(new GraphRecord(variables), 0, variables.Length, LayerMode.Inference)).Evaluate(values);
    }

    /// <summary>Mean and deviation of each channel, the last axis.</summary>
    public static (double Mean, double Deviation)[] Of(Tensor<float> batch)
    {
        int channels = batch.Shape[^1], pixels = batch.Shape.Size / channels;
        (double, double)[] statistics = new (double, double)[channels];
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, squares = 0;
            for (int i = 0; i < pixels; i++)
            {
                sum += batch.Span[(i * channels) + c];
            }

            double mean = sum / pixels;
            for (int i = 0; i < pixels; i++)
            {
                double deviation = batch.Span[(i * channels) + c] - mean;
                squares += deviation * deviation;
            }

            statistics[c] = (mean, Math.Sqrt(squares / pixels));
        }

        return statistics;
    }

    /// <summary>Scales a channel's kernel and sets its bias so that its sums get the wanted mean and deviation.</summary>
    /// <param name="kernel">Space × in × out.</param>
    /// <param name="bias">One number an output channel.</param>
    /// <param name="channel">Which output channel.</param>
    /// <param name="given">The statistics of its sums as they are.</param>
    /// <param name="wanted">The statistics that they shall have.</param>
    public static void Rescale(
        Tensor<float> kernel, Tensor<float> bias, int channel, (double Mean, double Deviation) given, (double Mean, double Deviation) wanted)
    {
        double factor = given.Deviation > 0 && wanted.Deviation > 0 ? wanted.Deviation / given.Deviation : 1;
        for (int i = channel; i < kernel.Span.Length; i += bias.Shape[0])
        {
            kernel.Span[i] = (float)(kernel.Span[i] * factor);
        }

        bias.Span[channel] = (float)(((bias.Span[channel] - given.Mean) * factor) + wanted.Mean);
    }
}
