using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Proofs;

/// <summary>
/// The rule of curves: an expression that is a function of one number, applied to each entry of a part, bends as the sign of the function's second derivative says; if the part itself bends, the
/// function must rise or fall with it. Its cost does not depend on the number of entries.
/// </summary>
internal static class CurveBend
{
    private const int MostParts = 6, MostNodes = 64, MostPieces = 96, Deepest = 14;

    private static readonly double[] Probes = [-30, -8, -3, -1.5, -1, -0.5, -0.1, 0, 0.1, 0.5, 1, 1.5, 3, 8, 30];

    /// <summary>How the expression bends, of which part it is a curve, and why; nothing where nothing follows.</summary>
    /// <param name="node">The expression.</param>
    /// <param name="claimOf">What is proven of a sub-expression.</param>
    public static (Curvature Curvature, EntrywiseCurve Curve, string Because)? Of(Application node, Func<Expr, Claim> claimOf)
    {
        if (node.Primitive is not ElementwisePrimitive)
        {
            return null;
        }

        foreach (Expr part in Parts(node, claimOf))
        {
            Claim claim = claimOf(part);
            if (new Fold<RationalFunction>(part, RationalFunction.Unknown).Of(node) is RationalFunction rational)
            {
                if (rational.IsDefinedInside(claim.Range))
                {
                    RationalFunction first = rational.Derivative(), second = first.Derivative();
                    bool bends(int sign) => Follows(claim, sign, (order, direction) => (order == 1 ? first : second).HasSign(claim.Range, direction));
                    if (Told(bends(1), bends(-1)) is Curvature curvature)
                    {
                        return (curvature, new EntrywiseCurve(part, null), "a quotient of polynomials in one part, whose second derivative keeps its sign where that may lie");
                    }
                }
            }
            else if (Pieces(node, part, claim, 1) is double[] convex)
            {
                return (Curvature.Convex, new EntrywiseCurve(part, convex), Reason(convex, "≥"));
            }
            else if (Pieces(node, part, claim, -1) is double[] concave)
            {
                return (Curvature.Concave, new EntrywiseCurve(part, concave), Reason(concave, "≤"));
            }
        }

        return null;
    }

    private static string Reason(double[] pieces, string sign) => $"a function of one part, whose second derivative intervals show to be {sign} 0 on {pieces.Length - 1} piece{(pieces.Length == 2 ? "" : "s")} of where that may lie";

    private static Curvature? Told(bool convex, bool concave) => convex && concave ? Curvature.Affine : convex ? Curvature.Convex : concave ? Curvature.Concave : null;

    /// <summary>Whether the function, times a sign, is convex in what moves, from the signs of its derivatives.</summary>
    private static bool Follows(Claim part, int sign, Func<int, int, bool> hasSign) =>
        hasSign(2, sign) && (part.IsAffine || (part.IsConvex && hasSign(1, sign)) || (part.IsConcave && hasSign(1, -sign)));

    /// <summary>Pieces of the part's range on each of which intervals show it; nothing if there are none.</summary>
    private static double[]? Pieces(Application node, Expr part, Claim claim, int sign)
    {
        if (claim.Range.Lower >= claim.Range.Upper || Probes.Where(probe => claim.Range.Lower < probe && probe < claim.Range.Upper).Any(probe =>
            new Fold<Jet>(part, Jet.Unknown(Interval.Point(probe))).Of(node) is not Jet at || (sign > 0 ? at.Bend.Upper < 0 : at.Bend.Lower > 0)))
        {
            return null;
        }

        List<double> ends = [claim.Range.Lower];
        return Cut(claim.Range, 0) ? [.. ends] : null;

        bool Cut(Interval piece, int depth)
        {
            if (new Fold<Jet>(part, Jet.Unknown(piece)).Of(node) is Jet jet
                && Follows(claim, sign, (order, direction) => (order == 1 ? jet.Slope : jet.Bend) is var derivative && (direction > 0 ? derivative.IsNonnegative : derivative.IsNonpositive)))
            {
                ends.Add(piece.Upper);
                return true;
            }

            double middle = double.IsInfinity(piece.Lower) ? (double.IsInfinity(piece.Upper) ? 0 : Math.Min(-1, piece.Upper * 2))
                : double.IsInfinity(piece.Upper) ? Math.Max(1, piece.Lower * 2) : (0.5 * piece.Lower) + (0.5 * piece.Upper);
            return depth < Deepest && ends.Count < MostPieces && middle > piece.Lower && middle < piece.Upper && Cut(piece with { Upper = middle }, depth + 1) && Cut(piece with { Lower = middle }, depth + 1);
        }
    }

    /// <summary>The parts that the expression might be a function of, those that lie deepest first.</summary>
    private static IEnumerable<Expr> Parts(Application node, Func<Expr, Claim> claimOf)
    {
        List<Expr> region = [node];
        for (int i = 0; i < region.Count && region.Count < MostNodes; i++)
        {
            if (region[i] is Application { Primitive: ElementwisePrimitive } inner)
            {
                region.AddRange(inner.Arguments.Where(argument => !claimOf(argument).IsConstant && !region.Contains(argument)));
            }
        }

        return region.Skip(1).Where(part => claimOf(part) is { IsConvex: true } or { IsConcave: true }).Reverse().Take(MostParts);
    }

    /// <summary>Writes an expression as a function of a part.</summary>
    private sealed class Fold<T>(Expr part, T unknown)
        where T : class, ICurve<T>
    {
        private const int Most = 1000;

        private readonly Dictionary<Expr, T?> _known = [];

        public T? Of(Expr expression)
        {
            if (!_known.TryGetValue(expression, out T? function))
            {
                _known.Add(expression, function = _known.Count < Most ? Written(expression) : null);
            }

            return function;
        }

        private T? Written(Expr expression)
        {
            if (expression == part)
            {
                return unknown;
            }

            switch (expression)
            {
                case Constant constant when constant.Value.Span is [double first, ..] && constant.IsUniform(first):
                    return T.Number(first);
                case Application { Primitive: Broadcast or Reshape } repeated:
                    return repeated.Arguments[0] is Constant or Application { Primitive: Broadcast or Reshape } ? Of(repeated.Arguments[0]) : null;
                case Application { Primitive: Square or Power } even when part is Application { Primitive: Abs } magnitude && magnitude.Arguments[0] == even.Arguments[0]
                    && (even.Primitive is not Power power || Math.IEEERemainder(power.Exponent, 2) == 0):
                    return T.Of(even.Primitive, [unknown]);
                case Application { Primitive: ElementwisePrimitive } node:
                    T?[] arguments = [.. node.Arguments.Select(Of)];
                    return arguments.Contains(null) ? null : T.Of(node.Primitive, arguments!);
                default:
                    return null;
            }
        }
    }
}
