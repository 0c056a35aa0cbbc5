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
}
