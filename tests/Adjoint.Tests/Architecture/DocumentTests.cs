using System.Text.RegularExpressions;

namespace Adjoint.Tests.Architecture;

/// <summary>The documents say what is there: links lead somewhere, named folders exist, and the README's program is the sample.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. Directory.EnumerateFiles(Repository.Root, "*.md").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_to_files_that_exist(string document)
    {
        foreach (Match link in Link().Matches(Read(document)))
        {
            string target = link.Groups[1].Value;
            Assert.True(
                target.StartsWith("https://", StringComparison.Ordinal) || Path.Exists(Path.Combine(Repository.Root, target)),
                $"{document} links to {target}, which does not exist.");
        }
    }

    [Fact]
    public void Places_that_the_architecture_names_exist()
    {
        string text = Read("ARCHITECTURE.md");
        string[] named = [.. Folder().Matches(text).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Contains("src/Adjoint.Kernels/", named);
        Assert.All(named, folder => Assert.True(Path.Exists(Path.Combine(Repository.Root, folder)), $"ARCHITECTURE.md names {folder}, which does not exist."));
    }

    [Fact]
    public void The_program_in_the_readme_is_the_sample()
    {
        string[] lines = [.. Read("samples/Greyscale/Program.cs").Split('\n').Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("using ", StringComparison.Ordinal))];
        Assert.Equal(10, lines.Length);
        Assert.Contains(string.Join('\n', lines), Read("README.md"), StringComparison.Ordinal);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|samples|bench|docs)/[\w./]*)`")]
    private static partial Regex Folder();
}
