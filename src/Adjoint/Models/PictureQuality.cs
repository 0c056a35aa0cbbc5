namespace Adjoint.Models;

/// <summary>How close restored pictures come to what they should be: means over the pictures.</summary>
/// <param name="PeakSignalToNoiseRatio">Decibels, range 1; positive infinity where a picture is matched exactly.</param>
/// <param name="StructuralSimilarity">SSIM with the 11×11 Gaussian window of the paper, range 1; at most 1.</param>
public readonly record struct PictureQuality(double PeakSignalToNoiseRatio, double StructuralSimilarity);
