namespace Adjoint.Cli.Recipes;

/// <summary>All recipes.</summary>
internal static class RecipeTable
{
    /// <summary>All recipes, in the order of the help.</summary>
    public static IReadOnlyList<IRecipe> All { get; } = [new GreyscaleRecipe()];

    /// <summary>A recipe by name, or nothing.</summary>
    public static IRecipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);
}
