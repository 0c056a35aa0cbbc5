namespace Adjoint.Models;

/// <summary>How well models restore pictures.</summary>
/// <param name="Samples">The number of pictures.</param>
/// <param name="Baseline">What one would have without a model: the noisy pictures, or their luminance where models turn colour to grey.</param>
/// <param name="Models">One for each model.</param>
public sealed record RestorationScore(int Samples, PictureQuality Baseline, IReadOnlyList<PictureQuality> Models);
