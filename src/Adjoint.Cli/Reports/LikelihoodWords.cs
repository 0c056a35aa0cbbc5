using System.Globalization;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Optimizers;
using Adjoint.Training;

namespace Adjoint.Cli.Reports;

/// <summary>What the theory of maximum likelihood says about a run, in its own numbers.</summary>
internal static class LikelihoodWords
{
    /// <summary>NLL and cross-entropy are the same number, computed in two ways; they may differ by rounding.</summary>
    private const double Rounding = 1e-9;

    /// <summary>The joint log-likelihood, with the constant that it contains.</summary>
    /// <param name="score">The score.</param>
    /// <param name="which">Which samples: “test”.</param>
    public static string Joint(ClassificationScore score, string which) => string.Create(
        CultureInfo.InvariantCulture,
        $"Joint log-likelihood of the {score.Samples} {which} samples: {Number(score.LogLikelihood)} + Σ log p(y) nats; the second term is the pictures' own, the same constant for every model, so the largest likelihood is the smallest cross-entropy.");

    /// <summary>Tenths of a nat, or as many digits as a small number needs.</summary>
    public static string Number(double logLikelihood) => logLikelihood.ToString(Math.Abs(logLikelihood) >= 10 ? "F1" : "G3", CultureInfo.InvariantCulture);

    /// <summary>That NLL is the cross-entropy, shown.</summary>
    public static string Equality(ClassificationScore score)
    {
        double difference = Math.Abs(score.NegativeLogLikelihood - score.CrossEntropy);
        bool equal = difference <= Rounding * Math.Max(1, Math.Abs(score.CrossEntropy)) || score.NegativeLogLikelihood.Equals(score.CrossEntropy);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Per sample: −log p of the right class {score.NegativeLogLikelihood:F9} nats; cross-entropy of one-hot labels and probabilities {score.CrossEntropy:F9} nats, {(equal ? "the same number, as the theory says" : $"which differs by {difference:0.0e+0}: please report it")}.");
    }

    /// <summary>The prior that the run believes in, as a penalty on weights is one; nothing where there is none.</summary>
    /// <param name="settings">How the model learnt.</param>
    /// <param name="samples">K.</param>
    public static WeightPrior? PriorOf(TrainingSettings settings, int samples) => settings switch
    {
        { Loss: not (CrossEntropy or NegativeLogLikelihood) } => null,
        { Minimization: { } minimization } => minimization.Ridge > 0 ? WeightPrior.Of(new WeightRegularizer(0, minimization.Ridge), samples) : null,
        { Options.Prior: { } prior } => prior,
        { Options.Regularizer: { } penalty } => WeightPrior.Of(penalty, samples),
        _ => null,
    };

    /// <summary>What the prior is, and what was sought by it.</summary>
    /// <param name="settings">How the model learnt.</param>
    /// <param name="samples">K.</param>
    public static string? Prior(TrainingSettings settings, int samples)
    {
        if (PriorOf(settings, samples) is { } prior)
        {
            WeightRegularizer penalty = prior.PenaltyFor(samples);
            List<string> prices = [];
            if (penalty.L2 > 0)
            {
                prices.Add(string.Create(CultureInfo.InvariantCulture, $"l2 = {penalty.L2:G4}"));
            }

            if (penalty.L1 > 0)
            {
                prices.Add(string.Create(CultureInfo.InvariantCulture, $"l1 = {penalty.L1:G4}"));
            }

            string what = settings.Minimization is null ? "each penalised kernel weight" : "each trained weight";
            return $"The most probable weights (MAP) were sought, not those of greatest likelihood: the prior of {what} is {prior}; with K = {samples} samples that is the penalty {string.Join(", ", prices)} of the mean loss.";
        }

        return settings is { Optimizer: AdamW { WeightDecay: > 0 } adam, Loss: CrossEntropy or NegativeLogLikelihood }
            ? string.Create(CultureInfo.InvariantCulture, $"Weight decay {adam.WeightDecay:G4} acts beside Adam's step (Loshchilov and Hutter 2019), so it draws weights towards 0 but is the prior of no likelihood; \"prior-variance\" states one.")
            : null;
    }

    /// <summary>What scaling by a temperature has done, and why its minimum is the global one.</summary>
    /// <param name="temperature">T.</param>
    /// <param name="before">The score on the pictures that it was fitted on, without it.</param>
    /// <param name="after">The same with it.</param>
    public static string Temperature(double temperature, ClassificationScore before, ClassificationScore after) => string.Create(
        CultureInfo.InvariantCulture,
        $"Temperature scaling: logits are divided by T = {temperature:F4}, fitted on the validation pictures: NLL {before.NegativeLogLikelihood:F4} to {after.NegativeLogLikelihood:F4}, ECE {before.ExpectedCalibrationError:F4} to {after.ExpectedCalibrationError:F4}. The negative log likelihood is convex in 1/T, so this T is the best one; for the proof: {ConvexityOfTemperature}");

    /// <summary>The command that proves that fitting a temperature is a convex problem.</summary>
    public const string ConvexityOfTemperature = "adjoint analyze 'crossentropy(b*z, t)' --wrt b --shape b=scalar --shape z=4x3 --shape t=4x3 --onehot t";

    /// <summary>Whether the learning curves part, and what helps.</summary>
    /// <param name="history">The curves.</param>
    /// <param name="standardError">That of the validation loss.</param>
    /// <param name="remedies">What is not tried yet.</param>
    /// <param name="keepsBest">Whether the best epoch's model is the one kept.</param>
    public static string? Parting(TrainingHistory history, double standardError, IReadOnlyList<string> remedies, bool keepsBest) => Overfitting.Find(history, standardError) is not { } parting
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Overfitting from epoch {parting.Epoch + 1} on: the validation loss has risen by {100 * parting.Rise:F0} % ({parting.ValidationLoss:G4} to {parting.LaterValidationLoss:G4}) while the training loss fell from {parting.TrainingLoss:G4} to {parting.LaterTrainingLoss:G4}. {(keepsBest ? $"The model of epoch {parting.Epoch} is kept." : "The last model is kept; set 'keep-best' to keep the best one.")} What helps: more pictures; {string.Join("; ", remedies)}.");
}
