namespace Adjoint.Data.Augmentations;

/// <summary>What a picture is beyond its border, where a geometric change brings it into view.</summary>
public enum Outside
{
    /// <summary>The nearest edge pixel: <c>aa|abcd|dd</c>.</summary>
    Edge,

    /// <summary>One value, 0 unless stated otherwise: <c>00|abcd|00</c>.</summary>
    Constant,
}
