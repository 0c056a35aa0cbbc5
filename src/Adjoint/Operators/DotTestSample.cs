namespace Adjoint.Operators;

/// <summary>The two sides of a dot test for one random pair of u and v.</summary>
/// <param name="Left">⟨A u, v⟩.</param>
/// <param name="Right">⟨u, Aᵀ v⟩.</param>
/// <param name="Scale">What the difference is measured against: the larger of ‖A u‖ ‖v‖ and ‖u‖ ‖Aᵀ v‖, which is at most ‖A‖ ‖u‖ ‖v‖.</param>
public readonly record struct DotTestSample(double Left, double Right, double Scale);
