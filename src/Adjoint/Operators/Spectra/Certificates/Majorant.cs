using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.LinearAlgebra;

namespace Adjoint.Operators.Spectra.Certificates;

/// <summary>
/// From the graph of a linear map A the graph of a map N with nonnegative coefficients, |A| ≤ N entry by entry: fixed factors are replaced by their magnitudes, and signs dropped.
/// </summary>
/// <remarks>
/// <para>A primitive that is linear in the moving argument and in a fixed one has coefficients Σ c f with constants c. That it is nondecreasing whenever f ≥ 0, which its facts say, means
/// that all c ≥ 0; so |Σ c f| ≤ Σ c |f|, the coefficients with |f|.</para>
/// <para>A primitive that is nonincreasing has nonpositive coefficients, and its negative is taken; in an argument of a sum, the argument's negative. Products of majorants are majorants
/// of products, since |A B| ≤ |A||B|, and likewise sums.</para>
/// </remarks>
internal static class Majorant
{
    /// <summary>The majorant; nothing where the signs of a primitive's coefficients are not known.</summary>
    /// <param name="map">A.</param>
    /// <param name="operations">An upper bound of the additions and products that any result of the majorant or of its adjoint goes through: for rounding errors.</param>
    public static GraphOperator? Of(GraphOperator map, out double operations)
    {
        Dictionary<Expr, Expr> moving = new() { [map.Argument] = map.Argument };
        operations = 0;
        foreach (Expr node in GraphTraversal.TopologicalOrder(map.Image))
        {
            if (node is Application application && application.Arguments.Any(moving.ContainsKey))
            {
                operations += application.Arguments.Sum(argument => (double)argument.Shape.Size) + application.Shape.Size + 2;
                if (OfNode(application, moving) is not Expr replacement)
                {
                    return null;
                }

                moving[node] = replacement;
            }
        }

        return moving.TryGetValue(map.Image, out Expr? image) ? new GraphOperator(image, map.Argument, map.Values) : null;
    }

    private static Expr? OfNode(Application application, Dictionary<Expr, Expr> moving)
    {
        Primitive primitive = application.Primitive;
        if (primitive is ModeProduct product)
        {
            return new ModeProduct(product.Axis, Magnitudes(product.Matrix)).Apply(moving[application.Arguments[0]]);
        }

        bool isJoint = primitive.IsJointlyLinear && primitive.Arity > 1;
        Expr[] arguments = new Expr[primitive.Arity];
        ArgumentFacts[] known = new ArgumentFacts[primitive.Arity];
        int count = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            Expr argument = application.Arguments[i];
            bool moves = moving.TryGetValue(argument, out Expr? replacement);
            bool isFactor = !moves && (primitive.DependenceOn(i) == Dependence.Linear || primitive is Divide);
            count += moves ? 1 : 0;
            arguments[i] = moves ? replacement! : isJoint ? Calculus.Linearization.Zeros(argument.Shape) : isFactor ? new Abs().Apply(argument) : argument;
            known[i] = new ArgumentFacts(argument.Shape, isFactor ? Interval.Nonnegative : Interval.Reals, moves ? 1 : 0);
        }

        if (count > 1 && !isJoint)
        {
            return null;
        }

        PrimitiveFacts facts = primitive.Facts(known);
        bool isNegative = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!moving.ContainsKey(application.Arguments[i]))
            {
                continue;
            }

            Monotonicity sign = facts.Arguments[i].Monotonicity;
            if (primitive.DependenceOn(i) != Dependence.Linear || sign == Monotonicity.Unknown)
            {
                return null;
            }

            if (sign == Monotonicity.Nonincreasing)
            {
                isNegative |= !isJoint;
                arguments[i] = isJoint ? new Negate().Apply(arguments[i]) : arguments[i];
            }
        }

        Expr image = primitive.Apply(arguments);
        return isNegative ? new Negate().Apply(image) : image;
    }

    private static SparseMatrix Magnitudes(SparseMatrix matrix) =>
        new(matrix.Columns, [.. Enumerable.Range(0, matrix.Rows).Select(row => matrix.Row(row).Select(entry => (entry.Column, Math.Abs(entry.Value))).ToArray())]);
}
