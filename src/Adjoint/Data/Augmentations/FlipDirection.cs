namespace Adjoint.Data.Augmentations;

/// <summary>Which way a picture is mirrored.</summary>
public enum FlipDirection
{
    /// <summary>Left and right change places.</summary>
    Horizontal,

    /// <summary>Top and bottom change places.</summary>
    Vertical,
}
