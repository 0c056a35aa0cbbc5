namespace Adjoint.Cli.Recipes;

/// <summary>Numbers of a recipe.</summary>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="BatchSize">Samples in a step.</param>
/// <param name="Seed">Seed of everything.</param>
internal sealed record RecipeDefaults(int Epochs, int BatchSize, long Seed);
