using System.Globalization;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>Makes the atoms of one matrix, each once, and bounds how much is written down.</summary>
internal sealed class SymbolTable
{
    /// <summary>Terms that are made at most, so that neither time nor memory runs away.</summary>
    private const long MostTerms = 4_000_000;

    /// <summary>Terms that a power of a sum is multiplied out to at most.</summary>
    private const int MostTermsOfPower = 1000;

    private readonly Dictionary<Variable, int> _orders = [];
    private readonly HashSet<Variable> _directions = [];
    private readonly Dictionary<(Variable, int), SymbolicEntry> _symbols = [];
    private readonly Dictionary<int, List<FunctionCall>> _calls = [];
    private readonly Dictionary<(FunctionCall, int), SymbolicEntry> _results = [];
    private readonly Dictionary<SymbolicEntry, SumAtom> _sums = [];
    private readonly Dictionary<string, Variable> _names = [];
    private int _callCount;
    private long _spent;

    /// <summary>Counts terms before they are made.</summary>
    /// <exception cref="SymbolicSizeException">They are too many.</exception>
    public void Spend(long terms)
    {
        _spent = Math.Min(_spent, MostTerms) + terms;
        if (_spent > MostTerms)
        {
            throw new SymbolicSizeException($"The formulas of this matrix come to more than {MostTerms.ToString("N0", CultureInfo.InvariantCulture)} terms: give names values, or take smaller shapes.");
        }
    }

    /// <summary>Gives a variable its place in the order of symbols; those without one come in the order of their use.</summary>
    public void Register(Variable variable) => _orders.TryAdd(variable, _orders.Count);

    /// <summary>Puts a variable before all others: the direction that a linear expression is taken apart by. Its symbols are never written.</summary>
    public void RegisterDirection(Variable variable)
    {
        _orders[variable] = -1;
        _directions.Add(variable);
    }

    /// <summary>A variable's entries as symbols.</summary>
    /// <exception cref="ArgumentException">Two variables have symbols that are written alike.</exception>
    public SymbolicValue Symbols(Variable variable)
    {
        Spend(variable.Shape.Size);
        SymbolicEntry[] entries = new SymbolicEntry[variable.Shape.Size];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = Symbol(variable, i);
        }

