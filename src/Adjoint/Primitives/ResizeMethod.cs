namespace Adjoint.Primitives;

/// <summary>How a resized picture's entries are made of the old ones.</summary>
public enum ResizeMethod
{
    /// <summary>From the two neighbours along each axis, by distance; beyond the border the last one goes on.</summary>
    Bilinear,

    /// <summary>The nearest one; halfway between two, the later.</summary>
    Nearest,
}

/// <summary>Where the entries of a resized picture lie in the old one.</summary>
public enum ResizeAlignment
{
    /// <summary>Pixels are squares and the pictures' borders meet: entry j of m lies at <c>(j + ½) n / m − ½</c> of n. The scale is n / m everywhere.</summary>
    HalfPixel,

    /// <summary>Pixels are points and the first and last ones meet: entry j of m lies at <c>j (n − 1) / (m − 1)</c> of n; a single one at 0.</summary>
    AlignCorners,
}
