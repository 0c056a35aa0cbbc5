using Adjoint.Layers;

namespace Adjoint.Cli.Recipes;

/// <summary>What a training file says of its data. A new kind is a new class and a line in <see cref="DataTable"/>.</summary>
internal abstract record DataSettings
{
    /// <summary>Whether <c>--sigma</c> means anything for it.</summary>
    public virtual bool HasNoise => false;

    /// <summary>The same, with paths read as seen from a folder.</summary>
    /// <param name="folder">The folder of the training file.</param>
    public virtual DataSettings RelativeTo(string folder) => this;

    /// <summary>Makes or reads the data.</summary>
    /// <param name="model">The model that will learn from them: it says what shapes it takes and gives.</param>
    /// <param name="request">What the user asked for on the command line.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    public abstract IRecipeData Load(Model model, TrainingRequest request, CancellationToken cancellation);
}
