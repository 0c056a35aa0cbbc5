using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Proofs;

/// <summary>
/// Recognises Gram forms: a number that is linear in a part <c>c</c> on the way to it is <c>⟨a, c⟩</c>, <c>a</c> being found by adjoints; where <c>a</c> equals <c>c</c>, it is <c>Σ c²</c>, as
/// <c>⟨w, Aᵀ(A w)⟩ = ‖A w‖²</c>. Whether two multilinear expressions are equal is found out by evaluating both where variables are random whole numbers, without rounding.
/// </summary>
internal static class GramIdentity
{
    private const int Deepest = 16, MostEntries = 4096, MostNodes = 64, Times = 3;
    private const double Exact = 1L << 52;

    /// <summary>The sum of squares that a number is; nothing for others.</summary>
    public static Expr? Rewrite(Application node)
    {
        if (node.Shape.Size != 1 || node.Primitive is not (SumTo or Reshape or MatrixProduct) || !IsMultilinear(node))
        {
            return null;
        }

        Expr one = Expressions.BroadcastTo(new Constant(1), node.Shape);
        return Find(node, one, 0) is Expr part ? Expressions.BroadcastTo(Expressions.SumOfSquares(part), node.Shape) : null;
    }

    private static Expr? Find(Expr part, Expr cotangent, int depth)
    {
        if (depth > Deepest || part is not Application node)
        {
            return null;
        }

        for (int i = 0; i < node.Arguments.Count; i++)
        {
            Expr argument = node.Arguments[i];
            if (argument is Constant || node.Primitive.DependenceOn(i) != Dependence.Linear || (node.Primitive.IsJointlyLinear && node.Arguments.Count > 1))
            {
                continue;
            }

            Expr adjoint = node.Primitive.Adjoint(node, i, cotangent);
            if (depth > 0 && AreEqual(adjoint, argument))
            {
                return argument;
            }

            if (Find(argument, adjoint, depth + 1) is Expr found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Whether the expression is computed from variables by what is linear in each argument, and small enough to be evaluated. Squares of parts are left alone.</summary>
    private static bool IsMultilinear(Expr expression)
    {
        IReadOnlyList<Expr> nodes = GraphTraversal.TopologicalOrder(expression);
        return nodes.Count <= MostNodes && nodes.Any(node => node is Application { Primitive: Multiply or MatrixProduct or Correlation }) && nodes.All(node => node.Shape.Size <= MostEntries
            && (node is not Application application || Enumerable.Range(0, node.Arguments.Count).All(i => application.Primitive.DependenceOn(i) == Dependence.Linear)));
    }

    private static bool AreEqual(Expr first, Expr second)
    {
        if (first.Shape != second.Shape)
        {
            return false;
        }

        KeyedRandom random = new(0, "Gram forms");
        for (int time = 0; time < Times; time++)
        {
            Dictionary<Expr, Tensor<double>> known = [];
            foreach (Expr node in GraphTraversal.TopologicalOrder(first, second))
            {
                Tensor<double> value = new(node.Shape, [.. Enumerable.Range(0, node.Shape.Size).Select(_ => node is Variable ? random.NextInt(1 << 11) - 1024.0 : 0)]);
                if (node is Application application)
                {
                    application.Primitive.Reference([.. node.Arguments.Select(argument => known[argument])], value);
                }

                known[node] = node is Constant constant ? constant.Value : value;
                if (known[node].Span.ToArray().Any(IsRounded))
                {
                    return false;
                }
            }

            if (!known[first].Span.SequenceEqual(known[second].Span))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRounded(double value) => !(Math.Abs(value) < Exact) || value != Math.Round(value);
}
