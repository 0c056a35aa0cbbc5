using Adjoint.Analysis;
using Adjoint.Analysis.Proofs;
using Adjoint.Graph.Facts;
using Adjoint.Primitives;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>Every way in which a right proof is made wrong, one change at a time.</summary>
internal static class CorruptedProofs
{
    /// <summary>Wrong proofs, each with what was done to it.</summary>
    public static IEnumerable<(string What, Proof Wrong)> Of(Proof proof)
    {
        for (int place = 0; place < proof.Steps.Count; place++)
        {
            ProofStep step = proof.Steps[place];
            foreach ((string what, ProofStep wrong) in Strengthened(step).Concat(Redirected(proof, place)).Concat(Miswritten(step)))
            {
                yield return ($"step {place}: {what}", With(proof, place, wrong));
            }

            yield return ($"step {place}: dropped", Without(proof, place));
        }

        for (int i = 0; i < proof.Replacements.Count; i++)
        {
            Replacement use = proof.Replacements[i];
            string other = use.Identity == "log(exp(z)) = z" ? "√(e²) = |e|" : "log(exp(z)) = z";
            yield return ($"replacement {i}: other identity", proof with { Replacements = [.. proof.Replacements.Select((each, j) => j == i ? use with { Identity = other } : each)] });
            yield return ($"replacement {i}: other result", proof with { Replacements = [.. proof.Replacements.Select((each, j) => j == i ? use with { After = -use.After } : each)] });
        }
    }

    private static IEnumerable<(string, ProofStep)> Strengthened(ProofStep step)
    {
        Claim claim = step.Gives;
        if (!claim.IsAffine)
        {
            Curvature[] stronger = claim.Curvature == Curvature.Unknown ? [Curvature.Affine, Curvature.Convex, Curvature.Concave]
                : [Curvature.Affine, claim.Curvature == Curvature.Convex ? Curvature.Concave : Curvature.Convex];
            foreach (Curvature curvature in stronger)
            {
                yield return ($"claims {curvature}", step with { Gives = claim with { Curvature = curvature } });
            }
        }

        if (claim.Degree != 0)
        {
            yield return ("lower degree", step with { Gives = claim with { Degree = claim.Degree is int degree ? degree - 1 : 2 } });
        }

        if (!claim.IsLinear)
        {
            yield return ("claims linear", step with { Gives = claim with { IsLinear = true } });
        }

        Interval range = claim.Range;
        double inside = double.IsInfinity(range.Lower) ? Math.Min(range.Upper, 0) - 1e6 : range.Lower + Math.Max(1e-3, Math.Abs(range.Lower) * 1e-3);
        yield return ("narrower range below", step with { Gives = claim with { Range = new Interval(inside, Math.Max(inside, range.Upper)) } });
        inside = double.IsInfinity(range.Upper) ? Math.Max(range.Lower, 0) + 1e6 : range.Upper - Math.Max(1e-3, Math.Abs(range.Upper) * 1e-3);
        yield return ("narrower range above", step with { Gives = claim with { Range = new Interval(Math.Min(inside, range.Lower), inside) } });
    }

    private static IEnumerable<(string, ProofStep)> Redirected(Proof proof, int place)
    {
        ProofStep step = proof.Steps[place];
        for (int i = 0; i < step.Premises.Count; i++)
        {
            int other = Enumerable.Range(0, place).FirstOrDefault(each => proof.Steps[each].Expression != proof.Steps[step.Premises[i]].Expression && step.Rule != Rules.Identity.Name, -1);
            yield return ("premise redirected", step with { Premises = [.. step.Premises.Select((premise, j) => j == i ? other : premise)] });
        }

        yield return ("no such rule", step with { Rule = "it is well known" });
        bool moves = !step.Gives.IsConstant;
        yield return ("wrong rule", step with { Rule = moves ? Rules.Constant.Name : Rules.Variable.Name });
        if (proof.Steps.FirstOrDefault(each => each.Expression != step.Expression && each.Expression.Shape == step.Expression.Shape) is ProofStep another)
        {
            yield return ("other expression", step with { Expression = another.Expression });
        }
    }

    private static IEnumerable<(string, ProofStep)> Miswritten(ProofStep step)
    {
        if (step.Form is not null)
        {
            yield return ("no such form", step with { Form = "it is of a known form" });
        }

        if (step.Curve is EntrywiseCurve curve)
        {
            yield return ("a curve of nothing known", step with { Curve = curve with { Part = Expressions.Exp(step.Expression) } });
            if (curve.Pieces is { } pieces)
            {
                yield return ("pieces that leave out the lower end", step with { Curve = curve with { Pieces = [.. pieces.Skip(1)] } });
                yield return ("pieces that leave out the upper end", step with { Curve = curve with { Pieces = [.. pieces.SkipLast(1)] } });
                yield return ("pieces in no order", step with { Curve = curve with { Pieces = [pieces[0], .. pieces.Reverse(), pieces[^1]] } });
            }
        }

        if (step.Polynomial is not PolynomialForm form)
        {
            yield break;
        }

        for (int entry = 0; entry < form.Entries.Count; entry++)
        {
            for (int term = 0; term < form.Entries[entry].Count; term++)
            {
                Term[] terms = [.. form.Entries[entry]];
                yield return ("term dropped", Changed(step, form, entry, [.. terms.Where((_, i) => i != term)]));
                yield return ("other coefficient", Changed(step, form, entry, [.. terms.Select((each, i) => i == term ? each with { Coefficient = each.Coefficient + Rational.One } : each)]));
                yield return ("other sign", Changed(step, form, entry, [.. terms.Select((each, i) => i == term ? each with { Coefficient = -each.Coefficient } : each)]));
            }
        }
    }

    private static ProofStep Changed(ProofStep step, PolynomialForm form, int entry, Term[] terms) =>
        step with { Polynomial = form with { Entries = [.. form.Entries.Select((each, i) => i == entry ? terms : each)] } };

    private static Proof With(Proof proof, int place, ProofStep step) => proof with { Steps = [.. proof.Steps.Select((each, i) => i == place ? step : each)] };

    private static Proof Without(Proof proof, int place) => proof with
    {
        Steps = [.. proof.Steps.Where((_, i) => i != place).Select(step => step with { Premises = [.. step.Premises.Select(premise => premise == place ? -1 : premise > place ? premise - 1 : premise)] })],
    };
}
