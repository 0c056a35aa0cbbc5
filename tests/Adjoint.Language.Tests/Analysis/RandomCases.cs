using System.Globalization;
using System.Text.RegularExpressions;
using Adjoint.Analysis;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>Well-formed random expressions, at most five functions deep, over names with random signs; what is drawn depends on the seed alone.</summary>
internal sealed class RandomCases(int seed)
{
    private static readonly string[] Everywhere = ["relu", "abs", "square", "exp", "logistic", "sigmoid", "tanh", "huber", "-"], Partly = ["sqrt", "log"];
    private static readonly string[] Whole = ["sumsq", "sum", "mean", "norm1", "norm2", "norminf", "max", "min", "logsumexp"];
    private static readonly string[] Vectors = ["w", "w", "y", "v"], Numbers = ["s", "s", "c"], Signs = ["", "", "+", "-"];

    private readonly Random _random = new(seed);

    /// <summary>The next case; its truth is not known.</summary>
    public ExpressionCase Next()
    {
        string declared = string.Join(' ', Vectors.Distinct().Select(name => $"{name}{Pick(Signs)}:3").Concat(Numbers.Distinct().Select(name => name + Pick(Signs))).Append("Q:3x3"));
        string moving = Pick(["w", "w", "w", "s", "w,s", "w,v", "s,c"]);
        string text = $"({Text(2 + _random.Next(3), vector: _random.Next(3) == 0)})";
        foreach (string name in moving.Split(','))
        {
            text = Regex.IsMatch(text, $@"\b{name}\b") ? text : name is "w" or "v" ? $"{text} + sum({name})^2" : $"{text} * {name}";
        }

        return new ExpressionCase(text, moving, declared, Linearity.Unknown, Bend.Unknown, "", true);
    }

    private string Text(int depth, bool vector)
    {
        if (depth == 0)
        {
            return _random.Next(8) == 0 && !vector ? (_random.Next(1, 9) * 0.5).ToString(CultureInfo.InvariantCulture) : Pick(vector ? Vectors : Numbers);
        }

        return _random.Next(vector ? 9 : 12) switch
        {
            0 => $"({Text(depth - 1, vector)} + {Text(depth - 1, vector)})",
            1 => $"({Text(depth - 1, vector)} - {Text(depth - 1, vector)})",
            2 => $"({Text(depth - 1, vector)} * {Text(depth - 1, _random.Next(2) == 0 && vector)})",
            3 => $"({Text(depth - 1, vector)})^{Pick(["2", "3", "4", "-1", "0.5", "1.5", "1"])}",
            4 => $"{Pick(["maximum", "minimum"])}({Text(depth - 1, vector)}, {Text(depth - 1, vector)})",
            5 when _random.Next(3) == 0 => $"({Text(depth - 1, vector)} / {Text(depth - 1, vector)})",
            6 when _random.Next(2) == 0 => $"{Pick(Partly)}({Text(depth - 1, vector)})",
            7 when vector => Pick([$"(Q @ {Text(depth - 1, true)})", $"softmax({Text(depth - 1, true)})", $"logsoftmax({Text(depth - 1, true)})", $"conv({Text(depth - 1, true)}, y, circular)", $"flip({Text(depth - 1, true)})"]),
            >= 9 => _random.Next(3) == 0 ? $"dot({Text(depth - 1, true)}, {Text(depth - 1, true)})" : $"{Pick(Whole)}({Text(depth - 1, true)})",
            _ => $"{Pick(Everywhere)}({Text(depth - 1, vector)})",
        };
    }

    private string Pick(string[] among) => among[_random.Next(among.Length)];
}
