namespace Adjoint.Graph.Facts;

/// <summary>How each entry of a result bends as its argument moves along a line.</summary>
public enum Curvature
{
    /// <summary>Neither is known: it may be any.</summary>
    Unknown,

    /// <summary>f((1−t)a + tb) = (1−t)f(a) + tf(b): convex and concave.</summary>
    Affine,

    /// <summary>f((1−t)a + tb) ≤ (1−t)f(a) + tf(b).</summary>
    Convex,

    /// <summary>f((1−t)a + tb) ≥ (1−t)f(a) + tf(b).</summary>
    Concave,
}
