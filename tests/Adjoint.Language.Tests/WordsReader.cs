using System.Text.RegularExpressions;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Language.Tests;

/// <summary>Takes the words of a description of arrays at their word, so that a wrong word is a wrong map.</summary>
internal static partial class WordsReader
{
    /// <summary>The expression that the words say.</summary>
    public static Expr Read(string words, IReadOnlyDictionary<string, Expr> names)
    {
        if (Folding().Match(words) is { Success: true } folding)
        {
            (Shape before, Shape after) = Sides(folding.Groups["sides"].Value);
            return new Fold(Enum.Parse<Extension>(folding.Groups["mode"].Value, ignoreCase: true), before, after).Apply(Read(folding.Groups["inner"].Value, names));
        }

        if (Step().Match(words) is { Success: true } step && Halves(step.Groups["parts"].Value) is (string first, string second))
        {
            Boundary boundary = Enum.Parse<Boundary>(step.Groups["boundary"].Value, ignoreCase: true);
            Func<Expr, Expr, Boundary, Expr> function = step.Groups["kind"].Value == "convolution" ? Convolve : Correlate;

            // Of a picture with a kernel; for valid it does not matter.
            return function(Read(second, names), Read(first, names), boundary);
        }

        return Value(words, names);
    }

    private static Expr Value(string words, IReadOnlyDictionary<string, Expr> names)
    {
        if (names.TryGetValue(words, out Expr? named))
        {
            return named;
        }

        if (words.StartsWith("flip(", StringComparison.Ordinal) && words.EndsWith(')'))
        {
            return Flip(Read(words[5..^1], names));
        }

        if (words.StartsWith('(') && words.EndsWith(')'))
        {
            return Read(words[1..^1], names);
        }

        if (Extended().Match(words) is { Success: true } extended)
        {
            (Shape before, Shape after) = Sides(extended.Groups["sides"].Value);
            Extension mode = extended.Groups["how"].Value switch
            {
                "circularly" => Extension.Circular,
                "by reflection about its end entries" => Extension.Reflect,
                "by reflection about its ends" => Extension.Symmetric,
                _ => Extension.Replicate,
            };
            return new Extend(mode, before, after).Apply(Value(extended.Groups["value"].Value, names));
        }

        Match padded = Padded().Match(words);
        Assert.True(padded.Success, $"These words say nothing that is known: {words}");
        (Shape front, Shape behind) = Sides(padded.Groups["sides"].Value.Replace(" zeros", "", StringComparison.Ordinal).Replace(" zero", "", StringComparison.Ordinal));
        return Pad(Value(padded.Groups["value"].Value, names), front, behind);
    }

    private static (Shape Before, Shape After) Sides(string words)
    {
        Match sides = Margin().Match(words);
        Assert.True(sides.Success, $"These words say no margin: {words}");
        Shape Numbers(string group) => [.. sides.Groups[group].Value.Split('×').Select(int.Parse)];
        if (sides.Groups["both"].Success)
        {
            return (Numbers("both"), Numbers("both"));
        }

        int rank = (sides.Groups["front"].Success ? Numbers("front") : Numbers("behind")).Rank;
        return (sides.Groups["front"].Success ? Numbers("front") : Shape.Uniform(0, rank), sides.Groups["behind"].Success ? Numbers("behind") : Shape.Uniform(0, rank));
    }

    /// <summary>What stands before and behind a "with" outside parentheses.</summary>
    private static (string First, string Second)? Halves(string words)
    {
        for (int i = 0, depth = 0; i < words.Length; i++)
        {
            depth += words[i] == '(' ? 1 : words[i] == ')' ? -1 : 0;
            if (depth == 0 && words[i..].StartsWith(" with ", StringComparison.Ordinal))
            {
                return (words[..i], words[(i + 6)..]);
            }
        }

        return null;
    }

    [GeneratedRegex(@"^(?<inner>.+), then the border folded back \((?<mode>\w+), (?<sides>[^:]+): .+\)$")]
    private static partial Regex Folding();

    [GeneratedRegex(@"^(?<boundary>\w+) (?<kind>convolution|correlation) of (?<parts>.+)$")]
    private static partial Regex Step();

    [GeneratedRegex(@"^(?<value>\w+) extended (?<how>circularly|by reflection about its end entries|by reflection about its ends|by copies of its end entries) by (?<sides>.+)$")]
    private static partial Regex Extended();

    [GeneratedRegex(@"^(?<value>\w+) with (?<sides>.+)$")]
    private static partial Regex Padded();

    [GeneratedRegex(@"^(?:(?<both>[\d×]+) on each side|(?<front>[\d×]+) in front(?: and (?<behind>[\d×]+) behind)?|(?<behind>[\d×]+) behind)$")]
    private static partial Regex Margin();
}