        return new SymbolicValue(variable.Shape, entries);
    }

    /// <summary>An entry of a function's result.</summary>
    public SymbolicEntry Function(FunctionCall call, int index)
    {
        if (!_results.TryGetValue((call, index), out SymbolicEntry? entry))
        {
            Spend(1);
            _results[(call, index)] = entry = SymbolicEntry.Of(new FunctionAtom(call, index));
        }

        return entry;
    }

    /// <summary>A function of arguments.</summary>
    public FunctionCall Call(Primitive primitive, IReadOnlyList<SymbolicValue> arguments, Shape result)
    {
        HashCode hash = default;
        hash.Add(primitive);
        foreach (SymbolicValue argument in arguments)
        {
            for (int i = 0; i < argument.Shape.Size; i++)
            {
                hash.Add(argument[i]);
            }
        }

        if (!_calls.TryGetValue(hash.ToHashCode(), out List<FunctionCall>? alike))
        {
            _calls[hash.ToHashCode()] = alike = [];
        }

        FunctionCall? known = alike.Find(call => call.Primitive == primitive && call.Arguments.Zip(arguments, (own, other) => own.SameEntries(other)).All(same => same));
        if (known is null)
        {
            alike.Add(known = new FunctionCall(primitive, arguments, result, _callCount++));
        }

        return known;
    }

    /// <summary>The product of two entries.</summary>
    public SymbolicEntry Multiply(SymbolicEntry left, SymbolicEntry right)
    {
        if (left.IsZero || right.IsZero)
        {
            return SymbolicEntry.Zero;
        }

        if (left.Number == 1 || right.Number == 1)
        {
            return left.Number == 1 ? right : left;
        }

        Spend((long)left.Terms.Count * right.Terms.Count);
        EntrySum sum = new();
        sum.AddProduct(left, right);
        return sum.ToEntry();
    }

    /// <summary>The sum of two entries, the second times a factor.</summary>
    public SymbolicEntry Add(SymbolicEntry left, SymbolicEntry right, double factor = 1)
    {
        Spend(left.Terms.Count + right.Terms.Count);
        EntrySum sum = new();
        sum.Add(left);
        sum.Add(right, factor);
        return sum.ToEntry();
    }

    /// <summary>An entry raised to a whole power.</summary>
    public SymbolicEntry Power(SymbolicEntry entry, int exponent)
    {
        if (exponent == 0 || entry.Number is not null)
        {
            return SymbolicEntry.Of(Math.Pow(entry.Number ?? 1, exponent));
        }

        if (entry.Terms is [Term only])
        {
            // A sum under the line that comes above it is multiplied out, so that equal entries stay equal.
            IEnumerable<Factor> factors = only.Monomial.Power(exponent).Factors;
            SymbolicEntry product = new([new Term(new Monomial([.. factors.Where(factor => factor.Atom is not SumAtom || factor.Exponent < 0)]), Math.Pow(only.Coefficient, exponent))]);
            return factors.Where(factor => factor.Atom is SumAtom && factor.Exponent > 0)
                .Aggregate(product, (result, factor) => Multiply(result, Power(((SumAtom)factor.Atom).Sum, factor.Exponent)));
        }

        if (exponent < 0 || PowerTerms(entry.Terms.Count, exponent) > MostTermsOfPower)
        {
            return SumPower(entry, exponent);
        }

        SymbolicEntry power = entry;
        for (int i = 1; i < exponent; i++)
        {
            power = Multiply(power, entry);
        }

        return power;
    }

    /// <summary>The quotient of two entries.</summary>
    public SymbolicEntry Divide(SymbolicEntry dividend, SymbolicEntry divisor)
    {
        // Numbers are divided, not multiplied by a reciprocal that is rounded; so IEEE 754 also says what is divided by 0.
        if (divisor.Number is double number && (number != 0 || dividend.Number is not null))
        {
            return dividend.Number is double own
                ? SymbolicEntry.Of(own / number)
                : new SymbolicEntry([.. dividend.Terms.Select(term => term with { Coefficient = term.Coefficient / number })]);
        }

        return dividend.Equals(divisor) ? SymbolicEntry.One : Multiply(dividend, Power(divisor, -1));
    }

    private SymbolicEntry Symbol(Variable variable, int index)
    {
        if (_symbols.TryGetValue((variable, index), out SymbolicEntry? entry))
        {
            return entry;
        }

        Register(variable);
        SymbolAtom atom = new(variable, _orders[variable], index);
        string name = EntryText.Name(atom);
        if (!_directions.Contains(variable) && !_names.TryAdd(name, variable))
        {
            Variable other = _names[name];
            throw new ArgumentException($"The symbol '{name}' would stand for an entry of '{other.Name}' and for one of '{variable.Name}': give one of them another name.");
        }

        return _symbols[(variable, index)] = SymbolicEntry.Of(atom);
    }

    /// <summary>A sum in brackets raised to a power. Where all coefficients are alike but for their signs, they are taken out, so that fewer different sums stand under lines.</summary>
    private SymbolicEntry SumPower(SymbolicEntry sum, int exponent)
    {
        double first = sum.Terms[0].Coefficient, scale = sum.Terms.All(term => Math.Abs(term.Coefficient) == Math.Abs(first)) ? first : 1;
        SymbolicEntry scaled = new([.. sum.Terms.Select(term => term with { Coefficient = term.Coefficient / scale })]);
        if (!_sums.TryGetValue(scaled, out SumAtom? atom))
        {
            _sums[scaled] = atom = new SumAtom(scaled, _sums.Count);
        }

        return Multiply(SymbolicEntry.Of(Math.Pow(scale, exponent)), SymbolicEntry.Of(atom, exponent));
    }

    /// <summary>The terms of a power of a sum, C(n + p − 1, p), or more than are written down.</summary>
    private static double PowerTerms(int terms, int exponent)
    {
        double count = 1;
        for (int i = 1; i <= exponent && count <= MostTermsOfPower; i++)
        {
            count = count * (terms + i - 1) / i;
        }

        return count;
    }
}
