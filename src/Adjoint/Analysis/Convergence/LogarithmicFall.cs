using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// Looks for a ray along which a sum of logarithms of affine functions falls without end. Along a ray it is <c>Σ cᵢ log(αᵢ + βᵢ t) + γ t</c>; where γ ≤ 0, no β is below 0 and the c of the β above 0 add up to less than 0,
/// all of them in fractions, it goes to −∞.
/// </summary>
internal sealed class LogarithmicFall(Question question, SmoothDecomposition loss, Objective objective, SearchPoints points, Func<bool> stop)
{
    private const int Nearest = 20, Furthest = 100, Apart = 10;

    /// <summary>A failure; nothing if none was found.</summary>
    public DescentFailure? Search()
    {
        foreach (IReadOnlyDictionary<Variable, Tensor<double>> others in points.Assignments.TakeWhile(_ => !stop()))
        {
            foreach (double[] direction in points.Simple().Skip(1).Take(8).Where(direction => Vectors.Norm(direction) > 0))
            {
                if (Falls(direction, others) is DescentFailure found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>Whether the loss goes to −∞ along a ray, provided that it has a value there.</summary>
    private bool GoesDown(double[] direction, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        Expansion expansion = new(question with { Values = others }, loss.ClaimOf);
        if (expansion.Of(loss.Root) is not PolynomialForm { Entries.Count: 1 } form)
        {
            return false;
        }

        IReadOnlyDictionary<Variable, Tensor<double>> along = objective.Named(direction);
        Rational slope = Rational.Zero, logarithms = Rational.Zero;
        foreach (Term term in form.Entries[0].Where(term => term.Atoms.Count > 0))
        {
            Atom atom = form.Atoms[term.Atoms[0]];
            if (term.Atoms.Count > 1)
            {
                return false;
            }

            if (atom.Expression is Application { Primitive: Log } logarithm && expansion.Of(logarithm.Arguments[0]) is PolynomialForm inner && Slope(inner, atom.Entry) is Rational { Sign: >= 0 } rise)
            {
                logarithms += rise.Sign > 0 ? term.Coefficient : Rational.Zero;
            }
            else if (atom.Expression is Variable variable && along.TryGetValue(variable, out Tensor<double>? own))
            {
                slope += term.Coefficient * Rational.Of(own.Span[atom.Entry]);
            }
            else
            {
                return false;
            }
        }

        return slope.Sign <= 0 && logarithms.Sign < 0;

        Rational? Slope(PolynomialForm affine, int entry)
        {
            Rational sum = Rational.Zero;
            foreach (Term term in affine.Entries[entry].Where(term => term.Atoms.Count > 0))
            {
                if (term.Atoms.Count > 1 || affine.Atoms[term.Atoms[0]] is not { Expression: Variable variable } atom || !along.TryGetValue(variable, out Tensor<double>? own))
                {
                    return null;
                }

                sum += term.Coefficient * Rational.Of(own.Span[atom.Entry]);
            }

            return sum;
        }
    }

    private DescentFailure? Falls(double[] direction, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        // From 1 on, for at 0 a logarithm may have no value.
        double At(double distance) => objective.Replayed(Vectors.Times(distance, direction), others).Value;
        double start = At(1);
        if (!double.IsFinite(start) || !GoesDown(direction, others))
        {
            return null;
        }

        List<double> distances = [], losses = [];
        for (int power = Nearest; power <= Furthest; power += Apart)
        {
            double loss = At(Math.Pow(10, power));
            if (!(loss < (losses.Count > 0 ? losses[^1] : start)) || !double.IsFinite(loss))
            {
                return null;
            }

            distances.Add(Math.Pow(10, power));
            losses.Add(loss);
        }

        return new DescentFailure(
            DescentFailureKind.UnboundedBelow, others, objective.Named(direction), start, objective.Named(objective.ReplayedGradient(direction, others).Gradient),
            "along the ray the loss is a sum of logarithms, in all of which what is taken the logarithm of grows or stays, with factors that add up to less than 0: it falls for ever, and has no infimum")
        {
            Direction = objective.Named(direction),
            Distances = distances,
            Losses = losses,
        };
    }
}
