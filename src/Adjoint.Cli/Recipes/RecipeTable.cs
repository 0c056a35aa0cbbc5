namespace Adjoint.Cli.Recipes;

/// <summary>The training files that are built in.</summary>
internal static class RecipeTable
{
    /// <summary>All recipes with a line of description, in the order of the help. Each is <c>Recipes/Files/NAME.json</c>.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        ("greyscale", "a noisy colour picture in, a clean grey one out"),
        ("denoise", "a noisy grey picture in, a clean one out"),
        ("denoise-colour", "the same in colour"),
        ("denoise-batchnorm", "the grey one with batch normalisation"),
        ("digits", "a picture of a digit in, which one it is out"),
    ];

    /// <summary>A recipe by name, or nothing.</summary>
    public static TrainingFile? Find(string name) => All.Any(recipe => recipe.Name == name) ? TrainingFile.BuiltIn(name) : null;
}
