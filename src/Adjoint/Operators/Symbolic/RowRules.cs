using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>
/// Functions of rows written out in exponentials, logarithms and roots of their entries, by their definitions: softmax, log-sum-exp and what is made of them, and the Euclidean norm.
/// </summary>
/// <param name="table">Where atoms come from.</param>
/// <param name="elementwise">Functions of one entry.</param>
internal sealed class RowRules(SymbolTable table, ElementwiseRules elementwise)
{
    /// <summary>The result, or nothing where the primitive is none of these.</summary>
    public SymbolicValue? Apply(Application application, IReadOnlyList<SymbolicValue> arguments)
    {
        Shape shape = arguments[0].Shape;
        return application.Primitive switch
        {
            Softmax softmax => Rows(application, softmax.Axis, row => Softmax(Entries(arguments[0], row))),
            LogSoftmax logarithm => Rows(application, logarithm.Axis, row =>
            {
                SymbolicEntry[] entries = Entries(arguments[0], row);
                SymbolicEntry sum = LogSumExp(entries);
                return [.. entries.Select(entry => table.Add(entry, sum, -1))];
            }),
            LogSumExp sum => Rows(application, sum.Axis, row => [LogSumExp(Entries(arguments[0], row))], shape),
            CrossEntropyOfRows => Rows(application, shape.Rank - 1, row => [CrossEntropy(Entries(arguments[0], row), Entries(arguments[1], row))], shape),
            SoftmaxDeviation deviation => Rows(application, deviation.Axis, row => Deviation(Entries(arguments[0], row), Entries(arguments[1], row))),
            CrossEntropySlope slope => Rows(application, slope.Axis, row => Slope(Entries(arguments[0], row), Entries(arguments[1], row))),
            Norm2 => new SymbolicValue(application.Shape, [elementwise.Apply(new Sqrt(), Sum(Entries(arguments[0], Enumerable.Range(0, shape.Size)).Select(entry => table.Power(entry, 2))))]),
            _ => null,
        };
    }

    private SymbolicEntry[] Softmax(SymbolicEntry[] row)
    {
        SymbolicEntry[] shares = [.. row.Select(Exponential)];
        SymbolicEntry sum = Sum(shares);
        return [.. shares.Select(share => table.Divide(share, sum))];
    }

    private SymbolicEntry[] Slope(SymbolicEntry[] logits, SymbolicEntry[] target)
    {
        SymbolicEntry total = Sum(target);
        return [.. Softmax(logits).Zip(target, (share, wanted) => table.Add(table.Multiply(total, share), wanted, -1))];
    }

    private SymbolicEntry[] Deviation(SymbolicEntry[] logits, SymbolicEntry[] values)
    {
        SymbolicEntry mean = Sum(Softmax(logits).Zip(values, table.Multiply));
        return [.. values.Select(value => table.Add(value, mean, -1))];
    }

    private SymbolicEntry CrossEntropy(SymbolicEntry[] logits, SymbolicEntry[] target)
    {
        SymbolicEntry sum = LogSumExp(logits);
        return Sum(logits.Zip(target, (logit, wanted) => table.Multiply(wanted, table.Add(sum, logit, -1))));
    }

    private SymbolicEntry LogSumExp(SymbolicEntry[] row) => elementwise.Apply(new Log(), Sum(row.Select(Exponential)));

    private SymbolicEntry Exponential(SymbolicEntry entry) => elementwise.Apply(new Exp(), entry);

    private SymbolicEntry Sum(IEnumerable<SymbolicEntry> entries)
    {
        EntrySum sum = new();
        foreach (SymbolicEntry entry in entries)
        {
            table.Spend(entry.Terms.Count);
            sum.Add(entry);
        }

        return sum.ToEntry();
    }

    private static SymbolicEntry[] Entries(SymbolicValue value, IEnumerable<int> places) => [.. places.Select(place => value[place])];

    /// <summary>Applies a function to every row along an axis; it gives a row, or, where the argument's shape is told, one entry.</summary>
    private static SymbolicValue Rows(Application application, int axis, Func<IEnumerable<int>, SymbolicEntry[]> function, Shape? reduced = null)
    {
        Shape shape = reduced ?? application.Shape;
        int length = shape[axis], inner = shape[(axis + 1)..].Size;
        SymbolicEntry[] result = new SymbolicEntry[application.Shape.Size];
        for (int row = 0; row < shape.Size / Math.Max(1, length); row++)
        {
            int start = (row / inner * inner * length) + (row % inner);
            int[] places = [.. Enumerable.Range(0, length).Select(i => start + (i * inner))];
            SymbolicEntry[] entries = function(places);
            for (int i = 0; i < entries.Length; i++)
            {
                result[reduced is null ? places[i] : row] = entries[i];
            }
        }

        return new SymbolicValue(application.Shape, result);
    }
}
