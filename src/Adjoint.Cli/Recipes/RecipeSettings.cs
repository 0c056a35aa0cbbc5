namespace Adjoint.Cli.Recipes;

/// <summary>What the user asked of a recipe.</summary>
/// <param name="Data">A folder of training data, or nothing for data that the program makes.</param>
/// <param name="Validate">A folder of validation data, or nothing for a part of the other.</param>
/// <param name="Seed">Seed of everything.</param>
/// <param name="Threads">Threads, or nothing for all cores.</param>
/// <param name="NoiseLevel">Standard deviation of noise in units of 1/255, or nothing for the recipe's own.</param>
internal sealed record RecipeSettings(string? Data, string? Validate, long Seed, int? Threads, double? NoiseLevel);
