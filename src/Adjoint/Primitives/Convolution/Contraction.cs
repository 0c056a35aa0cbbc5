namespace Adjoint.Primitives.Convolution;

/// <summary>
/// Which axis a correlation sums over besides the taps. All three are the same trilinear form
/// <c>Σ w[t,i,o] y[n,u,i] ε[n,j,o]</c> with one factor taken out; so the adjoints of each are among the three.
/// In G groups the sum is over pairs i, o of one group, and the kernel's i counts through the inputs of a group alone.
/// </summary>
public enum Contraction
{
    /// <summary>Over the picture's channels i: kernel taps×(i/G)×o, picture n×size×i, result n×outputs×o. What a layer computes.</summary>
    InputChannels,

    /// <summary>Over the kernel's output channels o: kernel taps×(i/G)×o, picture n×size×o, result n×outputs×i. The adjoint in the picture.</summary>
    OutputChannels,

    /// <summary>Over the batch: "kernel" n×taps×o, picture n×size×i, result outputs×(i/G)×o. The adjoint in the kernel.</summary>
    Batch,
}
