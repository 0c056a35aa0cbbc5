namespace Adjoint.Optimizers;

/// <summary>What an optimizer is told of a step besides the gradient.</summary>
/// <param name="Number">The number of this step, from 1.</param>
/// <param name="LearningRate">The learning rate that the schedule gives for it, and the group of parameters.</param>
/// <param name="WeightDecayFactor">What the optimizer's own weight decay is multiplied with for these parameters: 0 spares them.</param>
public readonly record struct OptimizerStep(long Number, double LearningRate, double WeightDecayFactor = 1);
