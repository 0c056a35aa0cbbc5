namespace Adjoint.Layers;

/// <summary>Over which axes of a sample a <see cref="LayerNormalization"/> takes mean and variance.</summary>
public enum NormalizedAxes
{
    /// <summary>The channels of each pixel; γ and β have a number for each channel, and pictures may have any size.</summary>
    Channels,

    /// <summary>The whole sample; γ and β have a number for each entry, so that all samples have one size. For a number a channel see <see cref="GroupNormalization"/> with one group.</summary>
    Sample,
}
