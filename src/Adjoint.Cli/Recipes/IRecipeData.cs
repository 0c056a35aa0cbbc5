using Adjoint.Data;
using Adjoint.Layers;

namespace Adjoint.Cli.Recipes;

/// <summary>The data of a run, and what the trained model is measured by.</summary>
internal interface IRecipeData
{
    /// <summary>What is trained on.</summary>
    SampleSource Samples { get; }

    /// <summary>What the best epoch is chosen by.</summary>
    SampleSource Validation { get; }

    /// <summary>Writes into the model's metadata what it is for and which data it saw.</summary>
    void Describe(Model model);

    /// <summary>Measures a trained model.</summary>
    ITrainingReport Evaluate(Model model, CancellationToken cancellation);
}
