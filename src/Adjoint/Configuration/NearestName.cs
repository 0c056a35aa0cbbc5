namespace Adjoint.Configuration;

/// <summary>Finds the known name that a mistyped one was probably meant to be.</summary>
public static class NearestName
{
    /// <summary>“ did you mean 'x'?”, or nothing where no name is near.</summary>
    /// <param name="typed">What was written.</param>
    /// <param name="known">The names that there are.</param>
    public static string Suggestion(string typed, IEnumerable<string> known) =>
        Find(typed, known) is string name ? $"; did you mean '{name}'?" : "";

    /// <summary>The nearest name by edits (insert, delete, replace, swap neighbours), at most about a third of the letters; or nothing.</summary>
    /// <param name="typed">What was written.</param>
    /// <param name="known">The names that there are.</param>
    public static string? Find(string typed, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(typed);
        ArgumentNullException.ThrowIfNull(known);
        string? best = null;
        int least = int.MaxValue;
        foreach (string name in known)
        {
            // Names of one or two letters are not near each other for having no letter in common.
            int most = Math.Min(Math.Max(2, name.Length / 3), name.Length - 1);
            if (typed.Length > name.Length + most)
            {
                // Each letter too many is an edit, so a very long word need not be compared.
                continue;
            }

            int edits = name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && typed.Length > 1 ? 1 : Edits(typed.ToUpperInvariant(), name.ToUpperInvariant());
            if (edits < least && edits <= most)
            {
                (best, least) = (name, edits);
            }
        }

        return best;
    }

    // Optimal string alignment: Damerau and Levenshtein's distance without edits across a swap.
    private static int Edits(string a, string b)
    {
        int[,] edits = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                int least = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                least = Math.Min(least, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    least = Math.Min(least, edits[i - 2, j - 2] + 1);
                }

                edits[i, j] = least;
            }
        }

        return edits[a.Length, b.Length];
    }
}
