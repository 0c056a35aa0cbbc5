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
    public static void Apply(Model model, Tensor<float> inputs, Tensor<float> targets)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ModelTrace trace = new(model, inputs);
        for (int i = 0; i < model.Nodes.Count; i++)
        {
            if (model.Nodes[i].Layer is ConvolutionLayer { HasBias: true, Initialization: not Initialization.Zeros } convolution && !model.Topology.IsShared(i)
                && trace.ParametersOf(i).All(parameter => parameter.IsTrained))
            {
                IReadOnlyList<Parameter> parameters = trace.ParametersOf(i);
                Tensor<float> sums = ChannelStatistics.Evaluate(convolution.With(Activation.None), trace.InputsOf(i), parameters);
                bool isLast = i == model.Nodes.Count - 1 && sums.Shape == targets.Shape;
                (double, double)[] given = ChannelStatistics.Of(sums), wanted = isLast ? ChannelStatistics.Of(targets) : [];
                for (int c = 0; c < given.Length; c++)
                {
                    ChannelStatistics.Rescale(parameters[0].Value, parameters[1].Value, c, given[c], isLast ? wanted[c] : Hidden);
                }
            }

            if (i < model.Nodes.Count - 1)
            {
                trace.Run(i);
            }
        }
    }
}
