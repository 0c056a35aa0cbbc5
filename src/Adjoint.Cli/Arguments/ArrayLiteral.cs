using System.Globalization;
using Adjoint.Tensors;

namespace Adjoint.Cli.Arguments;

/// <summary>Reads arrays as they are written on the command line: <c>2.5</c>, <c>[1,2,3]</c>, <c>[[1,2],[3,4]]</c>.</summary>
internal static class ArrayLiteral
{
    private const int DeepestNesting = 32;

    /// <summary>Whether a text is meant as a literal rather than as the name of a file.</summary>
    public static bool LooksLike(string text) => text.TrimStart().StartsWith('[') || TryNumber(text, out _);

    /// <summary>Reads a literal.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is the value of, for messages.</param>
    /// <exception cref="CommandException">It is no literal, or not rectangular; the message says where.</exception>
    public static Tensor<double> Read(string text, string what)
    {
        if (TryNumber(text, out double number))
        {
            return double.IsFinite(number) ? new Tensor<double>(Shape.Scalar, [number]) : throw Wrong(what, $"'{text.Trim()}' is not a finite number");
        }

        List<double> entries = [];

        // For each axis: how many entries its open array has so far, and how many its first array turned out to have.
        List<int> counts = [], lengths = [];
        int depth = 0, rank = -1, i = 0;
        bool wantsEntry = true, mayClose = false;
        for (SkipSpace(text, ref i); i < text.Length; SkipSpace(text, ref i))
        {
            if (text[i] == '[' && wantsEntry && (depth > 0 || counts.Count == 0))
            {
                if (rank >= 0 && depth == rank)
                {
                    throw Wrong(what, $"an array stands at character {i + 1} where the others of its row have a number: all rows must have one shape");
                }

                if (++depth > DeepestNesting)
                {
                    throw Wrong(what, $"it has more than {DeepestNesting} axes");
                }

                if (counts.Count < depth)
                {
                    counts.Add(0);
                    lengths.Add(-1);
                }

                counts[depth - 1] = 0;
                (mayClose, i) = (true, i + 1);
            }
            else if (text[i] == ']' && depth > 0 && (mayClose || !wantsEntry))
            {
                bool isEmpty = counts[depth - 1] == 0;
                if (isEmpty && rank < 0)
                {
                    rank = depth;
                }

                if ((isEmpty && depth != rank) || (lengths[depth - 1] >= 0 && lengths[depth - 1] != counts[depth - 1]))
                {
                    throw Wrong(what, $"the array that ends at character {i + 1} has {counts[depth - 1]} entries, another of its axis {Math.Max(lengths[depth - 1], 0)}: all rows must have one shape");
                }

                lengths[depth - 1] = counts[depth - 1];
                depth--;
                if (depth > 0)
                {
                    counts[depth - 1]++;
                }

                (wantsEntry, mayClose, i) = (false, false, i + 1);
            }
            else if (text[i] == ',' && depth > 0 && !wantsEntry)
            {
                (wantsEntry, i) = (true, i + 1);
            }
            else if (wantsEntry && depth > 0 && text[i] is not ('[' or ']' or ','))
            {
                int end = i;
                while (end < text.Length && text[end] is not ('[' or ']' or ',') && !char.IsWhiteSpace(text[end]))
                {
                    end++;
                }

                if (!TryNumber(text[i..end], out number) || !double.IsFinite(number))
                {
                    throw Wrong(what, $"'{Short(text[i..end])}' at character {i + 1} is not a finite number");
                }

                rank = rank < 0 ? depth : rank;
                if (depth != rank)
                {
                    throw Wrong(what, $"a number stands at character {i + 1} where the others of its row have an array: all rows must have one shape");
                }

                entries.Add(number);
                counts[depth - 1]++;
                (wantsEntry, mayClose, i) = (false, false, end);
            }
            else
            {
                throw Wrong(what, $"unexpected '{text[i]}' at character {i + 1}");
            }
        }

        return depth == 0 && counts.Count > 0
            ? new Tensor<double>(Shape.Create([.. lengths]), [.. entries])
            : throw Wrong(what, depth > 0 ? $"{depth} bracket{(depth == 1 ? "" : "s")} at its end {(depth == 1 ? "is" : "are")} missing" : $"'{Short(text)}' is no array");
    }

    private static bool TryNumber(string text, out double number) => double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static void SkipSpace(string text, ref int i)
    {
        while (i < text.Length && char.IsWhiteSpace(text[i]))
        {
            i++;
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static CommandException Wrong(string what, string message) =>
        CommandException.Usage($"{what}: {message}; a value is a number, a literal such as [1,2,3] or [[1,2],[3,4]], or a .npy file");
}
