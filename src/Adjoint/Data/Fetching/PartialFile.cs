using System.Net.Http.Headers;
using System.Security.Cryptography;
using Adjoint.Tensors;

namespace Adjoint.Data.Fetching;

/// <summary>
/// What has arrived of a file, under a name of its own (<c>.part</c>) until all of it has. Beside it stands which version of the file it is a part of, as far as the server told
/// (<c>.part.etag</c>): its address and entity tag.
/// </summary>
/// <param name="path">The file's final name.</param>
internal sealed class PartialFile(string path)
{
    private const int LongestNote = 4096;

    private readonly string _part = path + ".part", _note = path + ".part.etag";

    /// <summary>How many bytes have arrived.</summary>
    public long Length => new FileInfo(_part) is { Exists: true } file ? file.Length : 0;

    /// <summary>The tag of the version that the part belongs to, if the address gave one.</summary>
    public EntityTagHeaderValue? Tag(Uri address) =>
        new FileInfo(_note) is { Exists: true, Length: <= LongestNote }
            && File.ReadAllLines(_note) is [string from, string tag] && from == address.AbsoluteUri
            && EntityTagHeaderValue.TryParse(tag, out EntityTagHeaderValue? parsed)
            ? parsed
            : null;

    /// <summary>Opens the part to go on behind its first bytes.</summary>
    /// <param name="length">How many bytes are kept.</param>
    public FileStream Open(long length)
    {
        FileStream stream = new(_part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        stream.SetLength(length);
        stream.Position = length;
        return stream;
    }

    /// <summary>Notes which version begins to arrive. Only a strong tag promises the same bytes (RFC 9110, section 13.1.5).</summary>
    public void Remember(Uri address, EntityTagHeaderValue? tag)
    {
        if (tag is { IsWeak: false })
        {
            AtomicFile.Write(_note, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes($"{address.AbsoluteUri}\n{tag}\n")));
        }
        else
        {
            File.Delete(_note);
        }
    }

    /// <summary>The part's checksum.</summary>
    public string Md5() => Md5(_part);

    /// <summary>A file's MD5 checksum in lower case.</summary>
    public static string Md5(string file)
    {
        using FileStream stream = File.OpenRead(file);
#pragma warning disable CA5351 // The authors published MD5. It is asked for damage, not for forgery.
        return Convert.ToHexStringLower(MD5.HashData(stream));
#pragma warning restore CA5351
    }

    /// <summary>Gives the part, now whole, the file's name.</summary>
    public void Complete()
    {
        using (FileStream stream = new(_part, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            stream.Flush(flushToDisk: true);
        }

        File.Move(_part, path, overwrite: true);
        File.Delete(_note);
    }

    /// <summary>Drops what has arrived.</summary>
    public void Delete()
    {
        File.Delete(_part);
        File.Delete(_note);
    }
}
