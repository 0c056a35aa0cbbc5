using Adjoint.Graph;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>
/// Primitives that are linear in the arguments that are no numbers, whatever they are: the coefficients are what the reference rule makes of basis vectors. Where entries are
/// only moved or added up, one run with the places as entries says where to.
/// </summary>
/// <param name="table">Where atoms come from.</param>
internal sealed class LinearRules(SymbolTable table)
{
    /// <summary>Numbers that are computed to find the coefficients of one primitive, at most.</summary>
    private const long MostProbes = 100_000_000;

    /// <summary>The result, or nothing where the primitive is not linear in these arguments.</summary>
    public SymbolicValue? Apply(Application application, IReadOnlyList<SymbolicValue> arguments)
    {
        Primitive primitive = application.Primitive;
        int[] symbolic = [.. Enumerable.Range(0, arguments.Count).Where(i => arguments[i].Numbers is null)];
        return symbolic.Any(i => primitive.DependenceOn(i) != Dependence.Linear) ? null
            : Moved(application, arguments) ?? Added(application, arguments) ?? Probed(application, arguments, primitive.IsJointlyLinear ? null : symbolic);
    }

    /// <summary>Primitives whose results are copies of entries, or 0.</summary>
    private static SymbolicValue? Moved(Application application, IReadOnlyList<SymbolicValue> arguments)
    {
        if (application.Primitive is not (Reshape or Flip or Transpose or Broadcast or Extend or Pad or Crop or Slice or Embed or Concatenate))
        {
            return null;
        }

        // Entry p of argument a is labelled with the places before a, and p, and 1: 0 is what is filled in.
        List<SymbolicEntry> entries = [SymbolicEntry.Zero];
        Tensor<double>[] labels = [.. arguments.Select(argument => Labels(argument.Shape, entries, argument))];
        return new SymbolicValue(application.Shape, [.. Run(application, labels).Span.ToArray().Select(label => entries[(int)label])]);
    }

    /// <summary>Primitives that add entries up: the adjoints of primitives that copy, which say where from.</summary>
    private SymbolicValue? Added(Application application, IReadOnlyList<SymbolicValue> arguments)
    {
        Shape source = application.Shape;
        Primitive? copies = application.Primitive switch
        {
            SumTo => new Broadcast(arguments[0].Shape),
            Fold fold => new Extend(fold.Mode, fold.Before, fold.After),
            _ => null,
        };
        if (copies is null)
        {
            return null;
        }

        Tensor<double> labels = new(source), places = new(arguments[0].Shape);
        for (int i = 0; i < labels.Span.Length; i++)
        {
            labels.Span[i] = i;
        }

        copies.Reference([labels], places);
        EntrySum[] sums = [.. Enumerable.Range(0, source.Size).Select(_ => new EntrySum())];
        table.Spend(arguments[0].Terms);
        for (int i = 0; i < places.Span.Length; i++)
        {
            sums[(int)places.Span[i]].Add(arguments[0][i]);
        }

        return new SymbolicValue(source, [.. sums.Select(sum => sum.ToEntry())]);
    }

    /// <summary>Any primitive: basis vectors in the arguments that are no numbers, each alone where it is linear in all together, else all combinations.</summary>
    private SymbolicValue Probed(Application application, IReadOnlyList<SymbolicValue> arguments, int[]? symbolic)
    {
        EntrySum[] sums = [.. Enumerable.Range(0, application.Shape.Size).Select(_ => new EntrySum())];
        long runs = symbolic is null ? arguments.Sum(argument => (long)argument.Shape.Size) : symbolic.Aggregate(1L, (product, i) => Math.Min(product, MostProbes) * arguments[i].Shape.Size);
        if (runs * Math.Max(1, sums.Length) > MostProbes)
        {
            throw new SymbolicSizeException($"'{application.Primitive}' of shape {application.Shape} is too large to be written in symbols: give names values, or take smaller shapes.");
        }

        if (symbolic is null)
        {
            for (int i = 0; i < arguments.Count; i++)
            {
                Tensor<double>[] zeros = [.. arguments.Select(argument => new Tensor<double>(argument.Shape))];
                Probe(application, arguments, zeros, [i], 0, SymbolicEntry.One, sums);
            }
        }
        else
        {
            Probe(application, arguments, [.. arguments.Select(argument => argument.Numbers ?? new Tensor<double>(argument.Shape))], symbolic, 0, SymbolicEntry.One, sums);
        }

        return new SymbolicValue(application.Shape, [.. sums.Select(sum => sum.ToEntry())]);
    }

    private void Probe(
        Application application, IReadOnlyList<SymbolicValue> arguments, Tensor<double>[] point, int[] moving, int next, SymbolicEntry product, EntrySum[] sums)
    {
        if (next == moving.Length)
        {
            Tensor<double> image = Run(application, point);
            for (int i = 0; i < sums.Length; i++)
            {
                table.Spend(image.Span[i] == 0 ? 0 : product.Terms.Count);
                sums[i].Add(product, image.Span[i]);
            }

            return;
        }

        SymbolicValue argument = arguments[moving[next]];
        Tensor<double> basis = point[moving[next]];
        for (int i = 0; i < argument.Shape.Size; i++)
        {
            if (!argument[i].IsZero)
            {
                basis.Span[i] = 1;
                Probe(application, arguments, point, moving, next + 1, table.Multiply(product, argument[i]), sums);
                basis.Span[i] = 0;
            }
        }
    }

    private static Tensor<double> Labels(Shape shape, List<SymbolicEntry> entries, SymbolicValue argument)
    {
        Tensor<double> labels = new(shape);
        for (int i = 0; i < labels.Span.Length; i++)
        {
            labels.Span[i] = entries.Count;
            entries.Add(argument[i]);
        }

        return labels;
    }

    private static Tensor<double> Run(Application application, IReadOnlyList<Tensor<double>> arguments)
    {
        Tensor<double> result = new(application.Shape);
        application.Primitive.Reference(arguments, result);
        return result;
    }
}
