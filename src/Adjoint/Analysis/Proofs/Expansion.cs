using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Proofs;

/// <summary>
/// Writes expressions out as polynomials with exact coefficients: sums, products and linear and bilinear primitives are carried out, everything else is an atom. So terms
/// that cancel are gone, whatever form they had.
/// </summary>
internal sealed class Expansion(Question question, Func<Expr, Claim> claimOf)
{
    private const int MostEntries = 4096, HighestPower = 16;
    private const long MostWork = 400_000;

    private readonly List<Atom> _atoms = [];

    // The products of terms that were formed; what would take long is not written out, whatever the machine.
    private long _work;

    private readonly Dictionary<(Expr, int), int> _places = [];
    private readonly Dictionary<Expr, Polynomial[]?> _known = [];

    /// <summary>The form of an expression whose arguments were asked about before; nothing if it were too long.</summary>
    public PolynomialForm? Of(Expr expression)
    {
        foreach (Expr node in GraphTraversal.TopologicalOrder(expression))
        {
            if (!_known.ContainsKey(node))
            {
                _known[node] = node.Shape.Size > MostEntries || _work > MostWork ? null : Written(node);
            }
        }

        return _known[expression] is Polynomial[] entries ? Form(entries) : null;
    }

    /// <summary>With those atoms alone that are left.</summary>
    private PolynomialForm Form(Polynomial[] entries)
    {
        int[] used = [.. entries.SelectMany(entry => entry.Terms).SelectMany(term => term.Atoms).Distinct().Order()];
        Dictionary<int, int> places = used.Select((atom, place) => (atom, place)).ToDictionary(pair => pair.atom, pair => pair.place);
        return new PolynomialForm(
            [.. used.Select(atom => _atoms[atom])],
            [.. entries.Select(entry => entry.Terms.Select(term => term with { Atoms = ValueList.Create<int>([.. term.Atoms.Select(atom => places[atom])]) }).ToArray())]);
    }

    private Polynomial[]? Written(Expr node)
    {
        switch (node)
        {
            case Variable variable:
                return !question.Moving.Contains(variable) && question.Values.TryGetValue(variable, out Tensor<double>? value) ? Numbers(value) ?? AtomsOf(node) : AtomsOf(node);
            case Constant constant:
                return Numbers(constant.Value) ?? AtomsOf(node);
            default:
                Application application = (Application)node;
                Polynomial[]?[] arguments = [.. node.Arguments.Select(argument => _known[argument])];
                if (arguments.Any(argument => argument is null))
                {
                    return null;
                }

                Polynomial[]? written = Apply(application, arguments!) ?? AtomsOf(node);
                return written.Any(entry => entry.IsTooLong) ? null : written;
        }
    }

    private Polynomial[]? Apply(Application node, Polynomial[][] arguments)
    {
        Interval(node, out bool nonnegative, out bool nonpositive);
        return node.Primitive switch
        {
            SumTo when OneHotRows.Count(node, question) is int rows => [Polynomial.Number(Rational.Of(rows))],
            Multiply => Each(arguments[0], arguments[1], Product),
            Square when node.Arguments[0] is Application { Primitive: Sqrt } root => _known[root.Arguments[0]],
            Square => Each(arguments[0], arguments[0], Product),
            Power { Exponent: >= 0 and <= HighestPower } power when power.Exponent == Math.Floor(power.Exponent) => Raised(arguments[0], (int)power.Exponent),
            Divide => Each(arguments[0], arguments[1], (a, b) => b.AsNumber is Rational number && number.Sign != 0 ? Polynomial.Zero.Plus(a, Rational.One / number) : null),
            Abs or Relu when nonnegative => arguments[0],
            Abs when nonpositive => [.. arguments[0].Select(entry => Polynomial.Zero.Plus(entry, -Rational.One))],
            _ => Multilinear(node, arguments),
        };
    }

    private void Interval(Application node, out bool nonnegative, out bool nonpositive)
    {
        Graph.Facts.Interval range = claimOf(node.Arguments[0]).Range;
        (nonnegative, nonpositive) = (range.IsNonnegative, range.IsNonpositive);
    }

    private Polynomial? Product(Polynomial a, Polynomial b)
    {
        _work += (long)a.Count * b.Count;
        return _work > MostWork ? null : a.Times(b);
    }

    private static Polynomial[]? Each(Polynomial[] left, Polynomial[] right, Func<Polynomial, Polynomial, Polynomial?> combine)
    {
        Polynomial[] result = [.. left.Zip(right, combine).OfType<Polynomial>()];
        return result.Length == left.Length ? result : null;
    }

    private Polynomial[]? Raised(Polynomial[] entries, int power)
    {
        Polynomial[]? result = [.. entries.Select(_ => Polynomial.Number(Rational.One))];
        for (int i = 0; i < power && result is not null; i++)
        {
            result = Each(result, entries, Product);
        }

        return result;
    }

    /// <summary>A linear or bilinear primitive by its coefficients.</summary>
    private Polynomial[]? Multilinear(Application node, Polynomial[][] arguments)
    {
        if (Coefficients.Of(node) is not { } summands)
        {
            return null;
        }

        Polynomial[] result = [.. Enumerable.Range(0, node.Shape.Size).Select(_ => new Polynomial())];
        foreach (Coefficients.Summand summand in summands)
        {
            Polynomial? part = node.Primitive.IsJointlyLinear ? arguments[summand.Argument][summand.Entry] : Product(arguments[0][summand.Entry], arguments[1][summand.Other]);
            if (part is null || result[summand.Result].IsTooLong)
            {
                return null;
            }

            result[summand.Result].Add(part, Rational.Of(summand.Value));
            _work += part.Count;
        }

        return result;
    }

    private static Polynomial[]? Numbers(Tensor<double> value)
    {
        Polynomial[] numbers = new Polynomial[value.Span.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(value.Span[i]))
            {
                return null;
            }

            numbers[i] = Polynomial.Number(Rational.Of(value.Span[i]));
        }

        return numbers;
    }

    private Polynomial[] AtomsOf(Expr node) => [.. Enumerable.Range(0, node.Shape.Size).Select(entry =>
    {
        if (!_places.TryGetValue((node, entry), out int place))
        {
            _places.Add((node, entry), place = _atoms.Count);
            _atoms.Add(new Atom(node, entry));
        }

        return Polynomial.Of(place);
    })];
}
