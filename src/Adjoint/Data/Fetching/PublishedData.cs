namespace Adjoint.Data.Fetching;

/// <summary>A data set that its authors published, and where it can be had.</summary>
/// <param name="Name">Its short name, such as <c>mnist</c>.</param>
/// <param name="Description">A line on what it holds.</param>
/// <param name="Files">Its files.</param>
/// <param name="Mirrors">Folders on the web that hold all of them, in the order in which they are tried.</param>
/// <param name="Licence">The licence, and who grants it.</param>
/// <param name="Source">The authors' page.</param>
public sealed record PublishedData(
    string Name, string Description, IReadOnlyList<PublishedFile> Files, IReadOnlyList<Uri> Mirrors, string Licence, Uri Source)
{
    /// <summary>The length of all files together, in bytes.</summary>
    public long Size => Files.Sum(file => file.Size);
}
