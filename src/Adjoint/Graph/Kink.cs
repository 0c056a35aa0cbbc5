using Adjoint.Tensors;

namespace Adjoint.Graph;

/// <summary>What a primitive does where it has no derivative: a rectifier at 0, two greatest entries.</summary>
/// <param name="Entries">At how many entries (rows, windows) of the result the point lies on a kink.</param>
/// <param name="Taken">Where the kink is and which derivative is taken there, as in <c>at 0 the derivative 0 is taken</c>.</param>
public sealed record Kink(int Entries, string Taken)
{
    /// <summary>A kink at the entries of one tensor for which something holds; nothing if there are none.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="isKink">Whether a value is a kink.</param>
    /// <param name="taken">Which derivative is taken there.</param>
    public static Kink? Where(Tensor<double> tensor, Func<double, bool> isKink, string taken)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(isKink);
        int entries = 0;
        foreach (double entry in tensor.Span)
        {
            entries += isKink(entry) ? 1 : 0;
        }

        return entries == 0 ? null : new Kink(entries, taken);
    }

    /// <summary>A kink where two tensors are equal; nothing if they are nowhere.</summary>
    /// <param name="left">One tensor.</param>
    /// <param name="right">Another of the same shape.</param>
    /// <param name="taken">Which derivative is taken there.</param>
    public static Kink? WhereEqual(Tensor<double> left, Tensor<double> right, string taken)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        int entries = 0;
        for (int i = 0; i < left.Span.Length; i++)
        {
            entries += left.Span[i] == right.Span[i] ? 1 : 0;
        }

        return entries == 0 ? null : new Kink(entries, taken);
    }
}
