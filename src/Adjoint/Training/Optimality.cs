using System.Globalization;
using Adjoint.Analysis;
using Adjoint.Analysis.Proofs;
using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;

namespace Adjoint.Training;

/// <summary>
/// Whether the point that <see cref="Fitting"/>'s minimisation reached is the global minimum, and why. Convexity in the trained weights is proven by the analyzer for every sample; a ridge
/// makes the loss strongly convex, so that the gradient bounds the distance (Nesterov 2018, theorem 2.1.10); without one, cross-entropy of a dense layer is asked whether the classes are separable.
/// </summary>
public static class Optimality
{
    /// <summary>Judges the outcome of a minimisation.</summary>
    /// <param name="model">The model that was trained; what is frozen stays as it is.</param>
    /// <param name="source">The samples.</param>
    /// <param name="loss">What was made small.</param>
    /// <param name="result">Where it ended.</param>
    /// <param name="ridge">λ of the λ‖w‖² that was added.</param>
    /// <param name="options">How hard to look for a proof that the loss is not convex.</param>
    /// <exception cref="ArgumentException">The result is not of this model.</exception>
    public static OptimalityVerdict Of(Model model, SampleSource source, Loss loss, MinimizationResult result, double ridge = 0, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        if (result.Minimizer.Count != new ParameterLayout(model, []).TrainedLength)
        {
            throw new ArgumentException("The result has not as many numbers as the model has trained weights: judge the model that was trained, with the same layers frozen.", nameof(result));
        }

        bool classifies = loss is CrossEntropy or NegativeLogLikelihood or KullbackLeiblerDivergence;
        ConvexityVerdict convexity = Analyzer.Convexity(QuestionOf(model, source, loss, classifies), options);
        double norm = result.GradientNorm;
        bool isSmall = result.Stop == MinimizationStop.GradientSmall;
        if (convexity.Verdict != Convexity.Convex)
        {
            string found = convexity.Verdict == Convexity.Nonconvex ? "is not convex in the weights (a chord below it was found)" : "was not proven to be convex in the weights";
            return Told(null, null, null, null, $"the loss {found}, so that this is a stationary point at most: another start may end lower");
        }

        if (TargetRange(source, classifies) is string wrong)
        {
            return Told(null, null, null, null, wrong);
        }

        string reason = $"the loss is convex in the weights ({Reason(convexity.Proof!)}), so that every stationary point is a global minimum";
        if (ridge > 0)
        {
            double distance = norm / (2 * ridge), excess = norm * norm / (4 * ridge);
            return Told(isSmall ? true : null, true, distance, excess, string.Create(CultureInfo.InvariantCulture,
                $"{reason}; with the ridge {ridge:R}·‖w‖² it is strongly convex and has exactly one: a point of gradient norm g lies within g / (2·{ridge:R}) = {distance:0.0e+0} of it, and no more than g² / (4·{ridge:R}) = {excess:0.0e+0} above its value"));
        }

        (bool? attained, string because) = loss is MeanSquaredError or SumSquaredError or HuberLoss
            ? (true, "being of degree two in pieces it attains its infimum (Frank and Wolfe 1956)")
            : loss is CrossEntropy entropy ? Separability.Of(model, source, entropy, result.Minimizer) : ((bool?)null, "whether a minimiser exists is not known");
        return attained switch
        {
            false => Told(false, false, null, null, $"the loss is convex in the weights ({Reason(convexity.Proof!)}), but {because}: there is no minimum, and the weights would grow for ever; a ridge gives the problem one solution"),
            true => Told(isSmall ? true : null, true, null, null, $"{reason}, and {because}"),
            _ => Told(null, null, null, null, string.Create(CultureInfo.InvariantCulture,
                $"{reason}, and within a distance R of this point it is nowhere lower by more than {norm:0.0e+0}·R; {because}, and a ridge would settle it")),
        };

        OptimalityVerdict Told(bool? isMinimum, bool? isAttained, double? distance, double? excess, string why) =>
            new(isMinimum, isAttained, norm, distance, excess, isSmall ? why : $"{why}. It stopped before the gradient was as small as asked for", convexity);
    }

    /// <summary>The loss of one sample, for every input, target and value of what is frozen: the mean of such, with weights at least 0, is convex where they are.</summary>
    private static Question QuestionOf(Model model, SampleSource source, Loss loss, bool classifies)
    {
        IReadOnlyList<Variable> parameters = model.ParameterVariables();
        Variable input = new(Model.InputName, [1, .. source.InputShape]);
        Expr output = model.Build(input, [.. parameters], LayerMode.Training).Output;

        // Labels stand for one-hot rows, which are distributions like others.
        Variable target = new("target", classifies && output.Shape.Rank == source.TargetShape.Rank + 2 ? output.Shape : [1, .. source.TargetShape]);
        Variable? weights = source.WeightShape is { } shape ? new Variable("weights", [1, .. shape]) : null;
        Dictionary<Variable, Interval> ranges = [];
        if (classifies)
        {
            ranges[target] = Interval.Nonnegative;
        }

        if (weights is not null)
        {
            ranges[weights] = Interval.Nonnegative;
        }

        Expr value = loss.Build(output, target, weights);
        return new Question(value, [.. parameters.Zip(model.Parameters).Where(pair => pair.Second.IsTrained).Select(pair => pair.First)]) { Ranges = ranges };
    }

    /// <summary>What is wrong with targets or weights for the proof; nothing where they keep to what it asks.</summary>
    private static string? TargetRange(SampleSource source, bool classifies)
    {
        float[] input = new float[source.InputShape.Size], target = new float[source.TargetShape.Size], weights = new float[source.WeightShape?.Size ?? 0];
        for (int i = 0; i < source.Count; i++)
        {
            if (classifies)
            {
                source.Fill(0, i, input, target);
            }

            if (weights.Length > 0)
            {
                source.FillWeights(0, i, weights);
            }

            if (Array.Exists(target, entry => !(entry >= 0)) || Array.Exists(weights, entry => !(entry >= 0)))
            {
                return $"sample {i} has a target or a weight below 0, for which the loss need not be convex";
            }
        }

        return null;
    }

    /// <summary>The innermost function that bends, and what it is taken of.</summary>
    private static string Reason(Proof proof)
    {
        ProofStep? bends = proof.Steps.FirstOrDefault(step => step.Gives.IsConvex && !step.Gives.IsAffine);
        return bends is null ? "it is affine in them"
            : bends.Expression is Application node && bends.Premises.All(place => proof.Steps[place].Gives.IsAffine) ? $"'{node.Primitive.Name}' of what is affine in them is convex"
            : bends.Because;
    }
}
