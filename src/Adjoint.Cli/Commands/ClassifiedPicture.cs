namespace Adjoint.Cli.Commands;

/// <summary>What a classifier says of a picture.</summary>
/// <param name="Name">The file, and for an array of several the place in it.</param>
/// <param name="Probabilities">The probability of each class.</param>
internal sealed record ClassifiedPicture(string Name, IReadOnlyList<double> Probabilities)
{
    /// <summary>The classes from the most to the least probable; of equals, the first one first.</summary>
    public IEnumerable<int> Ranking => Enumerable.Range(0, Probabilities.Count).OrderByDescending(label => Probabilities[label]);
}
