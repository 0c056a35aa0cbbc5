using System.Globalization;
using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Language;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Cli.Verdicts;

/// <summary>The names of verdicts, and expressions and claims as text.</summary>
internal static class Wording
{
    private const int LongestExpression = 160, MostEntries = 24, MostAlong = 3;

    /// <summary>An expression in the command's language, or as the library prints it; shortened where it is long.</summary>
    public static string Of(Expr expression)
    {
        string text = ExpressionWriter.Write(expression) ?? expression.ToString();
        return text.Length <= LongestExpression ? text : $"{text[..LongestExpression]}…";
    }

    /// <summary>A part of an expression in the command's language; where the language cannot say it, the smallest part around it that it can.</summary>
    /// <param name="part">The part.</param>
    /// <param name="whole">The expression.</param>
    public static string Of(Expr part, Expr whole)
    {
        HashSet<Expr> around = [part];
        foreach (Expr node in GraphTraversal.TopologicalOrder(whole))
        {
            if (around.Contains(node) || node.Arguments.Any(around.Contains))
            {
                around.Add(node);
                if (ExpressionWriter.Write(node) is not null)
                {
                    return Of(node);
                }
            }
        }

        // A convolution of the language is a correlation with axes of length 1 besides, and a reshape that drops them.
        return part.Shape.Rank > 1 && ExpressionWriter.Write(Expressions.Reshape(part, Shape.Create([.. part.Shape.Where(length => length > 1)]))) is string text ? text : Of(part);
    }

    /// <summary>What a claim says, as in <c>convex, ≥ 0</c>.</summary>
    public static string Of(Claim claim)
    {
        string bend = claim.IsConstant ? "constant" : claim.IsLinear ? "linear" : claim.IsAffine ? "affine" : claim.Curvature switch
        {
            Curvature.Convex => "convex",
            Curvature.Concave => "concave",
            _ => "of unknown curvature",
        };
        string degree = !claim.IsAffine && claim.Degree is int known ? $", of degree {known.ToString(CultureInfo.InvariantCulture)}" : "";
        return $"{bend}{degree}{Of(claim.Range)}";
    }

    /// <summary>The verdict's name in the contract.</summary>
    public static string Of(Linearity verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>The verdict's name in the contract.</summary>
    public static string Of(Convexity verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>The curvature's name in the contract.</summary>
    public static string Of(Bend bend) => bend.ToString().ToLowerInvariant();

    /// <summary>The verdict's name in the contract.</summary>
    public static string Of(DescentGuarantee verdict) => verdict switch
    {
        DescentGuarantee.GlobalMinimum => "global-minimum",
        DescentGuarantee.NoGuarantee => "no-guarantee",
        _ => "unknown",
    };

    /// <summary>A point, name by name.</summary>
    public static string Of(IReadOnlyDictionary<Variable, Tensor<double>> point) =>
        point.Count == 0 ? "nothing" : string.Join(", ", point.Select(pair => $"{pair.Key.Name} = {Of(pair.Value)}"));

    /// <summary>A number, in as few digits as a reader needs.</summary>
    public static string Of(double number) => (number + 0.0).ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>An array nested as it is written on the command line; of a large one the first entries along each axis, and its shape.</summary>
    public static string Of(Tensor<double> value)
    {
        bool elide = value.Span.Length > MostEntries;
        return Nested(value, 0, 0, elide) + (elide ? $" ({value.Shape})" : "");
    }

    private static string Nested(Tensor<double> value, int axis, int offset, bool elide)
    {
        if (axis == value.Shape.Rank)
        {
            return Of(value.Span[offset]);
        }

        int length = value.Shape[axis], shown = !elide || length <= MostAlong ? length : value.Shape.Rank == 1 ? MostEntries : MostAlong;
        IEnumerable<string> entries = Enumerable.Range(0, shown).Select(i => Nested(value, axis + 1, (offset * length) + i, elide));
        return $"[{string.Join(", ", shown < length ? entries.Append("…") : entries)}]";
    }

    private static string Of(Interval range) => range == Interval.Reals ? ""
        : range.Lower == range.Upper ? $", {Of(range.Lower)}"
        : double.IsNegativeInfinity(range.Lower) ? $", ≤ {Of(range.Upper)}"
        : double.IsPositiveInfinity(range.Upper) ? $", {(range.Lower == double.Epsilon ? "> 0" : $"≥ {Of(range.Lower)}")}"
        : $", in [{Of(range.Lower)}, {Of(range.Upper)}]";
}
