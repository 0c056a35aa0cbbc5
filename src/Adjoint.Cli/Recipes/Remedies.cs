using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Training;

namespace Adjoint.Cli.Recipes;

/// <summary>What keeps a model from learning its samples by heart, as the training file calls it.</summary>
/// <param name="settings">How a model learnt.</param>
/// <param name="model">The model.</param>
/// <param name="augments">Whether its pictures were changed at random.</param>
internal sealed class Remedies(TrainingSettings settings, Model model, bool augments)
{
    /// <summary>What is not in use yet, with the setting that turns it on.</summary>
    public IReadOnlyList<string> Untried => [.. All().Where(remedy => !remedy.InUse).Select(remedy => remedy.Text)];

    private IEnumerable<(bool InUse, string Text)> All()
    {
        WeightRegularizer? penalty = settings.Options.Regularizer;
        WeightPrior? prior = settings.Options.Prior;
        bool ridge = settings.Minimization is { Ridge: > 0 };
        yield return (ridge || penalty?.L2 > 0 || double.IsFinite(prior?.Variance ?? double.PositiveInfinity), settings.Minimization is null
            ? "a normal prior of the weights (\"prior-variance\": 0.1, or weight decay as \"l2\")"
            : "a normal prior of the weights (\"ridge\": 1e-4)");
        if (settings.Minimization is not null)
        {
            yield break;
        }

        yield return (penalty?.L1 > 0 || double.IsFinite(prior?.Scale ?? double.PositiveInfinity), "a Laplace prior (\"prior-scale\": 0.1, or \"l1\")");
        yield return (settings.Options.Patience is not null, "early stopping (\"patience\": 3)");
        yield return (augments, "augmentation (\"augmentation\": [{ \"kind\": \"shift\" }])");
        yield return (model.Nodes.Any(node => node.Layer is Dropout), "dropout ({ \"kind\": \"dropout\", \"rate\": 0.3 } before the last layer)");
        yield return (settings.Loss is CrossEntropy { LabelSmoothing: > 0 }, "label smoothing (\"loss\": { \"kind\": \"cross-entropy\", \"label-smoothing\": 0.1 })");
    }
}
