using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;

namespace Adjoint.Cli.Recipes;

/// <summary>
/// Something that <c>adjoint train</c> can train by name: a model, its data, and how it learns. A new recipe is a new class and a line in
/// <see cref="RecipeTable"/>.
/// </summary>
internal interface IRecipe
{
    /// <summary>The name on the command line, and of the files.</summary>
    string Name { get; }

    /// <summary>A line for the help.</summary>
    string Description { get; }

    /// <summary>The numbers that may be given on the command line, and those that go with them.</summary>
    RecipeDefaults Defaults { get; }

    /// <summary>What is made small.</summary>
    Loss Loss { get; }

    /// <summary>How steps are made.</summary>
    Optimizer CreateOptimizer();

    /// <summary>How the learning rate changes.</summary>
    LearningRateSchedule Schedule { get; }

    /// <summary>The untrained model.</summary>
    Model CreateModel();

    /// <summary>Makes or reads the data.</summary>
    /// <param name="settings">What the user asked for.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    IRecipeData LoadData(RecipeSettings settings, CancellationToken cancellation);
}
