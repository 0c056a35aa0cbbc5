namespace Adjoint.Metrics;

/// <summary>A bar of a reliability diagram (DeGroot and Fienberg 1983): the samples whose prediction was about as confident.</summary>
/// <param name="Lower">Confidences are above this, …</param>
/// <param name="Upper">… and up to this.</param>
/// <param name="Samples">How many there are.</param>
/// <param name="Confidence">The mean probability of the predicted class; NaN where there are no samples.</param>
/// <param name="Accuracy">The part of them that is right; NaN where there are no samples. A calibrated model has the same as its confidence.</param>
public readonly record struct ReliabilityBin(double Lower, double Upper, long Samples, double Confidence, double Accuracy);
