using Adjoint.Graph;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Operators.InWords;

/// <summary>Whether an expression is a linear map of a variable, which a description takes for granted.</summary>
internal static class Linearity
{
    /// <summary>The expressions that depend on the argument.</summary>
    /// <exception cref="ArgumentException">The expression is not linear in it.</exception>
    public static HashSet<Expr> Check(Expr linear, Variable argument)
    {
        HashSet<Expr> varying = [argument], zeros = [];
        foreach (Expr node in GraphTraversal.TopologicalOrder(linear))
        {
            if (node is Constant constant && constant.IsUniform(0))
            {
                zeros.Add(node);
            }
            else if (node is Application application)
            {
                Place(application, argument, varying, zeros);
            }
        }

        return varying.Contains(linear) || zeros.Contains(linear)
            ? varying
            : throw new ArgumentException($"'{linear}' does not depend on '{argument.Name}' and is not zero, so it is no linear map of it. Linearise it first.");
    }

    private static void Place(Application application, Variable argument, HashSet<Expr> varying, HashSet<Expr> zeros)
    {
        Primitive primitive = application.Primitive;
        int[] moving = [.. Enumerable.Range(0, application.Arguments.Count).Where(i => varying.Contains(application.Arguments[i]))];
        if (moving.Length == 0)
        {
            if (application.Arguments.Count > 0 && (primitive is Broadcast or Reshape || primitive.IsJointlyLinear) && application.Arguments.All(zeros.Contains))
            {
                zeros.Add(application);
            }

            return;
        }

        bool isLinear = moving.All(i => primitive.DependenceOn(i) == Dependence.Linear) && (moving.Length == 1 || primitive.IsJointlyLinear);

        // A sum with something fixed is affine, unless that is zero.
        bool isAffine = primitive.IsJointlyLinear && application.Arguments.Any(part => !varying.Contains(part) && !zeros.Contains(part));
        if (!isLinear || isAffine)
        {
            throw new ArgumentException($"Only a linear map is described: '{application}' is not linear in '{argument.Name}'. Linearise it first.");
        }

        varying.Add(application);
    }
}
