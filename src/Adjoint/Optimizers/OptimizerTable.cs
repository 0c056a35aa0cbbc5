using Adjoint.Configuration;

namespace Adjoint.Optimizers;

/// <summary>The optimizers that a training file may name. Add your own to <see cref="Kinds"/> before reading files that use it.</summary>
public static class OptimizerTable
{
    /// <summary>The kinds, each with its settings; the learning rate is <c>rate</c>.</summary>
    public static KindTable<Optimizer> Kinds { get; } = Create();

    private static KindTable<Optimizer> Create()
    {
        KindTable<Optimizer> kinds = new("optimizer", new Adam());
        kinds.Add("sgd", "Gradient descent, with momentum or Nesterov's", settings => new StochasticGradientDescent(
            Rate(settings, null),
            Share(settings, "momentum", "How much of the last step is kept, below 1", 0),
            settings.Boolean("nesterov", "Whether the step looks ahead by the momentum", false)));
        kinds.Add("adam", "Adam (Kingma and Ba 2015)", settings => new Adam(Rate(settings, 1e-3), Beta1(settings), Beta2(settings, 0.999), Epsilon(settings, 1e-8)));
        kinds.Add("adamw", "Adam with decoupled weight decay (Loshchilov and Hutter 2019)", settings => new AdamW(
            Rate(settings, 1e-3), Decay(settings, 1e-2), Beta1(settings), Beta2(settings, 0.999), Epsilon(settings, 1e-8)));
        kinds.Add("rmsprop", "RMSProp (Tieleman and Hinton 2012)", settings => new RmsProp(
            Rate(settings, 1e-2),
            Share(settings, "decay", "How slowly the mean of squared gradients moves, below 1", 0.99),
            Epsilon(settings, 1e-8),
            Share(settings, "momentum", "How much of the last step is kept, below 1", 0),
            settings.Boolean("centred", "Whether gradients are divided by their standard deviation rather than their root mean square", false)));
        kinds.Add("adagrad", "Adagrad (Duchi, Hazan and Singer 2011)", settings => new Adagrad(Rate(settings, 1e-2), Epsilon(settings, 1e-10)));
        kinds.Add("lion", "Lion (Chen et al. 2023)", settings => new Lion(Rate(settings, 1e-4), Decay(settings, 0), Beta1(settings), Beta2(settings, 0.99)));
        return kinds;
    }

    private static double Rate(SettingsReader settings, double? fallback) => settings.Number("rate", "The learning rate before any schedule, above 0", fallback, 0);

    private static double Decay(SettingsReader settings, double fallback) =>
        settings.Number("weight-decay", "The part of the parameters that each step takes off them, times the rate", fallback, 0);

    private static double Epsilon(SettingsReader settings, double fallback) =>
        settings.Number("epsilon", "What is added to the divisor, above 0", fallback, 0);

    private static double Beta1(SettingsReader settings) => Share(settings, "beta1", "How slowly the mean of gradients moves in the step, below 1", 0.9);

    private static double Beta2(SettingsReader settings, double fallback) => Share(settings, "beta2", "How slowly the second average moves, below 1", fallback);

    private static double Share(SettingsReader settings, string key, string description, double fallback) => settings.Number(key, description, fallback, 0, 1);
}
