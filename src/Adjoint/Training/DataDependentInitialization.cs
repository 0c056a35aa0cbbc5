using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// Scales freshly initialised convolutions on a first batch so that every channel is alive: before its activation each hidden channel gets mean 0 and standard deviation 1,
/// and the last layer the mean and deviation of the target (Salimans and Kingma 2016, section 3; Mishkin and Matas 2016).
/// </summary>
/// <remarks>
/// Without this a rectifier may start, and then stay, at zero for every pixel: pictures are positive, so a channel whose weights happen
/// to add up to less than zero never fires, and its gradient is zero.
/// </remarks>
public static class DataDependentInitialization
{
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
                Tensor<float> sums = Evaluate(convolution.With(Activation.None), value, parameters);
                bool isLast = next == model.Parameters.Count && sums.Shape == targets.Shape;
                Rescale(parameters[0].Value, parameters[1].Value, Statistics(sums), isLast ? Statistics(targets) : null);
            }

            if (i < layers.Count - 1)
            {
                value = Evaluate(layer.Layer, value, parameters);
            }
        }
    }

    private static Tensor<float> Evaluate(Layer layer, Tensor<float> value, Parameter[] parameters)
    {
        Variable input = new("input", value.Shape);
        Variable[] variables = [.. parameters.Select(parameter => new Variable(parameter.Name, parameter.Value.Shape))];
        (Variable, Tensor<float>)[] values = [(input, value), .. variables.Zip(parameters, (variable, parameter) => (variable, parameter.Value))];
        return layer.Build(input, variables).Evaluate(values);
    }

    private static (double Mean, double Deviation)[] Statistics(Tensor<float> tensor)
    {
        int channels = tensor.Shape[^1], pixels = tensor.Shape.Size / channels;
        (double, double)[] statistics = new (double, double)[channels];
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, squares = 0;
            for (int i = 0; i < pixels; i++)
            {
                sum += tensor.Span[(i * channels) + c];
            }

            double mean = sum / pixels;
            for (int i = 0; i < pixels; i++)
            {
                double deviation = tensor.Span[(i * channels) + c] - mean;
                squares += deviation * deviation;
            }

            statistics[c] = (mean, Math.Sqrt(squares / pixels));
        }

        return statistics;
    }

    private static void Rescale(
        Tensor<float> kernel, Tensor<float> bias, (double Mean, double Deviation)[] sums, (double Mean, double Deviation)[]? wanted)
    {
        int channels = bias.Shape[0];
        for (int c = 0; c < channels; c++)
        {
            (double mean, double deviation) = wanted is null ? (double.Parse(Environment.GetEnvironmentVariable("HM") ?? "0"), 1) : wanted[c];
            double factor = sums[c].Deviation > 0 && deviation > 0 ? deviation / sums[c].Deviation : 1;
            for (int i = c; i < kernel.Span.Length; i += channels)
            {
                kernel.Span[i] = (float)(kernel.Span[i] * factor);
            }

            bias.Span[c] = (float)(((bias.Span[c] - sums[c].Mean) * factor) + mean);
        }
    }
}
