namespace Adjoint.Data.Files;

/// <summary>How a text file holds pictures; whatever is left out is found out.</summary>
public sealed record CsvOptions
{
    /// <summary>Rows of a picture; nothing where pictures are square.</summary>
    public int? Height { get; init; }

    /// <summary>Columns of a picture; nothing where pictures are square.</summary>
    public int? Width { get; init; }

    /// <summary>Channels of a picture, the values of a pixel next to one another: 1 or 3.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>
    /// The label's column: its name in the header, or its number from 0; −1 is the last one. Where left out, the one that the header calls label, class or target, else the last.
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>Whether the first row names the columns; where left out, it does if it holds something other than numbers beside the label.</summary>
    public bool? Header { get; init; }

    /// <summary>The value that stands for 1; where left out, 1, 16 or 255, the least that no value exceeds.</summary>
    public double? White { get; init; }

    /// <summary>The classes' names, so that the parts of one set have the same; where left out, the labels found.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>
    /// How many classes a model gives outputs for: a row whose label is a number from there on is refused by its own number. Where left out, or where <see cref="Classes"/> are given, numbers say how
    /// many there are.
    /// </summary>
    public int? Outputs { get; init; }
}
