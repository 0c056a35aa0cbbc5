namespace Adjoint.Graph;

/// <summary>How the printer writes a primitive: as a call, or with an operator symbol and its binding strength.</summary>
/// <param name="Symbol">The operator, or empty for a call.</param>
/// <param name="Precedence">Higher binds tighter; a call binds tightest.</param>
/// <param name="IsAssociative">Whether a right operand of the same precedence needs no parentheses.</param>
internal readonly record struct Notation(string Symbol, int Precedence, bool IsAssociative)
{
    /// <summary>name(argument, …).</summary>
    public static readonly Notation Call = new("", int.MaxValue, true);

    /// <summary>Sums and differences.</summary>
    public static Notation Additive(string symbol, bool associative) => new(symbol, 1, associative);

    /// <summary>Products and quotients.</summary>
    public static Notation Multiplicative(string symbol, bool associative) => new(symbol, 2, associative);

    /// <summary>Unary minus.</summary>
    public static readonly Notation Prefix = new("-", 3, true);

    /// <summary>An operation that changes the shape only and is not written: broadcasting.</summary>
    public static readonly Notation Silent = new("", 0, true);
}
