namespace Adjoint.Layers;

/// <summary>How the pixels of a smaller picture are made of the old ones.</summary>
public enum DownSamplingMethod
{
    /// <summary>The mean of each block.</summary>
    Area,

    /// <summary>From the two neighbours along each axis, by distance.</summary>
    Bilinear,
}
