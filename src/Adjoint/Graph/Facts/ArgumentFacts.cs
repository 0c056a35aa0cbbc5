using Adjoint.Tensors;

namespace Adjoint.Graph.Facts;

/// <summary>What is known of an argument when the facts of a result are asked for.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Range">The interval that every entry lies in.</param>
/// <param name="Degree">Its degree as a polynomial in the variables under study: 0 for a constant; nothing if it is none.</param>
public readonly record struct ArgumentFacts(Shape Shape, Interval Range, int? Degree);
