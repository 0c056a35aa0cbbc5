using Adjoint.Analysis;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>Expressions that fooled an earlier version, and variations of them: rounding hides what they are, or a point is left out of their domain.</summary>
internal static class FoolingExpressions
{
    /// <summary>The expressions. Unknown is right for all of them, and anything but the truth is wrong.</summary>
    public static IReadOnlyList<ExpressionCase> All { get; } =
    [
        // Cancellation among numbers so large that all of them are whole.
        new("sum(abs(w^4+w+1)-w^4)", "w", "w:1", Linearity.Affine, Bend.Affine, "w + 1: w⁴ + w + 1 is positive, at least 0.52", true),
        new("sum(maximum(w^4+w,-1)-w^4)", "w", "w:1", Linearity.Linear, Bend.Affine, "w: w⁴ + w is at least -0.48", true),
        new("relu(w^4+w+1)-w^4", "w", "w", Linearity.Affine, Bend.Affine, "w + 1, as above", true),
        new("abs(w^6+w+1)-w^6", "w", "w", Linearity.Affine, Bend.Affine, "w + 1: w⁶ + w + 1 is at least 0.41", true),
        new("abs(1e17*(w^2+1)+w)-1e17*(w^2+1)", "w", "w", Linearity.Linear, Bend.Affine, "w: the quadratic has no root", true),
        new("abs(exp(w)+w^4+w+1)-exp(w)-w^4", "w", "w", Linearity.Affine, Bend.Affine, "w + 1: every summand but w is positive, and w⁴ + w + 1 is", true),
        new("(w-1e9)^2", "w", "w", Linearity.Nonlinear, Bend.Convex, "a square", true),

        // Coefficients whose product underflows.
        new("1e30*sum(relu(w)-1e-170*(1e-160*(1e300*w^2))+relu(w))", "w", "w:1", Linearity.Nonlinear, Bend.None, "-w² where w < 0, and a kink that bends up at 0", true),
        new("sum(w-1e-170*(1e-160*(w^20))+w)", "w", "w:1", Linearity.Nonlinear, Bend.Concave, "2w - 1e-330 w²⁰", true),
        new("sum(w+w-1e-200*(1e-200*(1e200*(1e200*abs(w)))))", "w", "w:1", Linearity.Nonlinear, Bend.Concave, "2w - |w|", true),
        new("w-1e-200*(1e-200*(w^4))+w", "w", "w", Linearity.Nonlinear, Bend.Concave, "2w - 1e-400 w⁴", true),
        new("relu(w)-1e-300*(1e-30*w^2)+relu(w)", "w", "w", Linearity.Nonlinear, Bend.None, "-1e-330 w² where w < 0, and a kink that bends up at 0", true),
        new("w+1e-170*(1e-160*abs(w))", "w", "w", Linearity.Nonlinear, Bend.Convex, "a kink at 0, however small", true),
        new("w+(1e-200*w)^2", "w", "w", Linearity.Nonlinear, Bend.Convex, "w + 1e-400 w²", true),

        // Constants that are computed as 0, and are not.
        new("sum(w+exp(-800))", "w", "w:1", Linearity.Affine, Bend.Affine, "e⁻⁸⁰⁰ > 0 at w = 0", true),
        new("w+sigmoid(-800)", "w", "w", Linearity.Affine, Bend.Affine, "σ(-800) > 0 at w = 0", true),
        new("w+exp(-800)*w^2", "w", "w", Linearity.Nonlinear, Bend.Convex, "second derivative 2e⁻⁸⁰⁰ > 0", true),
        new("w-exp(-400)^2*abs(w)", "w", "w", Linearity.Nonlinear, Bend.Concave, "a kink that bends down at 0", true),

        // Points that are left out of the domain, so that it is not convex.
        new("sum(w^2)+0*sum(w/abs(w))", "w", "w:1", Linearity.Nonlinear, Bend.None, "w² without a value at 0", true),
        new("sum(w^2+0*(1/abs(w)))", "w", "w:1", Linearity.Nonlinear, Bend.None, "w² without a value at 0", true),
        new("minimum(1/abs(w),0)", "w", "w", Linearity.Nonlinear, Bend.None, "0 without a value at 0", true),
        new("w^2+0*(1/w^2)", "w", "w", Linearity.Nonlinear, Bend.None, "w² without a value at 0", true),
        new("w^2+0*abs(w)^(-2)", "w", "w", Linearity.Nonlinear, Bend.None, "w² without a value at 0", true),
        new("w^2+0*(w/w)", "w", "w", Linearity.Nonlinear, Bend.None, "w² without a value at 0", true),
        new("w^2+(1/abs(w)-1/abs(w))", "w", "w", Linearity.Nonlinear, Bend.None, "w² without a value at 0", true),
    ];
}
