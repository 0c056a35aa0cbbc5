namespace Adjoint.Optimizers;

/// <summary>
/// Turns gradients into steps. An optimizer holds settings only; its state lies in memory that training owns, so that a checkpoint can
/// hold it and resuming is exact.
/// </summary>
public abstract class Optimizer
{
    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">The learning rate η before any schedule; positive and finite.</param>
    protected Optimizer(double learningRate)
    {
        if (!(learningRate > 0) || !double.IsFinite(learningRate))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "A learning rate must be a positive number.");
        }

        LearningRate = learningRate;
    }

    /// <summary>The learning rate η before any schedule.</summary>
    public double LearningRate { get; }

    /// <summary>Name and settings, which a checkpoint compares.</summary>
    public abstract string Description { get; }

    /// <summary>Vectors of state, each as long as the parameters. All start as zeros.</summary>
    public abstract int StateCount { get; }

    /// <summary>Makes one step, in place.</summary>
    /// <param name="parameters">Parameters, all or a group of them, in one vector.</param>
    /// <param name="gradient">The gradient at them.</param>
    /// <param name="state"><see cref="StateCount"/> vectors one after the other.</param>
    /// <param name="step">The step's number and learning rate.</param>
    public abstract void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, in OptimizerStep step);
}
