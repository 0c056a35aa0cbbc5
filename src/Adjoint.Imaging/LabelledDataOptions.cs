using Adjoint.Data.Files;
using Adjoint.Tensors;

namespace Adjoint.Imaging;

/// <summary>What to know about labelled data beforehand; whatever is left out is found out.</summary>
public sealed record LabelledDataOptions
{
    /// <summary>How text files hold pictures.</summary>
    public CsvOptions Csv { get; init; } = new();

    /// <summary>Height × width × channels that pictures are brought to.</summary>
    public Shape? PictureShape { get; init; }

    /// <summary>
    /// The classes that there are, such as those of a model that is scored: data may hold any of them, even a single one, and no other. In IDX and <c>.npy</c> files a label is a place in this list,
    /// elsewhere a name. Where left out, the labels found.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>
    /// How many classes a model gives outputs for: a label that is a number from there on is refused, and the file and the row or record named. Where left out, or where <see cref="Classes"/> are given,
    /// labels say how many there are.
    /// </summary>
    public int? Outputs { get; init; }
}
