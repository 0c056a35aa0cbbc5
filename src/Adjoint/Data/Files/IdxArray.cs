using Adjoint.Tensors;

namespace Adjoint.Data.Files;

/// <summary>What an IDX file holds: bytes with a shape.</summary>
/// <param name="Shape">The lengths of the axes, outermost first.</param>
/// <param name="Values">The elements in C order.</param>
public sealed record IdxArray(Shape Shape, ReadOnlyMemory<byte> Values);
