using Adjoint.Tensors;

namespace Adjoint.Tests.Tensors;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_made_and_replaced()
    {
        AtomicFile.WriteAllBytes(_folder["a"], new byte[] { 1, 2, 3 });
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["a"]));
        AtomicFile.WriteAllBytes(_folder["a"], new byte[] { 4 });
        Assert.Equal([4], File.ReadAllBytes(_folder["a"]));
        Assert.Equal([_folder["a"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.WriteAllBytes(_folder["a"], new byte[] { 1 });
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder["a"], stream =>
        {
            stream.WriteByte(2);
            throw new InvalidOperationException();
        }));
        IOException failure = Assert.Throws<IOException>(() => AtomicFile.Write(_folder["a"], _ => throw new IOException("disk full")));
        Assert.Equal($"Cannot write '{_folder["a"]}': disk full. Check the folder, its permissions and the space left; what was there before is unchanged.", failure.Message);
        Assert.Equal([1], File.ReadAllBytes(_folder["a"]));
        Assert.Equal([_folder["a"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(_folder["sub"]);
        foreach (string path in new[] { _folder["sub"], _folder["sub"] + "/", _folder["new"] + "/" })
        {
            IOException failure = Assert.Throws<IOException>(() => AtomicFile.WriteAllBytes(path, default));
            Assert.Contains(path, failure.Message, StringComparison.Ordinal);
            Assert.Contains("folder", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        IOException failure = Assert.Throws<IOException>(() => AtomicFile.WriteAllBytes(_folder["no/a"], default));
        Assert.Contains(_folder["no"], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbolic_link_stays_and_its_target_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs a privilege there");
        File.CreateSymbolicLink(_folder["link"], "target");
        AtomicFile.WriteAllBytes(_folder["link"], new byte[] { 7 });
        Assert.Equal([7], File.ReadAllBytes(_folder["target"]));
        Assert.NotNull(new FileInfo(_folder["link"]).LinkTarget);
    }

    [Fact]
    public void A_device_is_written_to_and_not_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no devices in the file system there");
        AtomicFile.WriteAllBytes("/dev/null", new byte[] { 7 });
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Empty(File.ReadAllBytes("/dev/null"));
    }
}
