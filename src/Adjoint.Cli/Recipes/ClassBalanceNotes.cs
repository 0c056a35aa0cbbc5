using System.Globalization;
using Adjoint.Cli.Output;
using Adjoint.Data;

namespace Adjoint.Cli.Recipes;

/// <summary>Says where classes have unlike numbers of pictures, and what is done about it or could be.</summary>
internal static class ClassBalanceNotes
{
    /// <summary>How many classes are named.</summary>
    private const int Named = 5;

    /// <summary>Says how uneven the classes of the training pictures are, in a line, if they are.</summary>
    public static void Write(ClassBalance balance, IReadOnlyList<string> classes, ClassWeighting weighting)
    {
        // A class without pictures is no small one: no weight makes it count.
        IReadOnlyList<double> weights = balance.BalancedWeights;
        int[] present = [.. Enumerable.Range(0, balance.Counts.Count).Except(balance.Empty)];
        ClassBalance among = new([.. present.Select(label => balance.Counts[label])]);
        int smallest = present[among.Smallest], largest = present[among.Largest];
        string counts = $"the smallest is '{classes[smallest]}' ({Tables.Count(balance.Counts[smallest], "picture")}), the largest '{classes[largest]}' ({Tables.Count(balance.Counts[largest], "picture")})";
        string those = balance.Empty.Count > 0 ? "classes with pictures" : "classes";
        if (balance.Empty.Count > 0)
        {
            Terminal.Note($"classes without pictures, which nothing can be learnt of and no weight makes count: {Listed(balance.Empty, classes)}; add pictures of them");
        }

        if (weighting == ClassWeighting.Balanced)
        {
            Terminal.Note(string.Create(
                CultureInfo.InvariantCulture, $"{those} are weighted to count alike, by {weights.Where(weight => weight > 0).Min():G3} to {weights.Max():G3}; {counts}"));
        }
        else if (among.IsUneven)
        {
            Terminal.Note($"the {those} are uneven: {counts}; \"class-weights\": \"balanced\" in a training file's data makes them count alike");
        }
    }

    /// <summary>Says which classes have a single picture, which cannot be shared out.</summary>
    public static void WriteSingles(ClassBalance balance, IReadOnlyList<string> classes)
    {
        int[] singles = [.. Enumerable.Range(0, balance.Counts.Count).Where(label => balance.Counts[label] == 1)];
        if (singles.Length > 0)
        {
            Terminal.Note($"classes with a single picture, which goes to training, so that nothing validates them: {Listed(singles, classes)}");
        }
    }

    private static string Listed(IReadOnlyList<int> labels, IReadOnlyList<string> classes) =>
        string.Join(", ", labels.Take(Named).Select(label => $"'{classes[label]}'")) + (labels.Count > Named ? $" and {labels.Count - Named} more" : "");
}
