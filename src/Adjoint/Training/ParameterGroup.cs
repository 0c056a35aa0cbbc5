using System.Globalization;
using System.Text.RegularExpressions;
using Adjoint.Configuration;
using Adjoint.Layers;

namespace Adjoint.Training;

/// <summary>Parameters that learn in their own way. A parameter belongs to the first group whose pattern its name fits.</summary>
/// <param name="Pattern">A name such as <c>convolution1.kernel</c>; a <c>*</c> in it stands for anything, as in <c>*.bias</c>.</param>
public sealed record ParameterGroup(string Pattern)
{
    /// <summary>What the learning rate is multiplied with; at least 0.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>What the optimizer's own weight decay is multiplied with; 0 spares the group.</summary>
    public double WeightDecayFactor { get; init; } = 1;

    /// <summary>What regularisation is multiplied with; 0 spares the group.</summary>
    public double RegularizationFactor { get; init; } = 1;

    /// <summary>The group in a line, which a checkpoint compares.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"{Pattern} (rate {LearningRateFactor:R}, decay {WeightDecayFactor:R}, regularisation {RegularizationFactor:R})");

    /// <summary>Reads the group's settings.</summary>
    /// <param name="settings">Where the answers come from.</param>
    public static ParameterGroup Read(SettingsReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ParameterGroup(settings.Text("parameters", "A parameter's name, as in 'convolution1.kernel'; '*' stands for anything, as in '*.bias'."))
        {
            LearningRateFactor = settings.Number("rate", "What the learning rate is multiplied with.", 1, 0),
            WeightDecayFactor = settings.Number("decay", "What the optimizer's weight decay is multiplied with.", 1, 0),
            RegularizationFactor = settings.Number("regularization", "What regularisation is multiplied with.", 1, 0),
        };
    }

    /// <summary>Refuses a group that no parameter fits, which is a slip, and factors that make no sense.</summary>
    internal void Check(Model model)
    {
        foreach (double factor in (ReadOnlySpan<double>)[LearningRateFactor, WeightDecayFactor, RegularizationFactor])
        {
            if (!(factor >= 0) || !double.IsFinite(factor))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The factors of the group '{Pattern}' must be 0 or more, not {factor}."), nameof(model));
            }
        }

        if (model.Parameters.Count > 0 && !model.Parameters.Any(parameter => Fits(parameter.Name)))
        {
            string[] names = [.. model.Parameters.Select(parameter => parameter.Name)];
            throw new ArgumentException($"No parameter fits the group '{Pattern}'{NearestName.Suggestion(Pattern, names)} The parameters are {string.Join(", ", names)}.", nameof(model));
        }
    }

    /// <summary>Whether a parameter belongs to the group.</summary>
    /// <param name="name">The parameter's full name.</param>
    public bool Fits(string name) =>
        Regex.IsMatch(name, $"^{Regex.Escape(Pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.NonBacktracking | RegexOptions.Singleline);
}
