namespace Adjoint.Operators;

/// <summary>The two sides of a dot test for one random pair of u and v.</summary>
/// <param name="Left">⟨A u, v⟩.</param>
/// <param name="Right">⟨u, Aᵀ v⟩.</param>
/// <param name="Scale">What the difference is measured against, at most ‖A‖ ‖u‖ ‖v‖: the larger of ‖A u‖ ‖v‖ and ‖u‖ ‖Aᵀ v‖, or, where a u may lie in the null space and rounding would be all
/// there is, ‖u‖ ‖v‖ times the largest ratio ‖A u‖ / ‖u‖ or ‖Aᵀ v‖ / ‖v‖ of several pairs.</param>
public readonly record struct DotTestSample(double Left, double Right, double Scale);
