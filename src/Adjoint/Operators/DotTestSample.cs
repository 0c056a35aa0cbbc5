namespace Adjoint.Operators;

/// <summary>The two sides of a dot test for one random pair of u and v.</summary>
/// <param name="Left">⟨A u, v⟩.</param>
/// <param name="Right">⟨u, Aᵀ v⟩.</param>
/// <param name="Scale">What the difference is measured against: ‖A‖ ‖u‖ ‖v‖, with ‖A‖ from below by the largest of ‖A u‖ / ‖u‖ and ‖Aᵀ v‖ / ‖v‖ over several pairs. The u of one pair may lie in the null space, where rounding is all there is.</param>
public readonly record struct DotTestSample(double Left, double Right, double Scale);
