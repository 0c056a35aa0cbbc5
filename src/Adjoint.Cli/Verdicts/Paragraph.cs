using System.Text;
using Adjoint.Cli.Output;

namespace Adjoint.Cli.Verdicts;

/// <summary>Prints lines of verdicts: on a terminal broken between words at its width, what follows standing under the beginning; elsewhere as they are.</summary>
internal static class Paragraph
{
    private const int Narrowest = 40;

    /// <summary>Prints a line.</summary>
    /// <param name="line">The line; leading spaces and the branches of a tree count as its indent.</param>
    public static void Print(string line)
    {
        int width = Console.IsOutputRedirected ? int.MaxValue : Terminal.Output.Profile.Width;
        foreach (string piece in Break(line, width))
        {
            Terminal.Print(piece);
        }
    }

    /// <summary>Breaks a line between words.</summary>
    /// <param name="line">The line.</param>
    /// <param name="width">The most characters of a piece, unless a word is longer.</param>
    public static IEnumerable<string> Break(string line, int width)
    {
        string hang = HangOf(line);
        width = Math.Max(width, hang.Length + Narrowest);
        StringBuilder piece = new(line[..hang.Length]);
        bool empty = true;
        foreach (string word in line[hang.Length..].Split(' '))
        {
            if (!empty && piece.Length + 1 + (long)word.Length > width)
            {
                yield return piece.ToString();
                piece.Clear().Append(hang);
                empty = true;
            }

            piece.Append(empty ? "" : " ").Append(word);
            empty = false;
        }

        yield return piece.ToString();
    }

    /// <summary>What stands before the pieces after the first: spaces, and the branches that go on.</summary>
    private static string HangOf(string line)
    {
        int length = line.TakeWhile(each => each is ' ' or '│' or '├' or '└' or '─').Count();
        return line[..length].Replace('├', '│').Replace('└', ' ').Replace('─', ' ');
    }
}
