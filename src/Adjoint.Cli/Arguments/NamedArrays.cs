using System.CommandLine;
using Adjoint.Graph;
using Adjoint.Language;
using Adjoint.Tensors;

namespace Adjoint.Cli.Arguments;

/// <summary>The arrays that a command line names: by <c>--set</c> with a value, by <c>--shape</c> with a shape alone.</summary>
/// <param name="Variables">The variables by name.</param>
/// <param name="Values">The values of those that have one.</param>
internal sealed record NamedArrays(IReadOnlyDictionary<string, Variable> Variables, IReadOnlyDictionary<Variable, ArrayArgument> Values)
{
    /// <summary>The option that gives names values.</summary>
    public static Option<string[]> SetOption() => new("--set")
    {
        HelpName = "NAME=VALUE",
        Description = "Gives a name a value: a number, a literal such as [1,2,3] or [[1,2],[3,4]], or a .npy file. May be given several times.",
    };

    /// <summary>The option that gives names shapes.</summary>
    public static Option<string[]> ShapeOption() => new("--shape")
    {
        HelpName = "NAME=16x16",
        Description = "Declares the shape of a name, or that it is a scalar (NAME=scalar). May be given several times.",
    };

    /// <summary>Reads what the two options were given.</summary>
    /// <exception cref="CommandException">A name is no name or given twice, a value is none, or a value and a shape differ.</exception>
    public static NamedArrays Read(IReadOnlyList<string> sets, IReadOnlyList<string> shapes)
    {
        Dictionary<string, Shape> declared = [];
        foreach (string text in shapes)
        {
            (string name, string wanted) = Split(text, "--shape", "16x16");
            Shape shape = Shape.Scalar;
            if (wanted != "scalar" && !CommandOptions.TryShape(wanted, out shape))
            {
                throw CommandException.Usage(CommandOptions.IsTooLarge(wanted)
                    ? $"--shape {name}: {wanted} is too large; an array has at most {int.MaxValue} entries"
                    : $"--shape {name}: '{wanted}' is not a shape; a shape is lengths joined by x, such as 16x16 or 5, or the word scalar");
            }

            if (!declared.TryAdd(name, shape))
            {
                throw CommandException.Usage($"--shape {name} is given twice; keep one");
            }
        }

        // Names are checked before any file is read.
        Dictionary<string, string> values = [];
        foreach (string text in sets)
        {
            (string name, string value) = Split(text, "--set", "VALUE");
            if (!values.TryAdd(name, value))
            {
                throw CommandException.Usage($"--set {name} is given twice; keep one");
            }
        }

        Dictionary<string, Variable> variables = [];
        Dictionary<Variable, ArrayArgument> bound = [];
        foreach ((string name, string text) in values)
        {
            ArrayArgument value = ArrayArgument.Read(text, $"--set {name}");
            if (declared.TryGetValue(name, out Shape shape) && shape != value.Value.Shape)
            {
                throw CommandException.Usage($"--set {name} has shape {value.Value.Shape}, --shape {name} says {shape}; make them agree");
            }

            bound[variables[name] = new Variable(name, value.Value.Shape)] = value;
        }

        foreach ((string name, Shape shape) in declared)
        {
            variables.TryAdd(name, new Variable(name, shape));
        }

        return new NamedArrays(variables, bound);
    }

    private static (string Name, string Value) Split(string text, string option, string form)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw CommandException.Usage($"{option} '{text}' lacks a value; write {option} NAME={form}");
        }

        string name = text[..equals].Trim(), value = text[(equals + 1)..].Trim();
        return !ExpressionParser.IsName(name) ? throw CommandException.Usage($"{option} '{text}': '{name}' is not a name; a name is letters, digits and underscores, a digit not first")
            : value.Length == 0 ? throw CommandException.Usage($"{option} {name} lacks a value; write {option} {name}={form}")
            : (name, value);
    }
}
