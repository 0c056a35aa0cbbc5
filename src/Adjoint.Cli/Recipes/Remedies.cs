using System.Globalization;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Training;

namespace Adjoint.Cli.Recipes;

/// <summary>What keeps a model from learning its samples by heart, as the training file calls it.</summary>
/// <param name="settings">How a model learnt.</param>
/// <param name="model">The model.</param>
/// <param name="augments">Whether its pictures were changed at random.</param>
/// <param name="samples">K: a prior is outweighed by many samples, so that a useful one is the wider the fewer there are.</param>
internal sealed class Remedies(TrainingSettings settings, Model model, bool augments, int samples)
{
    /// <summary>Penalties of a mean loss to begin with, whatever the number of samples.</summary>
    private const double UsualL2 = 1e-3, UsualL1 = 1e-4;

    /// <summary>What is not in use yet, with the setting that turns it on.</summary>
    public IReadOnlyList<string> Untried => [.. All().Where(remedy => !remedy.InUse).Select(remedy => remedy.Text)];

    private IEnumerable<(bool InUse, string Text)> All()
    {
        WeightPrior usual = WeightPrior.Of(new WeightRegularizer(UsualL1, UsualL2), samples);
        WeightRegularizer? penalty = settings.Options.Regularizer;
        WeightPrior? prior = settings.Options.Prior;
        bool ridge = settings.Minimization is { Ridge: > 0 };
        yield return (ridge || penalty?.L2 > 0 || double.IsFinite(prior?.Variance ?? double.PositiveInfinity), settings.Minimization is null
            ? string.Create(CultureInfo.InvariantCulture, $"a normal prior of the weights (\"prior-variance\": {usual.Variance:G2}, which is \"l2\": {UsualL2}; less variance for more of it)")
            : "a normal prior of the weights (\"ridge\": 1e-4)");
        if (settings.Minimization is not null)
        {
            yield break;
        }

        yield return (penalty?.L1 > 0 || double.IsFinite(prior?.Scale ?? double.PositiveInfinity), string.Create(CultureInfo.InvariantCulture, $"a Laplace prior (\"prior-scale\": {usual.Scale:G2}, which is \"l1\": {UsualL1})"));
        yield return (settings.Options.Patience is not null, "early stopping (\"patience\": 3)");
        yield return (augments, "augmentation (\"augmentation\": [{ \"kind\": \"shift\" }])");
        yield return (model.Nodes.Any(node => node.Layer is Dropout), "dropout ({ \"kind\": \"dropout\", \"rate\": 0.3 } before the last layer)");
        yield return (settings.Loss is CrossEntropy { LabelSmoothing: > 0 }, "label smoothing (\"loss\": { \"kind\": \"cross-entropy\", \"label-smoothing\": 0.1 })");
    }
}
