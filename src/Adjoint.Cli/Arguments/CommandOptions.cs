using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Adjoint.Tensors;

namespace Adjoint.Cli.Arguments;

/// <summary>Options with values that are checked while the command line is read, each error saying what would be right.</summary>
internal static class CommandOptions
{
    /// <summary>The number of threads.</summary>
    public static Option<int?> Threads() => WholeNumber("--threads", "T", 1, "Threads to use; all cores if left out. Results do not depend on it.", MostThreads);

    /// <summary>More threads than any machine has cores: each takes memory.</summary>
    private const int MostThreads = 1024;

    /// <summary>Whether results are printed as JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output, and nothing else." };

    /// <summary>A seed.</summary>
    public static Option<long?> Seed(string description) => new("--seed")
    {
        HelpName = "S",
        Description = description,
        CustomParser = result => long.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed)
            ? seed
            : Refuse<long>(result, "--seed", $"a whole number from {long.MinValue} to {long.MaxValue}"),
    };

    /// <summary>The strength of noise.</summary>
    public static Option<double?> Sigma(string description) => new("--sigma")
    {
        HelpName = "SIGMA",
        Description = description,
        CustomParser = result => double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double sigma) && sigma >= 0 && sigma <= 1000
            ? sigma
            : Refuse<double>(result, "--sigma", "a number from 0 to 1000, in units of 1/255"),
    };

    /// <summary>A whole number.</summary>
    public static Option<int?> WholeNumber(string name, string helpName, int least, string description, int most = int.MaxValue) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result => int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : Refuse<int>(result, name, $"a whole number from {least} to {most}"),
    };

    /// <summary>The name of a file or folder.</summary>
    public static Option<string?> FilePath(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result => Text(result) is { Length: > 0 } path ? path : Refuse<string>(result, name, "a name"),
    };

    /// <summary>The shape of a sample, as in 64x64x3.</summary>
    public static Option<Shape?> SampleShape(string name, string description) => new(name)
    {
        HelpName = "HxWxC",
        Description = description,
        CustomParser = result => TryShape(Text(result), out Shape shape) && shape.Rank == 3
            ? shape
            : Refuse<Shape>(result, name, "a shape such as 64x64x3 (height x width x channels)"),
    };

    /// <summary>The file of a model.</summary>
    public static Argument<string> Model() => new("MODEL") { Description = "A model file (.safetensors) that this program wrote." };

    /// <summary>Reads a shape of one or more axes, none of them empty, as in 64x64x3.</summary>
    public static bool TryShape(string text, out Shape shape)
    {
        shape = default;
        string[] parts = text.Split('x', '×');
        int[] lengths = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out lengths[i]) || lengths[i] < 1)
            {
                return false;
            }
        }

        if (lengths.Aggregate(1L, (size, length) => size > int.MaxValue ? size : size * length) > int.MaxValue)
        {
            return false;
        }

        shape = Shape.Create(lengths);
        return true;
    }

    /// <summary>Whether a text is lengths as of a shape, but of more entries than an array can have.</summary>
    public static bool IsTooLarge(string text) => text.Split('x', '×').All(part => part.Length > 0 && part.All(char.IsAsciiDigit) && part.Trim('0').Length > 0) && !TryShape(text, out _);

    private static string Text(ArgumentResult result) => result.Tokens is [Token token] ? token.Value : "";

    private static T? Refuse<T>(ArgumentResult result, string name, string wanted)
    {
        result.AddError($"{name} takes {wanted}, not '{Text(result)}'");
        return default;
    }
}
