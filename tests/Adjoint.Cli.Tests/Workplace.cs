using Adjoint.Data;
using Adjoint.Imaging;
using Adjoint.Tensors;

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

    /// <summary>A text file.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>A folder with inputs of 2×2 numbers and their sums as targets, for training on arrays.</summary>
    public void Arrays(string name, int samples)
    {
        Directory.CreateDirectory(this[name]);
        Tensor<float> inputs = new([samples, 2, 2, 1]), targets = new([samples, 1]);
        new KeyedRandom(1, "arrays").FillNormal(inputs.Span);
        for (int i = 0; i < samples; i++)
        {
            foreach (float value in inputs.Span.Slice(4 * i, 4))
            {
                targets[i, 0] += value;
            }
        }

        NpyFile.Write(Path.Combine(this[name], "inputs.npy"), inputs);
        NpyFile.Write(Path.Combine(this[name], "targets.npy"), targets);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
