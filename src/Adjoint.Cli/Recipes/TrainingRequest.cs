namespace Adjoint.Cli.Recipes;

/// <summary>What the user asked for on the command line.</summary>
/// <param name="Data">A folder or file of training data, or nothing for those of the training file.</param>
/// <param name="Validate">A folder or file of validation data, or nothing for a part of the other.</param>
/// <param name="Seed">Seed of everything.</param>
/// <param name="Threads">Threads, or nothing for all cores.</param>
/// <param name="NoiseLevel">Standard deviation of noise in units of 1/255, or nothing for the training file's own.</param>
internal sealed record TrainingRequest(string? Data, string? Validate, long Seed, int? Threads, double? NoiseLevel);
