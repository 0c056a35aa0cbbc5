using System.Text.RegularExpressions;

namespace Adjoint.Tests.Architecture;

/// <summary>The floors of the house: a folder uses only the folders before it, and no file is in a namespace other than its folder's.</summary>
public sealed partial class FolderOrderTests
{
    /// <summary>The folders of src/Adjoint in processing order, as ARCHITECTURE.md lists them.</summary>
    private static readonly string[] Order =
    [
        "Tensors", "Configuration", "Graph", "Primitives", "Calculus", "Execution", "Operators", "Checking", "Analysis",
        "Layers", "Losses", "Metrics", "Data", "Models", "Optimizers", "Training",
    ];

    [Fact]
    public void A_folder_uses_only_what_stands_before_it()
    {
        List<string> violations = [];
        foreach ((string file, string folder, string text) in Sources())
        {
            int floor = Array.IndexOf(Order, folder);
            foreach (Match use in NamespaceUse().Matches(text))
            {
                int used = Array.IndexOf(Order, use.Groups[1].Value);
                if (used > floor)
                {
                    violations.Add($"{file} uses {use.Value}");
                }
            }
        }

        Assert.Empty(violations);
    }

    [Fact]
    public void Every_folder_has_its_place_in_the_order()
    {
        Assert.All(Sources(), source => Assert.Contains(source.Folder, Order));
        Assert.Contains(Sources(), source => source.Folder == "Training");
    }

    [Fact]
    public void Folders_are_namespaces()
    {
        foreach ((string file, _, string text) in Sources())
        {
            string expected = "Adjoint." + Path.GetDirectoryName(file)!.Replace(Path.DirectorySeparatorChar, '.');
            Assert.Equal(expected, NamespaceDeclaration().Match(text).Groups[1].Value);
        }
    }

    [Fact]
    public void The_law_sees_a_use_of_a_later_folder() =>
        Assert.True(Array.IndexOf(Order, NamespaceUse().Match("using Adjoint.Training;").Groups[1].Value) > Array.IndexOf(Order, "Graph"));

    private static IEnumerable<(string File, string Folder, string Text)> Sources()
    {
        string root = Path.Combine(Repository.Root, "src", "Adjoint");
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(root, file);
            string folder = relative.Split(Path.DirectorySeparatorChar)[0];
            if (folder is not ("bin" or "obj"))
            {
                yield return (relative, folder, File.ReadAllText(file));
            }
        }
    }

    [GeneratedRegex(@"(?:using (?:static )?(?:\w+ = )?|cref="")Adjoint\.(\w+)")]
    private static partial Regex NamespaceUse();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();
}
