using Adjoint.Metrics;

namespace Adjoint.Models;

/// <summary>How well a model classifies: what the theory of maximum likelihood asks for, and whether its probabilities may be believed.</summary>
public sealed record ClassificationScore
{
    /// <summary>K, the pictures that it was asked about.</summary>
    public required long Samples { get; init; }

    /// <summary>The part that it got right.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The k of <see cref="TopAccuracy"/>: 5, or all classes where there are fewer.</summary>
    public required int Top { get; init; }

    /// <summary>The part whose right class was among the k most likely ones.</summary>
    public required double TopAccuracy { get; init; }

    /// <summary>Mean over the pictures of −log of the probability that it gave the right class, in nats.</summary>
    public required double NegativeLogLikelihood { get; init; }

    /// <summary>The standard error of <see cref="NegativeLogLikelihood"/>: how much of it is chance in the choice of the pictures; NaN for a single one.</summary>
    public required double StandardError { get; init; }

    /// <summary>
    /// log Π p̂(xₖ|yₖ) = −K · <see cref="NegativeLogLikelihood"/>, in nats. The logarithm of the joint likelihood of the K independent samples (yₖ, xₖ) is this and Σ log p(yₖ), which no parameter of
    /// the model changes: so what makes the likelihood greatest makes the cross-entropy smallest.
    /// </summary>
    public double LogLikelihood => -Samples * NegativeLogLikelihood;

    /// <summary>Mean cross-entropy of the labels, as one-hot distributions, and the model's probabilities, in nats; computed by itself, and equal to <see cref="NegativeLogLikelihood"/>.</summary>
    public required double CrossEntropy { get; init; }

    /// <summary>Mean squared distance of the probabilities from the one-hot labels, from 0 to 2.</summary>
    public required double BrierScore { get; init; }

    /// <summary>How far its probabilities are from how often it is right, on average over 15 bins.</summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>Those bins: how often it is right where it is about as confident.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>How often each class was taken for each; its precision and recall of a class follow.</summary>
    public required ConfusionMatrix Confusion { get; init; }
}
