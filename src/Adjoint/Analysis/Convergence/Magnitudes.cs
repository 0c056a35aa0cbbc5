using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// What rounding may do to a polynomial: the same expression with every number replaced by its absolute value and every difference by a sum has coefficients that are the sums of the absolute values of all the products which
/// make up a coefficient, and the error of that is a few roundings of them (Higham 2002, section 3.1).
/// </summary>
internal static class Magnitudes
{
    /// <summary>The unit roundoff of float64.</summary>
    private const double Roundoff = 1.0 / (1L << 53);

    /// <summary>What two disturbed evaluations of a number that is no polynomial may differ by, relative to it.</summary>
    private const double Agreement = 1e-13;

    /// <summary>The expression of absolute values; nothing where some part is no polynomial in what moves.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="question">What moves.</param>
    /// <param name="at">Values of all variables that do not move.</param>
    public static Expr? Of(Expr expression, Question question, IReadOnlyList<(Variable Variable, Tensor<double> Value)> at)
    {
        Dictionary<Variable, Tensor<double>> values = at.ToDictionary(pair => pair.Variable, pair => pair.Value);
        Dictionary<Expr, Expr> known = [];
        foreach (Expr node in GraphTraversal.TopologicalOrder(expression))
        {
            Expr? own = node switch
            {
                Variable variable => question.Moving.Contains(variable) ? variable : Absolute(values[variable]),
                Constant constant => Absolute(constant.Value),
                Application { Primitive: Divide } quotient => Evaluated(quotient.Arguments[1]) is Constant divisor && divisor.Value.Span.IndexOf(0.0) < 0 ? quotient.Primitive.Apply([known[quotient.Arguments[0]], divisor]) : null,
                _ => Applied((Application)node, [.. ((Application)node).Arguments.Select(argument => known[argument])]) ?? Evaluated(node),
            };
            if (own is null)
            {
                return null;
            }

            known[node] = own;
        }

        return known[expression];

        Expr? Evaluated(Expr node)
        {
            if (GraphTraversal.Variables(node).Any(question.Moving.Contains))
            {
                return null;
            }

            Tensor<double> value = ReferenceEvaluation.Run([node], variable => values[variable], null)[0];
            for (int run = 0; run < 2; run++)
            {
                Tensor<double> disturbed = ReferenceEvaluation.Run([node], variable => values[variable], new KeyedRandom(run, "disturbed constant"))[0];
                for (int i = 0; i < value.Span.Length; i++)
                {
                    if (!(Math.Abs(disturbed.Span[i] - value.Span[i]) <= Agreement * Math.Abs(value.Span[i])))
                    {
                        return null;
                    }
                }
            }

            return Absolute(value);
        }
    }

    /// <summary>What a coefficient may be off by, relative to that of <see cref="Of"/>: the roundings on the longest way, with room for those of its derivatives.</summary>
    public static double Relative(Expr expression) =>
        8 * Roundoff * GraphTraversal.TopologicalOrder(expression).OfType<Application>().Sum(node => 2.0 + node.Arguments.Max(argument => Math.Log2(1 + argument.Shape.Size)) + Terms(node));

    /// <summary>The most terms that an entry of a result adds up.</summary>
    private static double Terms(Application node) =>
        node.Primitive is ElementwisePrimitive ? 1 : node.Arguments.Max(argument => (double)argument.Shape.Size);

    private static Expr? Applied(Application node, Expr[] arguments)
    {
        switch (node.Primitive)
        {
            case Subtract:
                return new Add().Apply(arguments);
            case Negate:
                return arguments[0];
            case Square or Multiply or Add:
            case Power { Exponent: >= 0 } power when power.Exponent == Math.Floor(power.Exponent):
                return node.Primitive.Apply(arguments);
        }

        // A linear or bilinear primitive whose coefficients are nowhere negative.
        PrimitiveFacts facts = node.Primitive.Facts([.. arguments.Select(argument => new ArgumentFacts(argument.Shape, Interval.Nonnegative, 1))]);
        return Enumerable.Range(0, arguments.Length).All(i => node.Primitive.DependenceOn(i) == Dependence.Linear && facts.Arguments[i].Monotonicity == Monotonicity.Nondecreasing) ? node.Primitive.Apply(arguments) : null;
    }

    private static Constant Absolute(Tensor<double> value) => new(new Tensor<double>(value.Shape, [.. value.Span.ToArray().Select(Math.Abs)]));
}
