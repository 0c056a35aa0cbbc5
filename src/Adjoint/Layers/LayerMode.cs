namespace Adjoint.Layers;

/// <summary>What a model is built for: some layers do one thing while they learn and another afterwards.</summary>
public enum LayerMode
{
    /// <summary>To be used: nothing is random, and statistics are those gathered in training.</summary>
    Inference,

    /// <summary>To learn: dropout drops, and batch normalisation uses the batch's own statistics and gathers them.</summary>
    Training,
}
