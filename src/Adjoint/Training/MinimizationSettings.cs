using System.Globalization;
using Adjoint.Configuration;
using Adjoint.Optimizers;

namespace Adjoint.Training;

/// <summary>How a training file says that a model is trained on all samples at once, by L-BFGS.</summary>
/// <param name="Options">When to stop.</param>
/// <param name="Ridge">λ of <c>λ‖w‖²</c>, which is added to the loss.</param>
public sealed record MinimizationSettings(MinimizationOptions Options, double Ridge)
{
    /// <summary>The settings in a line.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"l-bfgs, history {Options.History}, tolerance {Options.GradientTolerance:R}, iterations {Options.MaximumIterations}, ridge {Ridge:R}");

    internal static MinimizationSettings Read(SettingsReader settings) => new(
        new MinimizationOptions
        {
            GradientTolerance = settings.Number("tolerance", "It is done where the gradient's norm is at most this.", 1e-6, 0),
            MaximumIterations = settings.WholeNumber("iterations", "The most iterations.", 500, 1),
            History = settings.WholeNumber("history", "Steps that are remembered.", 10, 1, 1000),
        },
        settings.Number("ridge", "The price of all weights' squares: ridge·‖w‖² is added to the loss.", 0, 0));
}
