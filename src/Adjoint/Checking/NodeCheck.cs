using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>The checks of one node of an expression, with the values that its arguments have.</summary>
internal static class NodeCheck
{
    public static List<CheckReport> Run(Application node, Tensor<double>[] arguments, Tensor<double> value, Random random, bool singleToo)
    {
        string name = NodeText.Of(node);
        if (!Entries.AreFinite(value))
        {
            // What a node makes of no number is not its own fault, and is told where it began.
            return arguments.All(Entries.AreFinite)
                ? [new CheckReport(name, CheckKind.Value, null, CheckReport.NameOf<double>(), double.PositiveInfinity, 0, false, $"The value is no finite number at this point{Outside(node, arguments)}.")]
                : [];
        }

        List<CheckReport> reports = [];
        for (int argument = 0; argument < arguments.Length; argument++)
        {
            int place = argument;
            LinearizedMap? map = null;
            LinearizedMap Map() => map ??= LinearizedMap.Of(node.Primitive, place, arguments);
            if (node.Primitive.DependenceOn(argument) != Dependence.LocallyConstant)
            {
                reports.Add(CheckReport.Of<double>(name, argument, MapChecks.DotTest<double>(Map, random)));
                if (singleToo)
                {
                    reports.Add(CheckReport.Of<float>(name, argument, MapChecks.DotTest<float>(Map, random)));
                }
            }

            reports.Add(MapChecks.Derivative(name, argument, Map, own => MapChecks.SizeOf(sizes => Applied(node.Primitive, sizes), arguments, own), random));
        }

        return reports;
    }

    /// <summary>Whether the arguments lie in the domains that the primitive declares, and the value is a number.</summary>
    public static bool IsDefined(Application node, Tensor<double>[] arguments, Tensor<double> value) =>
        Entries.AreFinite(value) && Outside(node, arguments).Length == 0;

    private static string Outside(Application node, Tensor<double>[] arguments)
    {
        PrimitiveFacts facts = node.Primitive.Facts([.. arguments.Select(value => new ArgumentFacts(value.Shape, RangeOf(value), 1))]);
        for (int i = 0; i < arguments.Length; i++)
        {
            foreach (double entry in arguments[i].Span)
            {
                if (!facts.Arguments[i].Domain.Contains(entry))
                {
                    return $": argument {i} holds {entry:G6}, outside of its domain {facts.Arguments[i].Domain}";
                }
            }
        }

        return "";
    }

    private static Interval RangeOf(Tensor<double> value)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double entry in value.Span)
        {
            (least, most) = (Math.Min(least, entry), Math.Max(most, entry));
        }

        return value.Span.IsEmpty || double.IsNaN(least) ? Interval.Reals : new(least, most);
    }

    private static Tensor<double> Applied(Primitive primitive, Tensor<double>[] arguments)
    {
        Variable[] variables = [.. arguments.Select((value, i) => new Variable($"a{i}", value.Shape))];
        Computation<double> applied = new(variables, primitive.Apply(variables));
        for (int i = 0; i < variables.Length; i++)
        {
            applied.Bind(variables[i], arguments[i]);
        }

        return applied.Run()[0];
    }
}
