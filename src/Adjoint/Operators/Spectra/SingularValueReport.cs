namespace Adjoint.Operators.Spectra;

/// <summary>Singular values of a map.</summary>
/// <param name="Values">All of them, largest first; or the largest and the smallest alone.</param>
/// <param name="IsComplete">Whether these are all.</param>
/// <param name="Iterations">Applications of the map and of its adjoint that it took.</param>
public sealed record SingularValueReport(IReadOnlyList<SingularValue> Values, bool IsComplete, int Iterations)
{
    /// <summary>The largest one.</summary>
    public SingularValue Largest => Values[0];

    /// <summary>The smallest one, of as many as the smaller side of the map has entries.</summary>
    public SingularValue Smallest => Values[^1];
}
