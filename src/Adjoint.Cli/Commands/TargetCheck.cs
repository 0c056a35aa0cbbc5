using System.Globalization;
using Adjoint.Cli.Arguments;
using Adjoint.Graph;
using Adjoint.Language;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary>Targets of a likelihood must be at least 0.</summary>
internal static class TargetCheck
{
    /// <summary>Refuses a target with a negative entry.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="target">The target in it.</param>
    /// <param name="value">The target's value.</param>
    /// <param name="arrays">The names of the expression.</param>
    /// <exception cref="ExpressionException">An entry is negative.</exception>
    /// <exception cref="CommandException">An entry is negative, and comes from a file.</exception>
    public static void Check(string text, TargetArgument target, Tensor<double> value, NamedArrays arrays)
    {
        int place = value.Span.IndexOf(value.Span.ToArray().FirstOrDefault(entry => entry < 0, double.NaN));
        if (place < 0)
        {
            return;
        }

        string at = value.Shape.Rank == 0 ? "" : $" at [{string.Join(", ", IndexOf(place, value.Shape))}]";
        string message = $"a target must be at least 0, but this one is {value.Span[place].ToString("R", CultureInfo.InvariantCulture)}{at}";
        string? file = GraphTraversal.Variables(target.Expression).Select(variable => arrays.Values[variable].File).FirstOrDefault(name => name is not null);
        throw file is null ? new ExpressionException(text, target.Position, target.Length, message) : CommandException.Failed($"{file}: {message}.");
    }

    private static int[] IndexOf(int place, Shape shape)
    {
        int[] index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (place, index[axis]) = Math.DivRem(place, shape[axis]);
        }

        return index;
    }
}
