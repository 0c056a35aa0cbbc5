namespace Adjoint.Analysis.Refutation;

/// <summary>A chord that an entry of the expression rises above or falls below, and what it says of all entries: the expression is not affine on it.</summary>
/// <param name="Chord">The chord.</param>
/// <param name="Line">The same points as a counterexample to linearity; nothing where another entry is no finite number there.</param>
internal sealed record FoundChord(ConvexityCounterexample Chord, LinearityCounterexample? Line);
