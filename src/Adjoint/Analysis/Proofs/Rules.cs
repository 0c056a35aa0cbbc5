namespace Adjoint.Analysis.Proofs;

/// <summary>The table of rules. Prover and checker share it, the identities of <see cref="Identities"/> and the facts that primitives declare, and nothing else.</summary>
public static class Rules
{
    /// <summary>A variable that moves.</summary>
    public static Rule Variable { get; } = new("variable", "A variable is linear in itself.", "the definition of linearity");

    /// <summary>A variable or constant that does not move.</summary>
    public static Rule Given { get; } = new("given", "What does not move is constant.", "the definition of a constant");

    /// <summary>A primitive whose arguments do not move.</summary>
    public static Rule Constant { get; } = new("constant", "What is computed from constants is constant.", "the definition of a constant");

    /// <summary>Linear in arguments that are linear.</summary>
    public static Rule Linear { get; } = new("linear", "A linear map of what is linear is linear; a product with a constant is a linear map.", "the definition of linearity");

    /// <summary>Polynomials of degree one.</summary>
    public static Rule Degree { get; } = new("degree", "A polynomial of degree at most one is affine.", "the definition of a polynomial");

    /// <summary>Composition.</summary>
    public static Rule Composition { get; } = new(
        "composition",
        "A convex function of arguments is convex where each is affine, or convex and the function nondecreasing in it, or concave and the function nonincreasing in it; and the mirror image for concave.",
        "Boyd & Vandenberghe 2004, section 3.2.4");

    /// <summary>Forms that are known as a whole.</summary>
    public static Rule Form { get; } = new("form", "The expression has a form whose curvature is known as a whole.", "the form that is named");

    /// <summary>Polynomials written out.</summary>
    public static Rule Polynomial { get; } = new(
        "polynomial",
        "Written out term by term, parts that share nothing that moves are judged apart: terms of one atom by the signs of their factors, polynomials in one atom by their second derivative, others by their Hessian, which degree two leaves constant and which else is to be a sum of squares.",
        "Boyd & Vandenberghe 2004, sections 3.1.4 and 3.2.1; Sturm's theorem: Basu, Pollack & Roy 2006, theorem 2.50; sums of squares: Ahmadi & Parrilo 2013, section 2");

    /// <summary>Functions of one number.</summary>
    public static Rule Curve { get; } = new(
        "curve",
        "A function of one number, applied to each entry of a part, is convex where its second derivative is at least 0 and the part is affine, or convex and the function nondecreasing, or concave and the function nonincreasing; and the mirror image for concave.",
        "Boyd & Vandenberghe 2004, sections 3.1.4 and 3.2.4; derivatives by Sturm's theorem, or by intervals: Moore, Kearfott & Cloud 2009, section 9.2");

    /// <summary>No more than a range.</summary>
    public static Rule Range { get; } = new("range", "The result lies in the range that the primitive declares; of its curvature nothing follows.", "the primitive's facts");

    /// <summary>Replacement by something equal.</summary>
    public static Rule Identity { get; } = new("identity", "Equal expressions have the same properties.", "the identity that is named");

    /// <summary>All rules.</summary>
    public static IReadOnlyList<Rule> All { get; } = [Variable, Given, Constant, Linear, Degree, Composition, Form, Polynomial, Curve, Range, Identity];
}
