namespace Adjoint.Language.Writing;

/// <summary>How tightly an expression binds, loosest first; inside a tighter place it needs parentheses.</summary>
internal enum Strength
{
    /// <summary>Sums and differences; also where anything may stand.</summary>
    Sum,

    /// <summary>Products and quotients, and the right side of a sum.</summary>
    Product,

    /// <summary>A sign, and the right side of a product.</summary>
    Sign,

    /// <summary>A power.</summary>
    Power,

    /// <summary>What stands alone: names, numbers, calls.</summary>
    Alone,
}
