using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>Functions of one number that primitives are applied to entry by entry.</summary>
/// <typeparam name="T">The functions.</typeparam>
internal interface ICurve<T>
    where T : class, ICurve<T>
{
    /// <summary>A constant function; nothing if the number is none.</summary>
    static abstract T? Number(double value);

    /// <summary>What a primitive makes of functions; nothing if that is no such function.</summary>
    static abstract T? Of(Primitive primitive, IReadOnlyList<T> arguments);
}
