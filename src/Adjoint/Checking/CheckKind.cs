namespace Adjoint.Checking;

/// <summary>What a check compares.</summary>
public enum CheckKind
{
    /// <summary>The shape rule against the shape that is known.</summary>
    Shape,

    /// <summary>A value that must be a number.</summary>
    Value,

    /// <summary>A map against its adjoint: ⟨A u, v⟩ = ⟨u, Aᵀ v⟩.</summary>
    DotTest,

    /// <summary>The matrix of the adjoint against the transpose of the map's matrix, entry by entry.</summary>
    DenseTranspose,

    /// <summary>The linearisation against difference quotients.</summary>
    Derivative,

    /// <summary>The kernel against the reference rule.</summary>
    FastPath,

    /// <summary>Samples against the declared facts.</summary>
    Facts,

    /// <summary>Kinks that difference quotients see against those that the primitive tells of.</summary>
    Kink,
}
