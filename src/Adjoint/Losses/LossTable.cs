using Adjoint.Configuration;

namespace Adjoint.Losses;

/// <summary>The kinds of losses that training files may name. Add your own before reading a file that uses it.</summary>
public static class LossTable
{
    /// <summary>The kinds.</summary>
    public static KindTable<Loss> Kinds { get; } = Create();

    private static KindTable<Loss> Create()
    {
        KindTable<Loss> kinds = new("loss", Loss.MeanSquaredError);
        kinds.Add("binary-cross-entropy", "A yes or no for each entry, from logits.", _ => new BinaryCrossEntropy());
        kinds.Add("cross-entropy", "Classes along the last axis, from logits.", CrossEntropy.Read);
        kinds.Add("huber", "Squared for small errors and absolute for large ones.", HuberLoss.Read);
        kinds.Add("kullback-leibler", "How far the predicted distribution, given as logits, is from the target's.", _ => new KullbackLeiblerDivergence());
        kinds.Add("mean-absolute-error", "The mean of the absolute errors, also called L1.", _ => new MeanAbsoluteError());
        kinds.Add("mean-squared-error", "The mean of the squared errors.", _ => Loss.MeanSquaredError);
        kinds.Add("negative-log-likelihood", "Classes along the last axis, from probabilities.", _ => new NegativeLogLikelihood());
        kinds.Add("squared-error", "The squared errors, summed over a sample.", _ => new SumSquaredError());
        return kinds;
    }
}
