using Adjoint.Data;
using Adjoint.Imaging;

namespace Adjoint.Cli.Tests;

/// <summary>A folder of its own that goes when the test is over.</summary>
internal sealed class Workplace : IDisposable
{
    public Workplace() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"adjoint-{Path.GetRandomFileName()}");

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Runs the command here.</summary>
    public CommandResult Run(params string[] arguments) => AdjointCommand.Run(Folder, arguments);

    /// <summary>Makes a folder of pictures.</summary>
    public string Pictures(string name, int count, int size)
    {
        Directory.CreateDirectory(this[name]);
        DeadLeaves leaves = new(7);
        for (int i = 0; i < count; i++)
        {
            PictureFile.Write(leaves.Create(i, size, size), Path.Combine(this[name], $"picture{i}.png"));
        }

        return name;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
