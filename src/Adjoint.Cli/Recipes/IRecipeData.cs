using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Training;

namespace Adjoint.Cli.Recipes;

/// <summary>The data of a run, and what the trained model is measured by.</summary>
internal interface IRecipeData
{
    /// <summary>What is trained on.</summary>
    SampleSource Samples { get; }

    /// <summary>Whether samples are changed at random, so that they are others in each epoch.</summary>
    bool ChangesAtRandom => false;

    /// <summary>What the best epoch is chosen by, if there is anything.</summary>
    SampleSource? Validation { get; }

    /// <summary>How many samples there are, for people.</summary>
    string Counts { get; }

    /// <summary>The loss with what the data say each class counts in it.</summary>
    /// <param name="loss">The training file's loss.</param>
    /// <exception cref="CommandException">The loss knows no classes.</exception>
    Loss Weigh(Loss loss) => loss;

    /// <summary>Writes into the model's metadata what it is for and which data it saw.</summary>
    void Describe(Model model);

    /// <summary>What is fitted after training, before the model is written; nothing where there is no such thing.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    void Finish(Model model, CancellationToken cancellation)
    {
    }

    /// <summary>Measures a trained model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">How it learnt.</param>
    /// <param name="history">How its losses went.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    ITrainingReport Evaluate(Model model, TrainingSettings settings, TrainingHistory history, CancellationToken cancellation);
}
