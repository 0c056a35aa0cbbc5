namespace Adjoint.Data.Fetching;

/// <summary>A file as its authors published it.</summary>
/// <param name="Name">Its name, without a folder.</param>
/// <param name="Size">Its length in bytes: nothing longer is fetched.</param>
/// <param name="Md5">The published MD5 checksum as 32 hexadecimal digits. It shows damage; it is no protection against forgery.</param>
public sealed record PublishedFile(string Name, long Size, string Md5);
