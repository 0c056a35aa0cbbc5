using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Analysis;

/// <summary>What is proven of every entry of an expression, for every admitted value of its variables.</summary>
/// <param name="Range">An interval that holds every entry.</param>
/// <param name="Degree">An upper bound of its degree as a polynomial in the moving variables together; nothing if it is none or this is not known. 0 means that it does not move.</param>
/// <param name="Curvature">How it bends as the moving variables move along a line.</param>
/// <param name="IsLinear">Whether it is linear in the moving variables: affine, and zero where they are zero.</param>
public readonly record struct Claim(Interval Range, int? Degree, Curvature Curvature, bool IsLinear)
{
    /// <summary>The smallest interval that holds every entry of a tensor: all reals where one is no number, 0 where there is none.</summary>
    internal static Interval RangeOf(Tensor<double> value)
    {
        double lower = double.PositiveInfinity, upper = double.NegativeInfinity;
        foreach (double entry in value.Span)
        {
            (lower, upper) = (Math.Min(lower, entry), Math.Max(upper, entry));
        }

        return value.Span.IsEmpty ? Interval.Point(0) : double.IsNaN(lower + upper) ? Interval.Reals : new Interval(lower, upper);
    }

    /// <summary>Whether it does not depend on what moves.</summary>
    public bool IsConstant => Degree == 0;

    /// <summary>Whether it is affine in what moves.</summary>
    public bool IsAffine => Degree <= 1 || Curvature == Curvature.Affine;

    /// <summary>Whether it is convex in what moves.</summary>
    public bool IsConvex => IsAffine || Curvature == Curvature.Convex;

    /// <summary>Whether it is concave in what moves.</summary>
    public bool IsConcave => IsAffine || Curvature == Curvature.Concave;
}
