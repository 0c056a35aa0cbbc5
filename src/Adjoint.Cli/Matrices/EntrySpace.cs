using Adjoint.Tensors;

namespace Adjoint.Cli.Matrices;

/// <summary>What the rows or the columns of a matrix are: the entries of one array, or of several behind each other.</summary>
/// <param name="Arrays">Each with its name.</param>
internal sealed record EntrySpace(IReadOnlyList<(string Name, Shape Shape)> Arrays)
{
    /// <summary>The number of entries.</summary>
    public long Size => Arrays.Sum(array => (long)array.Shape.Size);

    /// <summary>The shape, where there is one array.</summary>
    public Shape? Shape => Arrays is [(_, Shape only)] ? only : null;

    /// <summary>Whether it takes more than one look to see which entry is which.</summary>
    public bool NeedsWords => Arrays.Count > 1 || Arrays[0].Shape.Rank > 1;

    /// <summary>In words: <c>the 3×3 entries of y in C order, the last axis fastest</c>.</summary>
    public string Describe() => string.Join(", then ", Arrays.Select(array => array.Shape.Rank switch
    {
        0 => array.Name,
        1 => $"the {array.Shape} entries of {array.Name}",
        _ => $"the {array.Shape} entries of {array.Name} in C order, the last axis fastest",
    }));

    /// <summary>Where groups of entries that belong together end: rows of an array, and arrays.</summary>
    public IReadOnlyList<int> GroupEnds()
    {
        List<int> ends = [];
        int end = 0;
        foreach ((_, Shape shape) in Arrays)
        {
            int length = shape.Rank > 1 ? shape[^1] : shape.Size;
            for (int i = 0; i < shape.Size; i += length)
            {
                ends.Add(end += length);
            }
        }

        return ends;
    }
}
