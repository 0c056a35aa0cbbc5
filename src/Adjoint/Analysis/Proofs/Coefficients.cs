using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Proofs;

/// <summary>The coefficients of linear and bilinear primitives, read off from their reference rules at unit arguments; whoever has exact numbers can then apply them.</summary>
internal static class Coefficients
{
    /// <summary>One summand of an entry of the result: a coefficient times an entry of one argument, or of both.</summary>
    /// <param name="Result">The entry of the result.</param>
    /// <param name="Argument">The argument; the first one of a bilinear primitive.</param>
    /// <param name="Entry">The entry of that argument.</param>
    /// <param name="Other">The entry of the second argument of a bilinear primitive.</param>
    /// <param name="Value">The coefficient.</param>
    public readonly record struct Summand(int Result, int Argument, int Entry, int Other, double Value);

    /// <summary>All summands; nothing where the primitive is neither, or more bilinear than is read.</summary>
    public static IReadOnlyList<Summand>? Of(Application node) => node.Primitive.IsJointlyLinear ? Linear(node)
        : node.Arguments.Count == 2 && node.Primitive.DependenceOn(0) == Dependence.Linear && node.Primitive.DependenceOn(1) == Dependence.Linear ? Bilinear(node) : null;

    private static List<Summand> Linear(Application node)
    {
        List<Summand> summands = [];
        if (node.Primitive is ElementwisePrimitive entrywise)
        {
            // One entry tells of all.
            double[] slopes = [.. Enumerable.Range(0, node.Arguments.Count).Select(i => entrywise.Evaluate([.. Enumerable.Range(0, node.Arguments.Count).Select(j => i == j ? 1.0 : 0)]))];
            summands.AddRange(Enumerable.Range(0, node.Shape.Size).SelectMany(entry => slopes.Select((slope, argument) => new Summand(entry, argument, entry, 0, slope))));
            return summands;
        }

        if (node.Primitive is Reshape or Transpose or Broadcast or Flip or Extend or Slice or Embed or Pad or Crop)
        {
            // Entries that are moved, each with its number.
            double[] places = Image(node, [new Tensor<double>(node.Arguments[0].Shape, [.. Enumerable.Range(1, node.Arguments[0].Shape.Size).Select(number => (double)number)])]);
            summands.AddRange(Enumerable.Range(0, places.Length).Where(entry => places[entry] != 0).Select(entry => new Summand(entry, 0, (int)places[entry] - 1, 0, 1)));
            return summands;
        }

        Tensor<double>[] units = [.. node.Arguments.Select(argument => new Tensor<double>(argument.Shape))];
        for (int argument = 0; argument < units.Length; argument++)
        {
            for (int i = 0; i < units[argument].Span.Length; i++)
            {
                units[argument].Span[i] = 1;
                double[] image = Image(node, units);
                units[argument].Span[i] = 0;
                summands.AddRange(Enumerable.Range(0, image.Length).Where(j => image[j] != 0).Select(j => new Summand(j, argument, i, 0, image[j])));
            }
        }

        return summands;
    }

    /// <summary>
    /// A bilinear primitive that, for each entry of one argument, takes at most one entry of the other into each entry of the result, with a coefficient of 1, as matrix
    /// products and correlations do: its images of ones, of numbered entries and of their squares are then 1, j and j².
    /// </summary>
    private static List<Summand>? Bilinear(Application node)
    {
        List<Summand> summands = [];
        int one = node.Arguments[0].Shape.Size <= node.Arguments[1].Shape.Size ? 0 : 1;
        Tensor<double> unit = new(node.Arguments[one].Shape);
        Tensor<double>[] others = [.. new Func<int, double>[] { _ => 1, j => j, j => (double)j * j }.Select(number =>
            new Tensor<double>(node.Arguments[1 - one].Shape, [.. Enumerable.Range(0, node.Arguments[1 - one].Shape.Size).Select(number)]))];
        for (int i = 0; i < unit.Span.Length; i++)
        {
            unit.Span[i] = 1;
            double[][] images = [.. others.Select(other => Image(node, one == 0 ? [unit, other] : [other, unit]))];
            unit.Span[i] = 0;
            for (int entry = 0; entry < images[0].Length; entry++)
            {
                (double count, double place, double square) = (images[0][entry], images[1][entry], images[2][entry]);
                if (count == 1 && place == Math.Floor(place) && square == place * place && place >= 0 && place < others[0].Span.Length)
                {
                    summands.Add(one == 0 ? new Summand(entry, 0, i, (int)place, 1) : new Summand(entry, 0, (int)place, i, 1));
                }
                else if (count != 0 || place != 0 || square != 0)
                {
                    return null;
                }
            }
        }

        return summands;
    }

    private static double[] Image(Application node, Tensor<double>[] arguments)
    {
        Tensor<double> image = new(node.Shape);
        node.Primitive.Reference(arguments, image);
        return image.Span.ToArray();
    }
}
