namespace Adjoint.Graph.Facts;

/// <summary>How each entry of a result moves as the entries of an argument grow.</summary>
public enum Monotonicity
{
    /// <summary>Neither is known.</summary>
    Unknown,

    /// <summary>a ≤ b entry by entry implies f(a) ≤ f(b).</summary>
    Nondecreasing,

    /// <summary>a ≤ b entry by entry implies f(a) ≥ f(b).</summary>
    Nonincreasing,
}
