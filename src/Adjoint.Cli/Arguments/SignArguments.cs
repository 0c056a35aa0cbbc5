using System.CommandLine;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Cli.Arguments;

/// <summary>What a command line says of names beside shapes and values: signs, and one-hot rows.</summary>
/// <param name="Ranges">The range of each name with a sign.</param>
/// <param name="OneHot">The names whose rows are one-hot.</param>
internal sealed record SignArguments(IReadOnlyDictionary<Variable, Interval> Ranges, IReadOnlySet<Variable> OneHot)
{
    /// <summary>The option that restricts signs.</summary>
    public static Option<string[]> SignOption() => new("--sign")
    {
        HelpName = "NAME=nonneg|nonpos",
        Description = "Restricts every entry of a name to ≥ 0 or ≤ 0. May be given several times.",
    };

    /// <summary>The option that declares one-hot rows.</summary>
    public static Option<string[]> OneHotOption() => new("--onehot") { HelpName = "NAME", Description = "The rows of a name are one-hot: one entry 1, the others 0. May be given several times." };

    /// <summary>Reads what the two options were given.</summary>
    public static SignArguments Read(IReadOnlyList<string> signs, IReadOnlyList<string> oneHots, NamedArrays arrays)
    {
        Dictionary<Variable, Interval> ranges = [];
        foreach (string text in signs)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? text : text[..equals].Trim(), sign = equals < 0 ? "" : text[(equals + 1)..].Trim();
            Interval range = sign switch
            {
                "nonneg" => Interval.Nonnegative,
                "nonpos" => Interval.Nonpositive,
                _ => throw CommandException.Usage($"--sign '{text}': write --sign NAME=nonneg or NAME=nonpos"),
            };
            Variable variable = Declared(name, "--sign", arrays);
            if (!ranges.TryAdd(variable, range))
            {
                throw CommandException.Usage($"--sign {name} is given twice; keep one");
            }

            if (arrays.Values.TryGetValue(variable, out ArrayArgument? value) && !value.Value.Span.ToArray().All(range.Contains))
            {
                throw CommandException.Usage($"--sign {name}={sign}: its value has entries of the other sign; make them agree");
            }
        }

        HashSet<Variable> oneHot = [];
        foreach (string name in oneHots)
        {
            Variable variable = Declared(name.Trim(), "--onehot", arrays);
            if (variable.Shape.Rank == 0)
            {
                throw CommandException.Usage($"--onehot {name}: a number has no rows; give it a shape with at least one axis");
            }

            if (arrays.Values.TryGetValue(variable, out ArrayArgument? value) && !IsOneHot(value.Value))
            {
                throw CommandException.Usage($"--onehot {name}: its value has a row that is not one-hot (one entry 1, the others 0)");
            }

            oneHot.Add(variable);
        }

        return new SignArguments(ranges, oneHot);
    }

    private static Variable Declared(string name, string option, NamedArrays arrays) => arrays.Variables.GetValueOrDefault(name)
        ?? throw CommandException.Usage($"{option}: the name '{name}' is not declared{NearestName.Suggestion(name, arrays.Variables.Keys)}; give its shape with --shape, or a value with --set");

    private static bool IsOneHot(Tensor<double> value)
    {
        int length = value.Shape[^1];
        for (int start = 0; start < value.Span.Length; start += length)
        {
            ReadOnlySpan<double> row = value.Span.Slice(start, length);
            int ones = 0, zeros = 0;
            foreach (double entry in row)
            {
                ones += entry == 1 ? 1 : 0;
                zeros += entry == 0 ? 1 : 0;
            }

            if (ones != 1 || zeros != length - 1)
            {
                return false;
            }
        }

        return true;
    }
}
