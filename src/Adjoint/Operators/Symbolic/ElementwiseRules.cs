using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>Elementwise primitives of formulas: arithmetic is carried out, what is linear in its formulas is multiplied out, and the rest becomes an atom.</summary>
/// <param name="table">Where atoms come from.</param>
internal sealed class ElementwiseRules(SymbolTable table)
{
    /// <summary>Highest power that is a product; beyond it a power is a function.</summary>
    private const int HighestPower = 64;

    /// <summary>The result's entries.</summary>
    public SymbolicValue Apply(Application application, IReadOnlyList<SymbolicValue> arguments)
    {
        ElementwisePrimitive primitive = (ElementwisePrimitive)application.Primitive;
        SymbolicEntry[] result = new SymbolicEntry[application.Shape.Size], entries = new SymbolicEntry[arguments.Count];
        for (int i = 0; i < result.Length; i++)
        {
            for (int j = 0; j < entries.Length; j++)
            {
                entries[j] = arguments[j][i];
            }

            result[i] = Apply(primitive, entries);
        }

        return new SymbolicValue(application.Shape, result);
    }

    /// <summary>One entry of the result.</summary>
    public SymbolicEntry Apply(ElementwisePrimitive primitive, params SymbolicEntry[] arguments) =>
        Known(primitive, arguments) ?? Multilinear(primitive, arguments)
        ?? table.Function(table.Call(primitive, [.. arguments.Select(argument => new SymbolicValue(Shape.Scalar, [argument]))], Shape.Scalar), 0);

    /// <summary>The primitives that polynomials are closed under, or that become numbers or others of them.</summary>
    private SymbolicEntry? Known(ElementwisePrimitive primitive, SymbolicEntry[] a) => primitive switch
    {
        _ when a.All(entry => entry.Number is not null) => SymbolicEntry.Of(primitive.Evaluate([.. a.Select(entry => entry.Number!.Value)])),
        Add => table.Add(a[0], a[1]),
        Subtract => table.Add(a[0], a[1], -1),
        Multiply => table.Multiply(a[0], a[1]),
        Divide => table.Divide(a[0], a[1]),
        Square => table.Power(a[0], 2),
        Power { Exponent: double exponent } when exponent == Math.Floor(exponent) && Math.Abs(exponent) <= HighestPower => table.Power(a[0], (int)exponent),
        Gate when a[1].Number is double number => number > 0 ? a[0] : SymbolicEntry.Zero,
        Gate => table.Multiply(a[0], Positive(a[1])),
        ProductWithLog => table.Multiply(a[0], Apply(new Log(), a[1])),
        _ => null,
    };

    /// <summary>1 where an entry is above 0, else 0. A rectified entry is above 0 where the entry is.</summary>
    private SymbolicEntry Positive(SymbolicEntry entry)
    {
        while (entry.Terms is [{ Coefficient: > 0, Monomial.Factors: [{ Exponent: 1, Atom: FunctionAtom { Call.Primitive: Relu } function }] }])
        {
            entry = function.Call.Arguments[0][0];
        }

        return Apply(new GreaterThan(), entry, SymbolicEntry.Zero);
    }

    /// <summary>A primitive that is linear in the arguments that are no numbers: Σ f(eᵢ) aᵢ where it is linear in all together, f(…, 1, …) Π aᵢ where in each alone.</summary>
    private SymbolicEntry? Multilinear(ElementwisePrimitive primitive, SymbolicEntry[] a)
    {
        int[] symbolic = [.. Enumerable.Range(0, a.Length).Where(i => a[i].Number is null)];
        if (symbolic.Any(i => primitive.DependenceOn(i) != Dependence.Linear))
        {
            return null;
        }

        double[] numbers = [.. a.Select(entry => entry.Number ?? 1)];
        if (!primitive.IsJointlyLinear)
        {
            return symbolic.Aggregate(SymbolicEntry.Of(primitive.Evaluate(numbers)), (product, i) => table.Multiply(product, a[i]));
        }

        EntrySum sum = new();
        for (int i = 0; i < a.Length; i++)
        {
            double[] basis = new double[a.Length];
            basis[i] = 1;
            table.Spend(a[i].Terms.Count);
            sum.Add(a[i], primitive.Evaluate(basis));
        }

        return sum.ToEntry();
    }
}
