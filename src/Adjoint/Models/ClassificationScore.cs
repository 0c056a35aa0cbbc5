using Adjoint.Metrics;

namespace Adjoint.Models;

/// <summary>How well a model classifies.</summary>
/// <param name="Samples">Pictures that it was asked about.</param>
/// <param name="Accuracy">The part that it got right.</param>
/// <param name="NegativeLogLikelihood">Mean over the pictures of −log of the probability that it gave the right class, in nats.</param>
/// <param name="ExpectedCalibrationError">How far its probabilities are from how often it is right, on average over 15 bins.</param>
/// <param name="Confusion">How often each class was taken for each.</param>
public sealed record ClassificationScore(long Samples, double Accuracy, double NegativeLogLikelihood, double ExpectedCalibrationError, ConfusionMatrix Confusion);
